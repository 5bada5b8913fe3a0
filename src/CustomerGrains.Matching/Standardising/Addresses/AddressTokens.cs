using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>The words of an address in segments, as commas and lines part them.</summary>
internal static class AddressTokens
{
    /// <summary>Characters of a line or part that are read.</summary>
    public const int LengthMax = 512;

    /// <summary>Words of one address that are read.</summary>
    public const int CountMax = 64;

    /// <summary>Adds the segments of a text. Numbers keep an inner "/" or "-" ("3/45", "92-10"); "#" is a word of its own.</summary>
    public static void Split(string? text, List<List<string>> segments)
    {
        var ascii = TextFolding.ToAscii(text, LengthMax);
        var words = new List<string>();
        Span<char> word = stackalloc char[64];
        var length = 0;
        for (var i = 0; i <= ascii.Length && words.Count < CountMax; i++)
        {
            var c = i < ascii.Length ? ascii[i] : ',';
            if (char.IsAsciiLetterOrDigit(c))
            {
                if (length < word.Length)
                {
                    word[length++] = char.ToLowerInvariant(c);
                }

                continue;
            }

            if (c is '\'' or '`' || IsInner(ascii, i, c))
            {
                if (c is '/' or '-' && length < word.Length)
                {
                    word[length++] = c;
                }

                continue;
            }

            if (length > 0)
            {
                words.Add(new string(word[..length]));
                length = 0;
            }

            if (c == '#')
            {
                words.Add("#");
            }
            else if (c is ',' or ';' or '\n' or '\r' or '(' or ')' or '|' && words.Count > 0)
            {
                segments.Add(words);
                words = [];
            }
        }

        if (words.Count > 0)
        {
            segments.Add(words);
        }
    }

    /// <summary>All words of a text in one list.</summary>
    public static List<string> Words(string? text)
    {
        var segments = new List<List<string>>();
        Split(text, segments);
        return segments.Count == 1 ? segments[0] : [.. segments.SelectMany(segment => segment)];
    }

    public static bool HasDigit(string word) => word.AsSpan().ContainsAnyInRange('0', '9');

    private static bool IsInner(ReadOnlySpan<char> ascii, int at, char c)
    {
        if (at == 0 || at + 1 >= ascii.Length)
        {
            return false;
        }

        var before = ascii[at - 1];
        var after = ascii[at + 1];
        return c switch
        {
            '/' or '-' => (char.IsAsciiDigit(before) || (char.IsAsciiLetter(before) && at >= 2 && char.IsAsciiDigit(ascii[at - 2]))) && char.IsAsciiDigit(after),
            // "N.Y." and "P.O." are one word each.
            '.' => char.IsAsciiLetter(before) && char.IsAsciiLetter(after)
                && (at == 1 || !char.IsAsciiLetterOrDigit(ascii[at - 2])) && (at + 2 >= ascii.Length || !char.IsAsciiLetterOrDigit(ascii[at + 2])),
            _ => false,
        };
    }
}
