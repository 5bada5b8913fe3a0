namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>Reads house number, street and unit from the words of a street.</summary>
internal static class StreetReader
{
    /// <summary>Reads a street with what may stand in it: unit, number, post box.</summary>
    public static void Read(List<string> words, AddressDraft draft, bool givenNumber)
    {
        words = [.. words];
        TakePostBox(words, draft);
        TakeUnit(words, draft);
        if (words.Count == 0)
        {
            return;
        }

        if (!givenNumber)
        {
            TakeNumber(words, draft);
        }

        if (words.Count > 0)
        {
            ReadName(words, draft);
        }
    }

    /// <summary>"3/45" is unit 3 of number 45; a leading "no" is no part of the number.</summary>
    public static void ReadNumber(string number, AddressDraft draft)
    {
        if (number.StartsWith("no", StringComparison.Ordinal) && number.Length > 2)
        {
            number = number[2..];
        }

        var slash = number.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && slash + 1 < number.Length)
        {
            draft.Unit ??= number[..slash];
            number = number[(slash + 1)..];
        }

        number = number.TrimStart('0');
        draft.HouseNumber = number.Length == 0 ? draft.HouseNumber : number;
    }

    /// <summary>A unit as a part of its own: "apt 0205", "Flat 2", "2".</summary>
    public static void ReadUnit(List<string> words, AddressDraft draft)
    {
        if (words.Count == 0)
        {
            return;
        }

        words = [.. words];
        TakeUnit(words, draft);
        if (words.Count == 0)
        {
            return;
        }

        if (words.Count == 1 && (AddressTokens.HasDigit(words[0]) || words[0].Length <= 2))
        {
            draft.Unit = UnitNumber(words[0]);
        }
        else
        {
            draft.AddBuilding(string.Join(' ', words));
        }
    }

    /// <summary>"po box 12", "p o box 12", "gpo box 12", "postfach 12".</summary>
    public static bool TakePostBox(List<string> words, AddressDraft draft)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var box = words[i] switch
            {
                "pobox" or "postfach" or "gpobox" => i + 1,
                "box" when i > 0 && words[i - 1] is "po" or "gpo" or "office" or "o" or "mailbox" => i + 1,
                "bag" when i > 0 && words[i - 1] is "locked" or "private" => i + 1,
                _ => -1,
            };
            if (box < 0 || box >= words.Count || !AddressTokens.HasDigit(words[box]))
            {
                continue;
            }

            var start = i;
            while (start > 0 && words[start - 1] is "po" or "gpo" or "p" or "o" or "post" or "office" or "locked" or "private")
            {
                start--;
            }

            draft.PostBox = words[box];
            words.RemoveRange(start, box - start + 1);
            return true;
        }

        return false;
    }

    /// <summary>Takes unit and floor words with their numbers out of the words.</summary>
    public static void TakeUnit(List<string> words, AddressDraft draft)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var hasNext = i + 1 < words.Count;
            if (words[i] == "#" || (StreetWords.UnitOf(words[i]) is not null && hasNext && IsUnitNumber(words[i + 1])))
            {
                var at = words[i] == "#" || words[i + 1] != "#" ? i + 1 : i + 2;
                if (at < words.Count)
                {
                    draft.Unit = Combine(draft.Unit, UnitNumber(words[at]));
                }

                words.RemoveRange(i, Math.Min(at, words.Count - 1) - i + 1);
                i--;
            }
            else if (StreetWords.LevelOf(words[i]) is not null && i > 0 && IsOrdinal(words[i - 1]))
            {
                draft.Unit = Combine(draft.Unit, UnitNumber(words[i - 1].TrimEnd("stndrh".ToCharArray())));
                words.RemoveRange(i - 1, 2);
                i -= 2;
            }
            else if (StreetWords.LevelOf(words[i]) is not null && hasNext && AddressTokens.HasDigit(words[i + 1]))
            {
                draft.Unit = Combine(draft.Unit, UnitNumber(words[i + 1]));
                words.RemoveRange(i, 2);
                i--;
            }
        }
    }

    private static string Combine(string? unit, string more) => unit is null || unit == more ? more : unit + " " + more;

    private static bool IsUnitNumber(string word) => word == "#" || AddressTokens.HasDigit(word) || word.Length == 1;

    private static bool IsOrdinal(string word) => char.IsAsciiDigit(word[0]) && char.IsAsciiLetter(word[^1]);

    private static string UnitNumber(string word)
    {
        var trimmed = word.TrimStart('0');
        return trimmed.Length == 0 ? "0" : trimmed;
    }

    /// <summary>The number stands before the street, in German behind it.</summary>
    private static void TakeNumber(List<string> words, AddressDraft draft)
    {
        if (words[0] is "no" or "number" or "nr" && words.Count > 1 && char.IsAsciiDigit(words[1][0]))
        {
            words.RemoveAt(0);
        }

        if (char.IsAsciiDigit(words[0][0]) && !(IsOrdinal(words[0]) && words[0].EndsWith("st", StringComparison.Ordinal) is var _ && IsOrdinalStreet(words)))
        {
            var number = words[0];
            words.RemoveAt(0);
            // "12 a Main Street".
            if (words.Count > 2 && words[0].Length == 1 && StreetWords.DirectionOf(words[0]) is null)
            {
                number += words[0];
                words.RemoveAt(0);
            }

            ReadNumber(number, draft);
        }
        else if (words.Count > 1 && char.IsAsciiDigit(words[^1][0]))
        {
            ReadNumber(words[^1], draft);
            words.RemoveAt(words.Count - 1);
        }
        else if (words.Count > 2 && words[^1].Length == 1 && char.IsAsciiDigit(words[^2][0]))
        {
            ReadNumber(words[^2] + words[^1], draft);
            words.RemoveRange(words.Count - 2, 2);
        }
    }

    /// <summary>"42nd Street": the ordinal is the street's name, not a house number.</summary>
    private static bool IsOrdinalStreet(List<string> words) =>
        words.Count > 1 && (StreetWords.TypeOf(words[1]) is not null || StreetWords.DirectionOf(words[1]) is not null) && words[0][^2..] is "st" or "nd" or "rd" or "th";

    private static void ReadName(List<string> words, AddressDraft draft)
    {
        var full = new List<string>(words.Count);
        var core = new List<string>(words.Count);
        var typeAt = words.FindLastIndex(word => StreetWords.TypeOf(word) is not null);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var isEdge = i == 0 || i == words.Count - 1 || i == typeAt + 1;
            if (i == typeAt && i > 0)
            {
                full.Add(StreetWords.TypeOf(word)!);
            }
            else if (words.Count > 1 && isEdge && StreetWords.DirectionOf(word) is { } direction && !(i == 0 && typeAt == 1))
            {
                full.Add(direction);
            }
            else
            {
                word = German(word);
                full.Add(word);
                core.Add(word.Length > 8 && word.EndsWith("strasse", StringComparison.Ordinal) ? word[..^7] : word);
            }
        }

        draft.Street = string.Join(' ', full);
        draft.StreetCore = core.Count == 0 ? draft.Street : string.Join(' ', core);
    }

    /// <summary>"hauptstr" in full.</summary>
    private static string German(string word) =>
        word.Length > 5 && word.EndsWith("str", StringComparison.Ordinal) ? word + "asse" : word;
}
