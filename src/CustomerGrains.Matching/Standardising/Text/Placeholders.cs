using System.Collections.Frozen;

namespace CustomerGrains.Matching.Standardising.Text;

/// <summary>Values that people and systems write when they have none. They are left out of the features, so that they never match.</summary>
public static class Placeholders
{
    private static readonly FrozenSet<string> Values = new[]
    {
        "a n other", "and", "anon", "anonymous", "any", "as above", "blank", "deceased", "default", "do not use", "dummy", "empty", "error", "false",
        "fnu", "inconnu", "keine angabe", "leer", "lnu", "missing", "n a", "n k", "n n", "name unknown", "nan", "nicht bekannt", "nfn", "nil", "nln", "nmi", "nmn",
        "no address", "no data", "no fixed abode", "no fixed address", "no known address", "nfa", "no name", "no email", "no phone", "none", "none given", "not applicable", "not available",
        "not disclosed", "not given", "not known", "not on file", "not provided", "not recorded", "not specified", "not stated", "not supplied", "null",
        "occupant", "occupier", "the occupier", "other", "pending", "refused", "sample", "same", "same as above", "see notes", "tba", "tbc", "tbd",
        "temp", "temporary", "test", "tester", "testing", "to be advised", "to be confirmed", "undefined", "undisclosed", "unidentified",
        "unk", "unkn", "unknow", "unknown", "unknown unknown", "unnamed", "unspecified", "unbekannt", "desconocido", "sconosciuto", "onbekend", "withheld", "void",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ValuesBySpan = Values.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether folded text is a placeholder: a listed word, or one letter written three times or more ("xxx", "zzzz").</summary>
    public static bool Contains(ReadOnlySpan<char> folded) => folded.IsEmpty || ValuesBySpan.Contains(folded) || IsOneLetterRepeated(folded);

    /// <summary>The folded text, or null when it is a placeholder.</summary>
    public static string? Without(string? folded) => folded is null || Contains(folded) ? null : folded;

    /// <summary>Whether digits (or letters and digits) are filler: one sign repeated, or a run up or down ("1234567", "987654321").</summary>
    public static bool IsFillerNumber(ReadOnlySpan<char> value)
    {
        if (value.IsEmpty)
        {
            return true;
        }

        if (!value.ContainsAnyExcept(value[0]))
        {
            return true;
        }

        return value.Length >= 6 && (IsRun(value, 1) || IsRun(value, -1));
    }

    private static bool IsRun(ReadOnlySpan<char> value, int step)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsAsciiDigit(value[i]) || (i > 0 && value[i] - '0' != (value[i - 1] - '0' + step + 10) % 10))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOneLetterRepeated(ReadOnlySpan<char> folded) =>
        folded.Length >= 3 && char.IsAsciiLetter(folded[0]) && !folded.ContainsAnyExcept(folded[0]) && !folded.SequenceEqual("iii");
}
