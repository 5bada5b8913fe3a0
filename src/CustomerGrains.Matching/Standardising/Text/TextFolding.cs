using System.Globalization;
using System.Text;
using AnyAscii;

namespace CustomerGrains.Matching.Standardising.Text;

/// <summary>Folds text of any script to lower-case ASCII letters, digits and single spaces.</summary>
/// <remarks>
/// Transliteration is AnyAscii's, which also resolves compatibility forms (full-width letters, ligatures) and drops combining marks, so
/// composed and decomposed text fold alike without <see cref="string.Normalize()"/>, whose answer depends on how the process was started.
/// Only the first characters of a value are read, so a value of any size costs little.
/// </remarks>
public static class TextFolding
{
    /// <summary>Characters of a value that are read when the caller does not say.</summary>
    public const int LengthMax = 256;

    /// <summary>White space before a value that is looked past; without a bound, megabytes of it would be read again for every rule.</summary>
    private const int LeadingSpaceMax = 4096;

    private const int StackLimit = 1024;

    /// <summary>The text folded, or null when nothing is left of it.</summary>
    public static string? Fold(string? text, int lengthMax = LengthMax)
    {
        var ascii = ToAscii(text, lengthMax);
        return ascii.IsEmpty ? null : FoldAscii(ascii);
    }

    /// <summary>Folds text that is ASCII already: apostrophes vanish, dots inside abbreviations vanish ("N.Y." is "ny"), "&amp;" becomes "and", other signs part words.</summary>
    public static string? FoldAscii(ReadOnlySpan<char> ascii)
    {
        var capacity = ascii.Length + (5 * ascii.Count('&'));
        var buffer = capacity <= StackLimit ? stackalloc char[StackLimit] : new char[capacity];
        var length = 0;
        for (var i = 0; i < ascii.Length; i++)
        {
            var c = ascii[i];
            if (char.IsAsciiLetterOrDigit(c))
            {
                buffer[length++] = char.ToLowerInvariant(c);
            }
            else if (c is '\'' or '`' || (c == '.' && IsAbbreviationDot(ascii, i)))
            {
                continue;
            }
            else if (c == '&')
            {
                length = Space(buffer, length);
                "and ".CopyTo(buffer[length..]);
                length += 4;
            }
            else
            {
                length = Space(buffer, length);
            }
        }

        if (length > 0 && buffer[length - 1] == ' ')
        {
            length--;
        }

        return length == 0 ? null : new string(buffer[..length]);
    }

    /// <summary>The text in ASCII with case and punctuation kept: letters and digits transliterated, dashes and quotes unified, marks and controls gone.</summary>
    public static ReadOnlySpan<char> ToAscii(string? text, int lengthMax = LengthMax)
    {
        if (text is null)
        {
            return default;
        }

        var head = Head(text, lengthMax);
        return Ascii.IsValid(head) && !head.ContainsAnyInRange('\0', '\u001f') && !head.Contains('\u007f')
            ? head
            : Transliterate(head);
    }

    /// <summary>The leading part of the trimmed text that is read at all.</summary>
    public static ReadOnlySpan<char> Head(string text, int lengthMax)
    {
        var trimmed = text.AsSpan(0, Math.Min(text.Length, lengthMax + LeadingSpaceMax)).Trim();
        if (trimmed.Length <= lengthMax)
        {
            return trimmed;
        }

        var cut = char.IsHighSurrogate(trimmed[lengthMax - 1]) ? lengthMax - 1 : lengthMax;
        return trimmed[..cut].TrimEnd();
    }

    /// <summary>Whether the part of a value that is read holds nothing but white space.</summary>
    public static bool IsBlank(string? text) => text is null || Head(text, LengthMax).IsEmpty;

    private static string Transliterate(ReadOnlySpan<char> text)
    {
        var readable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                    or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber
                    or UnicodeCategory.LetterNumber or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.NonSpacingMark:
                    readable.Append(rune.ToString());
                    break;
                case UnicodeCategory.Format or UnicodeCategory.EnclosingMark:
                    break;
                case UnicodeCategory.DashPunctuation:
                    readable.Append('-');
                    break;
                default:
                    readable.Append(rune.IsAscii && rune.Value >= ' ' && rune.Value != 0x7f ? (char)rune.Value : Unified(rune.Value));
                    break;
            }
        }

        return readable.ToString().Transliterate();
    }

    private static char Unified(int sign) => sign switch
    {
        0x2018 or 0x2019 or 0x201a or 0x201b or 0x00b4 or 0x2032 => '\'',
        0x201c or 0x201d or 0x201e or 0x201f or 0x00ab or 0x00bb => '"',
        0xff08 => '(',
        0xff09 => ')',
        0xff0c or 0x3001 or 0x060c => ',',
        0xff20 => '@',
        0xff0e => '.',
        0xff0f => '/',
        0xff0b => '+',
        _ => ' ',
    };

    /// <summary>A dot between single letters: "u.s.a", "N.Y.", but neither "J. Smith" nor "a.smith".</summary>
    private static bool IsAbbreviationDot(ReadOnlySpan<char> ascii, int dot)
    {
        var letterBefore = dot > 0 && char.IsAsciiLetter(ascii[dot - 1]) && (dot == 1 || !char.IsAsciiLetterOrDigit(ascii[dot - 2]));
        if (!letterBefore || dot + 1 >= ascii.Length || !char.IsAsciiLetter(ascii[dot + 1]))
        {
            return false;
        }

        return dot + 2 >= ascii.Length || !char.IsAsciiLetterOrDigit(ascii[dot + 2]);
    }

    private static int Space(Span<char> buffer, int length)
    {
        if (length > 0 && buffer[length - 1] != ' ')
        {
            buffer[length++] = ' ';
        }

        return length;
    }
}
