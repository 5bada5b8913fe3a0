using CustomerGrains.Deploy.Tests.Yaml;
using YamlDotNet.RepresentationModel;

namespace CustomerGrains.Deploy.Tests.Kubernetes;

/// <summary>Renders a kustomization as <c>kubectl kustomize</c> does, as far as this deployment uses it: resources, images and patches that name what they change. Anything else is refused.</summary>
internal static class Kustomization
{
    private static readonly string[] Understood = ["apiVersion", "kind", "resources", "images", "patches"];

    /// <summary>Lists whose items are merged by a key of theirs; other lists are replaced as a whole.</summary>
    private static readonly Dictionary<string, string> MergeKeys = new(StringComparer.Ordinal)
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["env"] = "name",
        ["volumes"] = "name",
        ["volumeMounts"] = "mountPath",
        ["topologySpreadConstraints"] = "topologyKey",
    };

    /// <param name="folder">Of the kustomization, from the top folder.</param>
    /// <exception cref="InvalidDataException">It names what is not there, or uses what is not understood here.</exception>
    public static IReadOnlyList<YamlMappingNode> Render(string folder)
    {
        var kustomization = YamlDocuments.ReadOne($"{folder}/kustomization.yaml");
        Require(!kustomization.Keys().Except(Understood).Any(), $"{folder} uses {string.Join(", ", kustomization.Keys().Except(Understood))}, which is not understood here.");
        var resources = kustomization.Find("resources").Texts().SelectMany(resource => Resources(folder, resource)).ToList();
        foreach (var patch in kustomization.Find("patches").Items())
        {
            var file = Checkout.Resolve(folder, patch.At("path").Text());
            foreach (var change in YamlDocuments.Read(file))
            {
                var target = resources.Where(resource => Name(resource) == Name(change)).ToList();
                Require(target.Count == 1, $"{file} changes {Name(change)}, of which there are {target.Count}.");
                Merge(target[0], change);
            }
        }

        foreach (var image in kustomization.Find("images").Items())
        {
            var used = resources.SelectMany(resource => resource.All().OfType<YamlMappingNode>()).Where(node => node.Find("image") is YamlScalarNode name && name.Value == image.At("name").Text()).ToList();
            Require(used.Count > 0, $"{folder} names the image {image.At("name")}, which nothing uses.");
            used.ForEach(node => node.Children["image"] = $"{image.At("newName").Text()}:{image.At("newTag").Text()}");
        }

        var twice = resources.GroupBy(Name).FirstOrDefault(group => group.Count() > 1);
        Require(twice is null, $"{folder} has {twice?.Key} twice.");
        return resources;
    }

    /// <summary>Kind, namespace and name: what makes a resource the one it is.</summary>
    public static string Name(YamlNode resource) => $"{resource.At("kind").Text()} {resource.Find("metadata", "namespace")?.Text()}/{resource.At("metadata", "name").Text()}";

    private static IReadOnlyList<YamlMappingNode> Resources(string folder, string resource)
    {
        var path = Checkout.Resolve(folder, resource);
        Require(Checkout.Has(path), $"{folder} names {resource}, which does not exist.");
        return resource.EndsWith(".yaml", StringComparison.Ordinal) ? YamlDocuments.Read(path) : Render(path);
    }

    private static void Merge(YamlMappingNode target, YamlMappingNode change)
    {
        foreach (var (key, value) in change.Pairs())
        {
            if (target.Find(key) is YamlMappingNode nested && value is YamlMappingNode nestedChange)
            {
                Merge(nested, nestedChange);
            }
            else if (target.Find(key) is YamlSequenceNode list && MergeKeys.TryGetValue(key, out var by))
            {
                foreach (var item in value.Items().Cast<YamlMappingNode>())
                {
                    var same = list.Children.OfType<YamlMappingNode>().SingleOrDefault(existing => existing.At(by).Text() == item.At(by).Text());
                    if (same is null)
                    {
                        list.Add(item);
                    }
                    else
                    {
                        Merge(same, item);
                    }
                }
            }
            else
            {
                target.Children[new YamlScalarNode(key)] = value;
            }
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidDataException(otherwise);
        }
    }
}
