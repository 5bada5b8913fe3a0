using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising.Names;

/// <summary>One word of a written name.</summary>
/// <param name="Text">Folded letters, apostrophes removed ("obrien").</param>
/// <param name="Hyphened">A hyphen joins it to the word before.</param>
/// <param name="Capitals">Written in capitals only, with two letters or more.</param>
internal readonly record struct NameWord(string Text, bool Hyphened, bool Capitals)
{
    /// <summary>Words of one name that are read; what follows is left out.</summary>
    public const int CountMax = 24;

    /// <summary>Two capitals without a vowel: "JC" for "Jean-Claude". "Ng" is a name, and "Md" is short for one.</summary>
    public bool AreInitials => Capitals && Text.Length == 2 && Text is not ("ng" or "md") && Text.AsSpan().IndexOfAny("aeiouy") < 0;

    /// <summary>Letters of one word that are kept.</summary>
    public const int LengthMax = 64;

    /// <summary>The words of an ASCII text. Digits are not part of names, and a dot parts words ("J.R." is two initials).</summary>
    public static List<NameWord> Split(ReadOnlySpan<char> ascii)
    {
        var words = new List<NameWord>(4);
        Span<char> word = stackalloc char[LengthMax];
        var length = 0;
        var capitals = true;
        var hyphened = false;
        for (var i = 0; i <= ascii.Length && words.Count < CountMax; i++)
        {
            var c = i < ascii.Length ? ascii[i] : ' ';
            if (char.IsAsciiLetter(c))
            {
                if (length < LengthMax)
                {
                    word[length++] = char.ToLowerInvariant(c);
                    capitals &= char.IsAsciiLetterUpper(c);
                }
            }
            else if (c is not ('\'' or '`') && !char.IsAsciiDigit(c))
            {
                if (length > 0)
                {
                    words.Add(new NameWord(new string(word[..length]), hyphened, capitals && length > 1));
                    length = 0;
                    capitals = true;
                    hyphened = false;
                }

                hyphened = c == '-' ? words.Count > 0 : hyphened && c == ' ' && length == 0;
            }
        }

        return words;
    }

    /// <summary>The words of a part of a name; none when the part is a placeholder.</summary>
    public static List<NameWord> Split(string? part)
    {
        var ascii = TextFolding.ToAscii(part);
        return ascii.IsEmpty || Placeholders.Contains(TextFolding.FoldAscii(ascii)) ? [] : Split(ascii);
    }
}
