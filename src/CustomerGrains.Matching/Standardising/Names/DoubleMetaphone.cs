namespace CustomerGrains.Matching.Standardising.Names;

/// <summary>Double Metaphone: how a name sounds in English, with a second code where its origin allows another pronunciation.</summary>
/// <remarks>After the description by Lawrence Philips, "The Double Metaphone Search Algorithm", C/C++ Users Journal, June 2000.</remarks>
public static class DoubleMetaphone
{
    /// <summary>Most signs of a code.</summary>
    public const int CodeLengthMax = 4;

    /// <summary>Letters that are read; a code of four signs is complete long before.</summary>
    private const int WordLengthMax = 64;

    /// <summary>Codes of a word in any case. Equal strings when there is no alternate; empty when nothing of the word sounds.</summary>
    public static (string Primary, string Alternate) Encode(ReadOnlySpan<char> word)
    {
        Span<char> letters = stackalloc char[WordLengthMax];
        word = word.Trim();
        var length = word[..Math.Min(word.Length, WordLengthMax)].ToUpperInvariant(letters);
        Span<char> codes = stackalloc char[2 * CodeLengthMax];
        var encoder = new DoubleMetaphoneEncoder(letters[..length], codes);
        encoder.Run();
        var primary = encoder.Primary.ToString();
        return (primary, encoder.Alternate.SequenceEqual(primary) ? primary : encoder.Alternate.ToString());
    }
}
