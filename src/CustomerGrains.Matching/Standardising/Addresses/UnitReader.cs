namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>Takes post boxes, units and floors out of the words of an address.</summary>
internal static class UnitReader
{
    /// <summary>Digits of the largest floor; "FL 33101" is Florida.</summary>
    private const int FloorDigitsMax = 3;

    /// <summary>"po box 12", "p o box 12", "gpo box 12", "locked bag 5", "postfach 12".</summary>
    /// <returns>Position in the words where the box stood, or -1.</returns>
    public static int TakePostBox(List<string> words, AddressDraft draft)
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var isBox = words[i] switch
            {
                "pobox" or "gpobox" or "postfach" => true,
                "box" => i > 0 && words[i - 1] is "po" or "gpo" or "office" or "o",
                "bag" => i > 0 && words[i - 1] is "locked" or "private",
                _ => false,
            };
            if (!isBox || !AddressTokens.HasDigit(words[i + 1]))
            {
                continue;
            }

            var start = i;
            while (start > 0 && words[start - 1] is "po" or "gpo" or "p" or "o" or "post" or "office" or "locked" or "private")
            {
                start--;
            }

            draft.PostBox = words[i + 1];
            words.RemoveRange(start, i + 2 - start);
            return start;
        }

        return -1;
    }

    /// <summary>Takes "flat 2", "apt 0205", "unit b", "#5", "6th floor" and "level 3" out of the words.</summary>
    public static void TakeUnits(List<string> words, AddressDraft draft)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var length = UnitLength(words, i, out var start, out var value);
            if (length == 0)
            {
                continue;
            }

            if (value is not null)
            {
                draft.AddUnit(UnitNumber(value));
            }

            words.RemoveRange(start, length);
            i = start - 1;
        }
    }

    /// <summary>The value of a unit without leading zeros.</summary>
    public static string UnitNumber(string word)
    {
        var trimmed = word.TrimStart('0');
        return trimmed.Length == 0 ? "0" : trimmed;
    }

    /// <summary>"1st", "42nd".</summary>
    public static bool IsOrdinal(string word) =>
        word.Length > 2 && char.IsAsciiDigit(word[^3]) && word.EndsWith("st", StringComparison.Ordinal) | word.EndsWith("nd", StringComparison.Ordinal)
        | word.EndsWith("rd", StringComparison.Ordinal) | word.EndsWith("th", StringComparison.Ordinal);

    private static int UnitLength(List<string> words, int at, out int start, out string? value)
    {
        start = at;
        value = null;
        var next = at + 1 < words.Count ? words[at + 1] : null;
        if (words[at] == "#")
        {
            value = next;
            return next is null ? 1 : 2;
        }

        if (StreetWords.IsUnit(words[at]) && next is not null)
        {
            if (next is "#" or "no" or "nr" or "number" && at + 2 < words.Count && AddressTokens.HasDigit(words[at + 2]))
            {
                value = words[at + 2];
                return 3;
            }

            if (AddressTokens.HasDigit(next) || next.Length == 1)
            {
                value = next;
                return 2;
            }
        }

        if (!StreetWords.IsFloor(words[at]))
        {
            return 0;
        }

        if (at > 0 && IsOrdinal(words[at - 1]))
        {
            start = at - 1;
            value = words[at - 1][..^2];
            return 2;
        }

        if (at > 0 && words[at - 1] is "ground" or "first" or "second" or "third" or "top" or "lower" or "upper" or "basement")
        {
            start = at - 1;
            value = words[at - 1];
            return 2;
        }

        if (next is not null && next.Length <= FloorDigitsMax && AddressTokens.HasDigit(next))
        {
            value = next;
            return 2;
        }

        return 0;
    }
}
