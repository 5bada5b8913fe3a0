namespace CustomerGrains.Matching.Standardising.Names;

/// <summary>One run over one word. Each letter's method adds to the codes and says how many letters it has used up.</summary>
internal ref partial struct DoubleMetaphoneEncoder
{
    private readonly ReadOnlySpan<char> _word;
    private readonly Span<char> _primary;
    private readonly Span<char> _alternate;
    private readonly bool _slavoGermanic;
    private int _primaryLength;
    private int _alternateLength;

    public DoubleMetaphoneEncoder(ReadOnlySpan<char> upperCaseWord, Span<char> codes)
    {
        _word = upperCaseWord;
        _primary = codes[..DoubleMetaphone.CodeLengthMax];
        _alternate = codes[DoubleMetaphone.CodeLengthMax..];
        _slavoGermanic = _word.ContainsAny('W', 'K') || _word.Contains("CZ", StringComparison.Ordinal);
    }

    public readonly ReadOnlySpan<char> Primary => _primary[.._primaryLength];

    public readonly ReadOnlySpan<char> Alternate => _alternate[.._alternateLength];

    private readonly int Last => _word.Length - 1;

    public void Run()
    {
        var at = Any(0, "GN", "KN", "PN", "WR", "PS") ? 1 : 0;
        if (Letter(0) == 'X')
        {
            // "Xavier": an initial X is spoken like Z, which codes as S.
            Add('S');
            at = 1;
        }

        while (at < _word.Length && (_primaryLength < DoubleMetaphone.CodeLengthMax || _alternateLength < DoubleMetaphone.CodeLengthMax))
        {
            at += Step(at);
        }
    }

    private int Step(int at)
    {
        switch (_word[at])
        {
            case 'A' or 'E' or 'I' or 'O' or 'U' or 'Y':
                if (at == 0)
                {
                    Add('A');
                }

                return 1;
            case 'B':
                return Plain('P', at, 'B');
            case 'Ç':
                Add('S');
                return 1;
            case 'C':
                return C(at);
            case 'D':
                return D(at);
            case 'F':
                return Plain('F', at, 'F');
            case 'G':
                return G(at);
            case 'H':
                return H(at);
            case 'J':
                return J(at);
            case 'K':
                return Plain('K', at, 'K');
            case 'L':
                return L(at);
            case 'M':
                return M(at);
            case 'N':
                return Plain('N', at, 'N');
            case 'Ñ':
                Add('N');
                return 1;
            case 'P':
                return P(at);
            case 'Q':
                return Plain('K', at, 'Q');
            case 'R':
                return R(at);
            case 'S':
                return S(at);
            case 'T':
                return T(at);
            case 'V':
                return Plain('F', at, 'V');
            case 'W':
                return W(at);
            case 'X':
                return X(at);
            case 'Z':
                return Z(at);
            default:
                return 1;
        }
    }

    /// <summary>A letter with one sound, which a doubled letter does not repeat.</summary>
    private int Plain(char sound, int at, char doubled)
    {
        Add(sound);
        return Letter(at + 1) == doubled ? 2 : 1;
    }

    private void Add(char sound) => Add(sound, sound);

    private void Add(char primary, char alternate)
    {
        AddPrimary(primary);
        AddAlternate(alternate);
    }

    private void Add(string both) => Add(both, both);

    private void Add(string primary, string alternate)
    {
        foreach (var sound in primary)
        {
            AddPrimary(sound);
        }

        foreach (var sound in alternate)
        {
            AddAlternate(sound);
        }
    }

    private void AddPrimary(char sound)
    {
        if (_primaryLength < _primary.Length)
        {
            _primary[_primaryLength++] = sound;
        }
    }

    private void AddAlternate(char sound)
    {
        if (_alternateLength < _alternate.Length)
        {
            _alternate[_alternateLength++] = sound;
        }
    }

    /// <summary>The letter at a position, or NUL outside the word.</summary>
    private readonly char Letter(int at) => (uint)at < (uint)_word.Length ? _word[at] : '\0';

    private readonly bool Vowel(int at) => Letter(at) is 'A' or 'E' or 'I' or 'O' or 'U' or 'Y';

    private readonly bool Any(int at, params ReadOnlySpan<string> texts)
    {
        if ((uint)at >= (uint)_word.Length)
        {
            return false;
        }

        foreach (var text in texts)
        {
            if (_word[at..].StartsWith(text, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Names that keep Germanic sounds: "van der Berg", "von Bach", "Schmidt".</summary>
    private readonly bool Germanic => Any(0, "VAN ", "VON ", "SCH");
}
