namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>Reads house number, street name and what stands with them from the words of a street.</summary>
internal static class StreetReader
{
    /// <summary>Reads a street with what may stand in it: post box, unit, number.</summary>
    public static void Read(List<string> words, AddressDraft draft, bool numberGiven)
    {
        if (words.Count == 0)
        {
            return;
        }

        UnitReader.TakePostBox(words, draft);
        UnitReader.TakeUnits(words, draft);
        if (!numberGiven)
        {
            TakeNumber(words, draft);
        }

        if (words.Count > 0)
        {
            ReadName(words, draft);
        }
    }

    /// <summary>A number as written: "3/45" is unit 3 of number 45, leading zeros and "no" say nothing.</summary>
    public static void ReadNumber(string number, AddressDraft draft)
    {
        if (number.StartsWith("no", StringComparison.Ordinal))
        {
            number = number[2..];
        }

        var slash = number.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0)
        {
            draft.AddUnit(number[..slash]);
            number = number[(slash + 1)..];
        }

        number = number.TrimStart('0');
        draft.HouseNumber = number.Length == 0 ? draft.HouseNumber : number;
    }

    /// <summary>A unit as a part of its own: "apt 0205", "Flat 2", "2"; other words are a building.</summary>
    public static void ReadUnit(List<string> words, AddressDraft draft)
    {
        UnitReader.TakeUnits(words, draft);
        if (words.Count == 1 && (AddressTokens.HasDigit(words[0]) || words[0].Length <= 2))
        {
            draft.AddUnit(UnitReader.UnitNumber(words[0]));
        }
        else
        {
            draft.AddBuilding(words);
        }
    }

    /// <summary>Whether a word can be a house number: it starts with a digit and is no ordinal that names a street ("42nd Street").</summary>
    public static bool IsNumber(List<string> words, int at) =>
        char.IsAsciiDigit(words[at][0]) && !(UnitReader.IsOrdinal(words[at]) && at + 1 < words.Count && StreetWords.TypeOf(words[at + 1]) is not null);

    private static void TakeNumber(List<string> words, AddressDraft draft)
    {
        if (words.Count > 1 && words[0] is "no" or "number" or "nr" && char.IsAsciiDigit(words[1][0]))
        {
            words.RemoveAt(0);
        }

        if (words.Count == 0)
        {
            return;
        }

        var last = words.Count - 1;
        if (IsNumber(words, 0))
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
        else if (last > 0 && char.IsAsciiDigit(words[last][0]) && !UnitReader.IsOrdinal(words[last]))
        {
            // "Hauptstrasse 12".
            ReadNumber(words[last], draft);
            words.RemoveAt(last);
        }
        else if (last > 1 && words[last].Length == 1 && char.IsAsciiDigit(words[last - 1][0]))
        {
            // "Hauptstrasse 12 a".
            ReadNumber(words[last - 1] + words[last], draft);
            words.RemoveRange(last - 1, 2);
        }
    }

    private static void ReadName(List<string> words, AddressDraft draft)
    {
        var full = new List<string>(words.Count);
        var core = new List<string>(words.Count);
        // The first word is the name even if it looks like a type: "Grove Road", "St James Street".
        var typeAt = words.FindLastIndex(word => StreetWords.TypeOf(word) is not null);
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (i == typeAt && i > 0)
            {
                full.Add(word == "str" && draft.IsGerman ? "strasse" : StreetWords.TypeOf(word)!);
            }
            else if (StreetWords.DirectionOf(word) is { } direction && IsDirectionPlace(i, words.Count, typeAt))
            {
                full.Add(direction);
            }
            else
            {
                var (whole, name) = Compound(word, draft.IsGerman);
                full.Add(whole);
                core.Add(name);
            }
        }

        draft.Street = string.Join(' ', full);
        draft.StreetCore = core is [] or ["the"] ? draft.Street : string.Join(' ', core);
    }

    /// <summary>A direction stands first before a name ("N Main St"), or after the type ("Main St NW").</summary>
    private static bool IsDirectionPlace(int at, int count, int typeAt) =>
        count > 1 && ((at == 0 && typeAt != 1) || (typeAt > 0 && at == typeAt + 1) || (at == count - 1 && typeAt < 0));

    /// <summary>"hauptstr" and "hauptstrasse" are "hauptstrasse", with "haupt" as what is compared.</summary>
    private static (string Whole, string Name) Compound(string word, bool german)
    {
        if (german && word.Length > 5 && word.EndsWith("str", StringComparison.Ordinal))
        {
            return (word + "asse", word[..^3]);
        }

        return word.Length > 9 && word.EndsWith("strasse", StringComparison.Ordinal) ? (word, word[..^7]) : (word, word);
    }
}
