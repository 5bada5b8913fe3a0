namespace CustomerGrains.Matching.Standardising.Names;

internal ref partial struct DoubleMetaphoneEncoder
{
    private int P(int at)
    {
        if (Letter(at + 1) == 'H')
        {
            Add('F');
            return 2;
        }

        Add('P');
        return Letter(at + 1) is 'P' or 'B' ? 2 : 1;
    }

    private int R(int at)
    {
        // "Rogier": the French ending is silent.
        if (at != Last || _slavoGermanic || !Any(at - 2, "IE") || Any(at - 4, "ME", "MA"))
        {
            AddPrimary('R');
        }

        AddAlternate('R');
        return Letter(at + 1) == 'R' ? 2 : 1;
    }

    private int S(int at)
    {
        // "island", "Carlisle".
        if (Any(at - 1, "ISL", "YSL"))
        {
            return 1;
        }

        if (at == 0 && Any(0, "SUGAR"))
        {
            Add('X', 'S');
            return 1;
        }

        if (Any(at, "SH"))
        {
            Add(Any(at + 1, "HEIM", "HOEK", "HOLM", "HOLZ") ? 'S' : 'X');
            return 2;
        }

        if (Any(at, "SIO", "SIA"))
        {
            Add('S', _slavoGermanic ? 'S' : 'X');
            return 3;
        }

        // "Smith" meets "Schmidt", "Snider" meets "Schneider"; and Slavic "sz".
        if ((at == 0 && Letter(1) is 'M' or 'N' or 'L' or 'W') || Letter(at + 1) == 'Z')
        {
            Add('S', 'X');
            return Letter(at + 1) == 'Z' ? 2 : 1;
        }

        if (Any(at, "SC"))
        {
            return Sc(at);
        }

        // "Resnais": the French ending is silent.
        if (at != Last || !Any(at - 2, "AI", "OI"))
        {
            AddPrimary('S');
        }

        AddAlternate('S');
        return Letter(at + 1) is 'S' or 'Z' ? 2 : 1;
    }

    private int Sc(int at)
    {
        if (Letter(at + 2) == 'H')
        {
            if (Any(at + 3, "ER", "EN"))
            {
                // "Schermerhorn", "Schenker".
                Add("X", "SK");
            }
            else if (Any(at + 3, "OO", "UY", "ED", "EM"))
            {
                // "school", "schooner", Dutch names.
                Add("SK");
            }
            else if (at == 0 && !Vowel(3) && Letter(3) != 'W')
            {
                Add('X', 'S');
            }
            else
            {
                Add('X');
            }
        }
        else if (Letter(at + 2) is 'I' or 'E' or 'Y')
        {
            Add('S');
        }
        else
        {
            Add("SK");
        }

        return 3;
    }

    private int T(int at)
    {
        if (Any(at, "TION", "TIA", "TCH"))
        {
            Add('X');
            return 3;
        }

        if (Any(at, "TH", "TTH"))
        {
            // "Thomas", "Thames", Germanic names.
            if (Any(at + 2, "OM", "AM") || Germanic)
            {
                Add('T');
            }
            else
            {
                Add('0', 'T');
            }

            return 2;
        }

        Add('T');
        return Letter(at + 1) is 'T' or 'D' ? 2 : 1;
    }

    private int W(int at)
    {
        if (Any(at, "WR"))
        {
            Add('R');
            return 2;
        }

        if (at == 0 && Vowel(1))
        {
            // "Wasserman" may be said "Vasserman".
            Add('A', 'F');
            return 1;
        }

        if (at == 0 && Any(0, "WH"))
        {
            Add('A');
            return 1;
        }

        // "Arnow" meets "Arnoff".
        if ((at == Last && Vowel(at - 1)) || Any(at - 1, "EWSKI", "EWSKY", "OWSKI", "OWSKY") || Any(0, "SCH"))
        {
            AddAlternate('F');
            return 1;
        }

        // "Filipowicz".
        if (Any(at, "WICZ", "WITZ"))
        {
            Add("TS", "FX");
            return 4;
        }

        return 1;
    }

    private int X(int at)
    {
        // "Breaux": the French ending is silent.
        if (at != Last || !(Any(at - 3, "IAU", "EAU") || Any(at - 2, "AU", "OU")))
        {
            Add("KS");
        }

        return Letter(at + 1) is 'C' or 'X' ? 2 : 1;
    }

    private int Z(int at)
    {
        // Chinese "Zhao".
        if (Letter(at + 1) == 'H')
        {
            Add('J');
            return 2;
        }

        if (Any(at + 1, "ZO", "ZI", "ZA") || (_slavoGermanic && at > 0 && Letter(at - 1) != 'T'))
        {
            Add("S", "TS");
        }
        else
        {
            Add('S');
        }

        return Letter(at + 1) == 'Z' ? 2 : 1;
    }
}
