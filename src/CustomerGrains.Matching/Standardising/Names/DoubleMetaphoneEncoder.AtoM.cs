namespace CustomerGrains.Matching.Standardising.Names;

internal ref partial struct DoubleMetaphoneEncoder
{
    private int C(int at)
    {
        // "Bacher", "Macher", and other German "ach".
        if (at > 1 && !Vowel(at - 2) && Any(at - 1, "ACH") && Letter(at + 2) != 'I'
            && (Letter(at + 2) != 'E' || Any(at - 2, "BACHER", "MACHER")))
        {
            Add('K');
            return 2;
        }

        if (at == 0 && Any(0, "CAESAR"))
        {
            Add('S');
            return 2;
        }

        if (Any(at, "CH"))
        {
            return Ch(at);
        }

        if (Any(at, "CZ") && !Any(at - 2, "WICZ"))
        {
            Add('S', 'X');
            return 2;
        }

        // "Focaccia".
        if (Any(at + 1, "CIA"))
        {
            Add('X');
            return 3;
        }

        if (Any(at, "CC") && !(at == 1 && Letter(0) == 'M'))
        {
            return DoubleC(at);
        }

        if (Any(at, "CK", "CG", "CQ"))
        {
            Add('K');
            return 2;
        }

        if (Any(at, "CI", "CE", "CY"))
        {
            Add('S', Any(at, "CIO", "CIE", "CIA") ? 'X' : 'S');
            return 2;
        }

        Add('K');
        // "Mac Caffrey", "Mac Gregor".
        if (Any(at + 1, " C", " Q", " G"))
        {
            return 3;
        }

        return Any(at + 1, "C", "K", "Q") && !Any(at + 1, "CE", "CI") ? 2 : 1;
    }

    private int Ch(int at)
    {
        if (Any(at, "CHIA"))
        {
            Add('K');
        }
        else if (at > 0 && Any(at, "CHAE"))
        {
            Add('K', 'X');
        }
        else if (IsGreekCh(at) || IsHardCh(at))
        {
            Add('K');
        }
        else if (at == 0)
        {
            Add('X');
        }
        else if (Any(0, "MC"))
        {
            Add('K');
        }
        else
        {
            Add('X', 'K');
        }

        return 2;
    }

    private readonly bool IsGreekCh(int at) =>
        at == 0 && Any(1, "HARAC", "HARIS", "HOR", "HYM", "HIA", "HEM") && !Any(0, "CHORE");

    private readonly bool IsHardCh(int at) =>
        Germanic
        || Any(at - 2, "ORCHES", "ARCHIT", "ORCHID")
        || Letter(at + 2) is 'T' or 'S'
        || ((at == 0 || Letter(at - 1) is 'A' or 'O' or 'U' or 'E')
            && (at + 2 > Last || Letter(at + 2) is 'L' or 'R' or 'N' or 'M' or 'B' or 'H' or 'F' or 'V' or 'W' or ' '));

    private int DoubleC(int at)
    {
        if (Letter(at + 2) is 'I' or 'E' or 'H' && !Any(at + 2, "HU"))
        {
            // "accident", "succeed" against "bacci", "bertucci".
            if ((at == 1 && Letter(0) == 'A') || Any(at - 1, "UCCEE", "UCCES"))
            {
                Add("KS");
            }
            else
            {
                Add('X');
            }

            return 3;
        }

        Add('K');
        return 2;
    }

    private int D(int at)
    {
        if (Any(at, "DG"))
        {
            if (Letter(at + 2) is 'I' or 'E' or 'Y')
            {
                Add('J');
                return 3;
            }

            Add("TK");
            return 2;
        }

        Add('T');
        return Any(at, "DT", "DD") ? 2 : 1;
    }

    private int G(int at)
    {
        if (Letter(at + 1) == 'H')
        {
            return Gh(at);
        }

        if (Letter(at + 1) == 'N')
        {
            if (at == 1 && Vowel(0) && !_slavoGermanic)
            {
                Add("KN", "N");
            }
            else if (!Any(at + 2, "EY") && !_slavoGermanic)
            {
                Add("N", "KN");
            }
            else
            {
                Add("KN");
            }

            return 2;
        }

        // "Tagliaro".
        if (Any(at + 1, "LI") && !_slavoGermanic)
        {
            Add("KL", "L");
            return 2;
        }

        // "Gerald", "Gyllenhaal": either sound at the start.
        if (at == 0 && (Letter(1) == 'Y' || Any(1, "ES", "EP", "EB", "EL", "EY", "IB", "IL", "IN", "IE", "EI", "ER")))
        {
            Add('K', 'J');
            return 2;
        }

        if ((Any(at + 1, "ER") || Letter(at + 1) == 'Y') && !Any(0, "DANGER", "RANGER", "MANGER")
            && Letter(at - 1) is not ('E' or 'I') && !Any(at - 1, "RGY", "OGY"))
        {
            Add('K', 'J');
            return 2;
        }

        if (Letter(at + 1) is 'E' or 'I' or 'Y' || Any(at - 1, "AGGI", "OGGI"))
        {
            if (Germanic || Any(at + 1, "ET"))
            {
                Add('K');
            }
            else
            {
                Add('J', Any(at + 1, "IER") ? 'J' : 'K');
            }

            return 2;
        }

        return Plain('K', at, 'G');
    }

    private int Gh(int at)
    {
        if (at > 0 && !Vowel(at - 1))
        {
            Add('K');
        }
        else if (at == 0)
        {
            Add(Letter(2) == 'I' ? 'J' : 'K');
        }
        else if ((at > 1 && Letter(at - 2) is 'B' or 'H' or 'D') || (at > 2 && Letter(at - 3) is 'B' or 'H' or 'D')
            || (at > 3 && Letter(at - 4) is 'B' or 'H'))
        {
            // "Hugh", "bough", "Broughton": silent.
            return 2;
        }
        else if (at > 2 && Letter(at - 1) == 'U' && Letter(at - 3) is 'C' or 'G' or 'L' or 'R' or 'T')
        {
            // "laugh", "McLaughlin", "cough", "rough".
            Add('F');
        }
        else if (Letter(at - 1) != 'I')
        {
            Add('K');
        }

        return 2;
    }

    private int H(int at)
    {
        if ((at == 0 || Vowel(at - 1)) && Vowel(at + 1))
        {
            Add('H');
            return 2;
        }

        return 1;
    }

    private int J(int at)
    {
        if (Any(at, "JOSE") || Any(0, "SAN "))
        {
            var spanish = (at == 0 && Letter(4) == ' ') || _word.Length == 4 || Any(0, "SAN ");
            Add(spanish ? 'H' : 'J', 'H');
            return 1;
        }

        if (at == 0)
        {
            Add('J', 'A');
        }
        else if (Vowel(at - 1) && !_slavoGermanic && Letter(at + 1) is 'A' or 'O')
        {
            Add('J', 'H');
        }
        else if (at == Last)
        {
            AddPrimary('J');
        }
        else if (Letter(at + 1) is not ('L' or 'T' or 'K' or 'S' or 'N' or 'M' or 'B' or 'Z') && Letter(at - 1) is not ('S' or 'K' or 'L'))
        {
            Add('J');
        }

        return Letter(at + 1) == 'J' ? 2 : 1;
    }

    private int L(int at)
    {
        if (Letter(at + 1) != 'L')
        {
            Add('L');
            return 1;
        }

        var spanish = (at == _word.Length - 3 && Any(at - 1, "ILLO", "ILLA", "ALLE"))
            || ((Any(Last - 1, "AS", "OS") || Letter(Last) is 'A' or 'O') && Any(at - 1, "ALLE"));
        AddPrimary('L');
        if (!spanish)
        {
            AddAlternate('L');
        }

        return 2;
    }

    private int M(int at)
    {
        Add('M');
        var silentB = Any(at - 1, "UMB") && (at + 1 == Last || Any(at + 2, "ER"));
        return silentB || Letter(at + 1) == 'M' ? 2 : 1;
    }
}
