using System.Text;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Importing;

/// <summary>Names of sources as the index wants them: lower-case letters, digits, '-', '_' and '.'.</summary>
internal static class SourceName
{
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= RecordIdentity.SourceLengthMax && name.All(IsAllowed);

    /// <summary>The name, or a complaint that says what it should look like.</summary>
    /// <param name="what">What the name was given as, e.g. "--source".</param>
    /// <exception cref="MappingException">It is not one.</exception>
    public static string Require(string name, string what) =>
        IsValid(name)
            ? name
            : throw new MappingException($"{what} must be lower-case letters, digits, '-', '_' and '.', at most {RecordIdentity.SourceLengthMax}, not '{name}'."
                + (From(name) is { } near ? $" Did you mean '{near}'?" : ""));

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
