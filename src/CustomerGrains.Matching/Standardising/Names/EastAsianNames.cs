namespace CustomerGrains.Matching.Standardising.Names;

/// <summary>Names in Han or Hangul script, which put the surname first and need no spaces.</summary>
internal static class EastAsianNames
{
    private static readonly string[] TwoSignSurnames =
        ["欧阳", "歐陽", "司马", "司馬", "上官", "诸葛", "諸葛", "夏侯", "皇甫", "东方", "東方", "公孙", "公孫", "慕容", "司徒", "尉迟", "南宫", "남궁", "황보", "제갈", "선우", "독고", "사공"];

    /// <summary>Splits a name written in these scripts only; false for any other.</summary>
    public static bool TrySplit(ReadOnlySpan<char> name, out string surname, out string given)
    {
        surname = given = "";
        Span<char> signs = stackalloc char[8];
        var count = 0;
        var parting = -1;
        foreach (var c in name)
        {
            if (c is >= '一' and <= '鿿' or >= '가' and <= '힣')
            {
                if (count == signs.Length)
                {
                    return false;
                }

                signs[count++] = c;
            }
            else if ((char.IsWhiteSpace(c) || c is '·' or '・') && parting < 0)
            {
                parting = count;
            }
            else
            {
                return false;
            }
        }

        if (count < 2 || parting >= count)
        {
            return false;
        }

        var split = parting > 0 ? parting : SurnameLength(signs[..count]);
        surname = signs[..split].ToString();
        given = signs[split..count].ToString();
        return true;
    }

    private static int SurnameLength(ReadOnlySpan<char> signs)
    {
        foreach (var surname in TwoSignSurnames)
        {
            if (signs.Length > 2 && signs.StartsWith(surname, StringComparison.Ordinal))
            {
                return 2;
            }
        }

        // Four Han signs and more are usually Japanese: two of them the surname.
        return signs.Length >= 4 && signs[0] < '가' ? 2 : 1;
    }
}
