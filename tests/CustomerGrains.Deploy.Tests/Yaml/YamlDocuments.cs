using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CustomerGrains.Deploy.Tests.Yaml;

/// <summary>Reads YAML strictly: a key that occurs twice is an error. Anchors and merges are resolved.</summary>
internal static class YamlDocuments
{
    private static readonly YamlScalarNode MergeKey = new("<<");

    public static IReadOnlyList<YamlMappingNode> Read(string file) => Parse(Checkout.Read(file), file);

    public static YamlMappingNode ReadOne(string file) => Assert.Single(Read(file));

    public static IReadOnlyList<YamlMappingNode> Parse(string text, string name)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException fault)
        {
            throw new InvalidDataException($"{name}: {fault.Message}");
        }

        var documents = stream.Documents.Select(document => document.RootNode as YamlMappingNode ?? throw new InvalidDataException($"{name} holds something else than mappings.")).ToList();
        var done = new HashSet<YamlNode>(ReferenceEqualityComparer.Instance);
        documents.ForEach(document => Merge(document, done));
        return documents;
    }

    /// <summary>Puts what a mapping takes over from another ("&lt;&lt;") into it, where it does not say otherwise itself.</summary>
    private static void Merge(YamlNode node, HashSet<YamlNode> done)
    {
        if (!done.Add(node))
        {
            return;
        }

        if (node is YamlMappingNode mapping && mapping.Children.Remove(MergeKey, out var others))
        {
            foreach (var other in others is YamlSequenceNode list ? list.Children : [others])
            {
                Merge(other, done);
                foreach (var (key, value) in ((YamlMappingNode)other).Children)
                {
                    mapping.Children.TryAdd(key, value);
                }
            }
        }

        foreach (var child in node is YamlMappingNode { Children.Values: var values } ? values : node is YamlSequenceNode { Children: var items } ? items : [])
        {
            Merge(child, done);
        }
    }
}
