using System.Text.RegularExpressions;

namespace CustomerGrains.Deploy.Tests.Watching;

/// <summary>Which metrics and labels an expression of Prometheus names.</summary>
internal sealed partial class Expression
{
    private static readonly string[] Words = ["or", "and", "unless", "bool", "offset"];

    /// <exception cref="FormatException">Its brackets do not match.</exception>
    public Expression(string text)
    {
        if ("(){}[]".Chunk(2).Any(pair => text.Count(pair[0]) != text.Count(pair[1])))
        {
            throw new FormatException($"The brackets of '{text}' do not match.");
        }

        Labels = [.. Matcher().Matches(text).SelectMany(braces => Compared().Matches(braces.Groups[1].Value)).Select(compared => compared.Groups[1].Value),
            .. Grouping().Matches(text).SelectMany(group => group.Groups[1].Value.Split(',')).Select(label => label.Trim())];
        var bare = Window().Replace(Grouping().Replace(Matcher().Replace(Quoted().Replace(text, ""), ""), " "), "");
        Metrics = [.. Name().Matches(bare).Select(name => name.Value).Where(name => !Words.Contains(name)).Distinct()];
    }

    public IReadOnlyList<string> Metrics { get; }

    public IReadOnlyList<string> Labels { get; }

    [GeneratedRegex(@"\{([^}]*)\}")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"(\w+)\s*(=~|!~|!=|=)")]
    private static partial Regex Compared();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Window();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    // A name that a bracket follows is a function.
    [GeneratedRegex(@"(?<![\w.$])[a-zA-Z_:][\w:]*\b(?!\s*\()")]
    private static partial Regex Name();
}
