using System.Text;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Importing;

/// <summary>Names of sources as the index wants them: lower-case letters, digits, '-', '_' and '.'.</summary>
internal static class SourceName
{
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= RecordIdentity.SourceLengthMax && name.All(IsAllowed);

    /// <summary>A file's own spelling brought into that form: "Council Tax" becomes "council-tax". Null when nothing is left.</summary>
    public static string? From(string text)
    {
        var name = new StringBuilder();
        foreach (var character in text.Trim().ToLowerInvariant())
        {
            if (IsAllowed(character))
            {
                name.Append(character);
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        var result = name.ToString().TrimEnd('-');
        return IsValid(result) ? result : null;
    }

    private static bool IsAllowed(char character) => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character is '-' or '_' or '.';
}
