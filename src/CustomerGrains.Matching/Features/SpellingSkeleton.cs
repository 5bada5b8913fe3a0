namespace CustomerGrains.Matching.Features;

/// <summary>A word folded so that the ways it is transliterated fall together: "Sergei", "Sergey" and "Sergej", "Nooristani" and "Nuristani", "Keeley" and "Kaylee".</summary>
/// <remarks>
/// <para>Consonants are folded by the letters that romanisations use for one another (ph, v and w; k, q, c and kh; s, z, sh, sch and ts; t, d and th; x is ks), doubled ones are one, and runs of vowels
/// are one of three: with o, u or w in them; a alone; any other. Unlike a phonetic code it keeps where the vowels stand, so "Miles" and "Melissa" are two. Own rules, from the
/// variants that the romanisations of ISO 9, BGN/PCGN, ALA-LC and passports give for one name.</para>
/// <para>Up to twelve symbols of five bits, the first in the lowest bits, so comparing allocates nothing. Made from the word alone, so features do not store it; the keys of rare names do.</para>
/// </remarks>
public readonly record struct SpellingSkeleton
{
    /// <summary>Most symbols; longer words are known by their first ones.</summary>
    public const int SymbolsMax = 12;

    private const int Bits = 5;
    private const ulong SymbolMask = (1UL << Bits) - 1;
    private const ulong Unvowelled = 1UL << 63;

    // Vowels come first, so that one comparison tells them from consonants.
    private const ulong A = 1;
    private const ulong I = 2;
    private const ulong U = 3;
    private const ulong B = 4;
    private const ulong P = 5;
    private const ulong F = 6;
    private const ulong T = 7;
    private const ulong K = 8;
    private const ulong G = 9;
    private const ulong H = 10;
    private const ulong S = 11;
    private const ulong Ch = 12;
    private const ulong L = 13;
    private const ulong M = 14;
    private const ulong N = 15;
    private const ulong R = 16;
    private const ulong Digit = 17;

    private readonly ulong _symbols;

    private SpellingSkeleton(ulong symbols) => _symbols = symbols;

    /// <summary>The symbols packed, first lowest; 0 for a word without any.</summary>
    public ulong Symbols => _symbols & ~Unvowelled;

    /// <summary>Number of symbols.</summary>
    public int Length => LengthOf(Symbols);

    /// <summary>Written without a, e, i, o and u, as words transliterated from Arabic or Hebrew are.</summary>
    public bool IsUnvowelled => (_symbols & Unvowelled) != 0;

    /// <summary>The symbols without vowels.</summary>
    public ulong Consonants
    {
        get
        {
            ulong consonants = 0;
            var shift = 0;
            for (var rest = Symbols; rest != 0; rest >>= Bits)
            {
                if ((rest & SymbolMask) > U)
                {
                    consonants |= (rest & SymbolMask) << shift;
                    shift += Bits;
                }
            }

            return consonants;
        }
    }

    /// <summary>Folds a word of lower-case letters.</summary>
    public static SpellingSkeleton Of(ReadOnlySpan<char> word)
    {
        ulong symbols = 0;
        ulong last = 0;
        var shift = 0;
        var vowels = false;
        for (var i = 0; i < word.Length && shift < Bits * SymbolsMax;)
        {
            vowels |= word[i] is 'a' or 'e' or 'i' or 'o' or 'u';
            var symbol = IsVowel(word, i) ? TakeVowels(word, ref i, ref vowels) : TakeConsonant(word, ref i);
            if (symbol == 0)
            {
                continue;
            }

            // X is two symbols; everything else is one, and a doubled one counts once.
            if (symbol > SymbolMask)
            {
                Add(symbol & SymbolMask, ref symbols, ref last, ref shift);
                symbol >>= Bits;
            }

            Add(symbol, ref symbols, ref last, ref shift);
        }

        return new SpellingSkeleton(symbols | (vowels || symbols == 0 ? 0 : Unvowelled));
    }

    /// <summary>One symbol more, fewer or another, and the same first one.</summary>
    public static bool IsOneApart(SpellingSkeleton a, SpellingSkeleton b)
    {
        var (x, y) = (a.Symbols, b.Symbols);
        if ((x & SymbolMask) != (y & SymbolMask))
        {
            return false;
        }

        while (x != 0 && (x & SymbolMask) == (y & SymbolMask))
        {
            x >>= Bits;
            y >>= Bits;
        }

        return x >> Bits == y >> Bits || x >> Bits == y || x == y >> Bits;
    }

    /// <summary>One is written without vowels, and they have the same consonants; the long vowels that it does show are where the other has them.</summary>
    public static bool AreOneWithoutVowels(SpellingSkeleton a, SpellingSkeleton b)
    {
        if (a.IsUnvowelled == b.IsUnvowelled)
        {
            return false;
        }

        var consonants = a.Consonants;
        return LengthOf(consonants) >= 3 && consonants == b.Consonants && (a.IsUnvowelled ? IsWithin(a.Symbols, b.Symbols) : IsWithin(b.Symbols, a.Symbols));
    }

    /// <summary>The symbols with the one at a position left out.</summary>
    public ulong Without(int position)
    {
        var below = (1UL << (Bits * position)) - 1;
        return (Symbols & below) | ((Symbols >> Bits) & ~below);
    }

    /// <summary>All symbols of the first, in their order, are among those of the second.</summary>
    private static bool IsWithin(ulong part, ulong whole)
    {
        while (part != 0 && whole != 0)
        {
            part = (part & SymbolMask) == (whole & SymbolMask) ? part >> Bits : part;
            whole >>= Bits;
        }

        return part == 0;
    }

    /// <summary>Number of symbols in a packed row of them.</summary>
    internal static int LengthOf(ulong symbols) => (64 - System.Numerics.BitOperations.LeadingZeroCount(symbols) + Bits - 1) / Bits;

    private static void Add(ulong symbol, ref ulong symbols, ref ulong last, ref int shift)
    {
        if (symbol != last && shift < Bits * SymbolsMax)
        {
            symbols |= symbol << shift;
            shift += Bits;
            last = symbol;
        }
    }

    // W and j inside a word sound as vowels unless a vowel follows; h after a vowel is silent at the end.
    private static bool IsVowel(ReadOnlySpan<char> word, int i) => word[i] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' or 'y' => true,
        'w' => i > 0 && !IsLetterVowel(word, i + 1),
        'j' => i > 0 && IsLetterVowel(word, i - 1) && !IsLetterVowel(word, i + 1),
        'h' => i == word.Length - 1,
        _ => false,
    };

    private static bool IsLetterVowel(ReadOnlySpan<char> word, int i) => i < word.Length && word[i] is 'a' or 'e' or 'i' or 'o' or 'u' or 'y';

    private static ulong TakeVowels(ReadOnlySpan<char> word, ref int i, ref bool vowels)
    {
        var start = i;
        var (round, open) = (false, word[i] == 'a');
        for (; i < word.Length && IsVowel(word, i); i++)
        {
            vowels |= word[i] is 'a' or 'e' or 'i' or 'o' or 'u';
            round |= word[i] is 'o' or 'u' or 'w';

            // "ae" is an umlaut.
            open &= word[i] is 'a' or 'h' || (word[i] == 'e' && i == start + 1);
        }

        var silent = i - start == 1 && word[start] == 'h';
        return silent ? 0 : round ? U : open ? A : I;
    }

    private static ulong TakeConsonant(ReadOnlySpan<char> word, ref int i)
    {
        var c = word[i];
        var next = i + 1 < word.Length ? word[i + 1] : ' ';
        i++;
        switch (c)
        {
            case 'b':
                return B;
            case 'p' when next == 'h':
                i++;
                return F;
            case 'p':
                return P;
            case 'f' or 'v' or 'w':
                return F;
            case 't' when word[i..].StartsWith("sch", StringComparison.Ordinal):
                i += 3;
                return Ch;
            case 't' when word[i..].StartsWith("ch", StringComparison.Ordinal) || word[i..].StartsWith("sh", StringComparison.Ordinal):
                i += 2;
                return Ch;
            case 't' when next is 's' or 'z':
                i++;
                return S;
            case 'd' when next == 'j':
                i++;
                return G;
            case 't' or 'd':
                i += next == 'h' ? 1 : 0;
                return T;
            case 'c' when next == 'h' && i == 1 && word.Length > 2 && word[2] is 'l' or 'm' or 'n' or 'r':
                i++;
                return K;
            case 'c' when next is 'h' or 'z':
                i++;
                return Ch;
            case 'c' when next is 'e' or 'i' or 'y':
                return S;
            case 'q' when next == 'u' && IsLetterVowel(word, i + 1):
                i++;
                return K;
            case 'c' or 'k' or 'q':
                i += next is 'h' ? 1 : 0;
                return K;
            case 'x':
                return i == 1 ? S : K | (S << Bits);
            case 'g' or 'j':
                i += next == 'h' ? 1 : 0;
                return G;
            case 's' when word[i..].StartsWith("ch", StringComparison.Ordinal):
                i += 2;
                return S;
            case 's' or 'z':
                i += next is 'h' or 'z' ? 1 : 0;
                return S;
            case 'h':
                return H;
            case 'l':
                return L;
            case 'm':
                return M;
            case 'n':
                return N;
            case 'r':
                i += next == 'h' ? 1 : 0;
                return R;
            default:
                return char.IsAsciiDigit(c) ? Digit + (ulong)(c - '0') : 0;
        }
    }
}
