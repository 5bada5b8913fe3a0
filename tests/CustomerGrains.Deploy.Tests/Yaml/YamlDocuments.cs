using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CustomerGrains.Deploy.Tests.Yaml;

/// <summary>Reads YAML strictly: a key that occurs twice is an error, anchors and merges are resolved.</summary>
internal static class YamlDocuments
{
    public static IReadOnlyList<YamlMappingNode> Read(string file) => Parse(Checkout.Read(file), file);

    public static YamlMappingNode ReadOne(string file) => Assert.Single(Read(file));

    public static IReadOnlyList<YamlMappingNode> Parse(string text, string name)
    {
        var stream = new YamlStream();
        try
        {
            // Merging drops the first of two equal keys without a word, so a first reading looks for them.
            new YamlStream().Load(new StringReader(text));
            stream.Load(new MergingParser(new Parser(new StringReader(text))));
        }
        catch (YamlException fault)
        {
            throw new InvalidDataException($"{name}: {fault.Message}");
        }

        return [.. stream.Documents.Select(document => document.RootNode as YamlMappingNode ?? throw new InvalidDataException($"{name} holds something else than mappings."))];
    }
}
