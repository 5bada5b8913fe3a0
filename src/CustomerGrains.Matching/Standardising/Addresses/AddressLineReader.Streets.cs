namespace CustomerGrains.Matching.Standardising.Addresses;

internal static partial class AddressLineReader
{
    private const int CompoundNameMin = 3;

    private static readonly string[] CompoundSuffixes = ["strasse", "str", "weg", "platz", "allee", "gasse", "damm", "ufer", "straat", "laan"];

    /// <summary>Position of the segment that looks most like a street, or -1. Of equals the first.</summary>
    private static int FindStreet(List<List<string>> segments, AddressDraft draft, bool numberGiven, bool mustLookLikeOne)
    {
        var best = -1;
        var bestLikeness = 0;
        for (var s = 0; s < segments.Count; s++)
        {
            var likeness = mustLookLikeOne && !StreetWords.IsPlainType(segments[s][^1]) ? 0 : StreetLikeness(segments[s]);
            if (likeness > bestLikeness)
            {
                (best, bestLikeness) = (s, likeness);
            }
        }

        if (best >= 0 || mustLookLikeOne)
        {
            return best;
        }

        // Nothing looks like a street ("The Rushes, Loughborough"): the first of several segments is, unless it names a building.
        var isStreet = segments.Count > (draft.City is null ? 1 : 0) && draft.PostBox is null && (numberGiven || !segments[0].Exists(StreetWords.IsBuilding));
        return isStreet ? 0 : -1;
    }

    /// <summary>4: a number and a street type after it; 3: a number before other words, or a German street with its number; 2: a type at the end; 1: a type inside.</summary>
    private static int StreetLikeness(List<string> words)
    {
        var number = FindNumber(words);
        if (number >= 0 && FindType(words, number + 2) >= 0)
        {
            return 4;
        }

        if (number == 0 && words.Count > 1)
        {
            return 3;
        }

        if (number > 0 && number >= words.Count - 2)
        {
            return 3;
        }

        if (IsCompoundStreet(words[^1]))
        {
            return 2;
        }

        var type = FindType(words, 1);
        return type < 0 ? 0 : type == words.Count - 1 ? 2 : 1;
    }

    private static int FindNumber(List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (StreetReader.IsNumber(words, i))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>First street type at or after a position. "St" before another word is a saint unless a number stands before the name.</summary>
    private static int FindType(List<string> words, int from)
    {
        for (var i = Math.Max(from, 1); i < words.Count; i++)
        {
            if (StreetWords.TypeOf(words[i]) is not null)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>"lindenweg", "triftstr": a name and a German or Dutch street type in one word.</summary>
    private static bool IsCompoundStreet(string word)
    {
        foreach (var suffix in CompoundSuffixes)
        {
            if (word.Length >= suffix.Length + CompoundNameMin && word.EndsWith(suffix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Parts the segment of the street into building, street and city, and reads the street.</summary>
    private static void ReadStreetSegment(List<List<string>> segments, int at, AddressDraft draft, bool numberGiven)
    {
        var words = segments[at];
        var start = StreetStart(words);
        var end = StreetEnd(words, start, isLast: at == segments.Count - 1, draft);
        draft.AddBuilding(words[..start]);
        StreetReader.Read(words[start..end], draft, numberGiven);
        segments[at] = words[end..];
    }

    /// <summary>Where the street begins: at its number, after the last building word, or at a German street's compound.</summary>
    private static int StreetStart(List<string> words)
    {
        var number = FindNumber(words);
        if (number > 0 && FindType(words, number + 2) >= 0)
        {
            return number;
        }

        var compound = words.FindIndex(IsCompoundStreet);
        if (compound > 0 && number == compound + 1)
        {
            return compound;
        }

        if (number >= 0)
        {
            return 0;
        }

        // "Admiral Retail Park Lottbridge Drove": no number, but a building's word before the street's own.
        var type = words.FindLastIndex(word => StreetWords.TypeOf(word) is not null);
        var building = type < 2 ? -1 : words.FindLastIndex(type - 2, type - 1, word => StreetWords.IsBuilding(word) || word == "park");
        return building < 0 ? 0 : building + 1;
    }

    /// <summary>Where the street ends and the city begins in one segment ("100 Leonard St Shoreditch").</summary>
    private static int StreetEnd(List<string> words, int start, bool isLast, AddressDraft draft)
    {
        var number = start < words.Count && StreetReader.IsNumber(words, start) ? 1 : 0;
        var type = FindType(words, start + number + 1);
        if (type < 0)
        {
            // "Triftstrasse 67 Berlin".
            var last = words.FindIndex(start, word => AddressTokens.HasDigit(word));
            return last > start && draft.IsGerman ? last + 1 : words.Count;
        }

        while (type + 1 < words.Count && StreetWords.TypeOf(words[type + 1]) is not null && words[type + 1] is not ("st" or "mount" or "mt" or "glen" or "hill"))
        {
            type++;
        }

        var end = type + 1;
        if (end < words.Count && (words[end].Length <= 2 || end == words.Count - 1) && StreetWords.DirectionOf(words[end]) is not null)
        {
            end++;
        }

        // "Hauptstrasse 5": the number after the street belongs to it.
        while (end < words.Count && AddressTokens.HasDigit(words[end]))
        {
            end++;
        }

        return isLast || end == words.Count || StreetWords.TypeOf(words[^1]) is null ? end : words.Count;
    }

    /// <summary>Gives what is left a place: after the street the last is the city, the rest are buildings and districts.</summary>
    private static void ReadPlaces(List<List<string>> segments, int street, AddressDraft draft)
    {
        var city = segments.FindLastIndex(segment => segment.Count > 0 && segment[^1] is not "county");
        if (draft.City is null && city >= Math.Max(0, street) && city >= 0)
        {
            draft.City = string.Join(' ', segments[city]);
            segments[city] = [];
        }

        foreach (var segment in segments)
        {
            draft.AddBuilding(segment);
        }
    }
}
