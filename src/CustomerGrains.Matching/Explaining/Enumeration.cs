namespace CustomerGrains.Matching.Explaining;

/// <summary>Lists in a sentence.</summary>
internal static class Enumeration
{
    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string Of(IReadOnlyList<string> items, string conjunction = "and") =>
        items.Count == 1 ? items[0] : $"{string.Join(", ", items.Take(items.Count - 1))} {conjunction} {items[^1]}";
}
