using YamlDotNet.RepresentationModel;

namespace CustomerGrains.Deploy.Tests.Yaml;

/// <summary>Ways through a document.</summary>
internal static class YamlNodes
{
    /// <summary>What is under a path of keys; null when there is nothing.</summary>
    public static YamlNode? Find(this YamlNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            node = node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;
        }

        return node;
    }

    /// <summary>What is under a path of keys; it must be there.</summary>
    public static YamlNode At(this YamlNode? node, params ReadOnlySpan<string> path) =>
        node.Find(path) ?? throw new InvalidDataException($"There is no {string.Join('.', path.ToArray())}.");

    public static string Text(this YamlNode? node) => node is YamlScalarNode { Value: { } value } ? value : throw new InvalidDataException($"{node} is no text.");

    public static int Number(this YamlNode? node) => int.Parse(node.Text(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The items of a list; none when there is no list.</summary>
    public static IReadOnlyList<YamlNode> Items(this YamlNode? node) => node switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children],
        _ => throw new InvalidDataException($"{node} is no list."),
    };

    public static IReadOnlyList<string> Texts(this YamlNode? node) => [.. node.Items().Select(Text)];

    /// <summary>Keys and values of a mapping; none when there is no mapping.</summary>
    public static IReadOnlyList<(string Key, YamlNode Value)> Pairs(this YamlNode? node) => node switch
    {
        null => [],
        YamlMappingNode mapping => [.. mapping.Children.Select(pair => (pair.Key.Text(), pair.Value))],
        _ => throw new InvalidDataException($"{node} is no mapping."),
    };

    public static IReadOnlyList<string> Keys(this YamlNode? node) => [.. node.Pairs().Select(pair => pair.Key)];

    /// <summary>Every node below and this one.</summary>
    public static IEnumerable<YamlNode> All(this YamlNode node) => node.AllNodes;

    /// <summary>One spelling for equal documents: keys sorted, texts as they are, octal numbers as decimal ones.</summary>
    public static string Canonical(this YamlNode node) => node switch
    {
        YamlMappingNode => "{" + string.Join(',', node.Pairs().OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}:{pair.Value.Canonical()}")) + "}",
        YamlSequenceNode => "[" + string.Join(',', node.Items().Select(Canonical)) + "]",
        _ => node.Text() is ['0', _, ..] text && text.All(char.IsAsciiDigit) ? Convert.ToInt32(text, 8).ToString(System.Globalization.CultureInfo.InvariantCulture) : node.Text(),
    };
}
