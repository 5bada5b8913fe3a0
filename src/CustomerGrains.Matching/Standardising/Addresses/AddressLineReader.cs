using System.Collections.Immutable;

namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>Reads an address from its lines, or from one line that holds all of it.</summary>
internal static partial class AddressLineReader
{
    public static void Read(ImmutableArray<string> lines, string region, AddressDraft draft)
    {
        var segments = new List<List<string>>();
        foreach (var line in lines)
        {
            AddressTokens.Split(line, segments);
        }

        if (segments.Count == 0)
        {
            return;
        }

        TakeCountry(segments, draft);
        TakePostcode(segments, draft.Country ?? region, draft);
        TakeState(segments, draft.Country ?? region, draft);
        foreach (var segment in segments)
        {
            if (StreetReader.TakePostBox(segment, draft))
            {
                break;
            }
        }

        segments.RemoveAll(segment => segment.Count == 0);
        TakeStreet(segments, draft);
        segments.RemoveAll(segment => segment.Count == 0);
        if (segments.Count > 0 && draft.City is null)
        {
            draft.City = string.Join(' ', segments[^1]);
            segments.RemoveAt(segments.Count - 1);
        }

        foreach (var segment in segments)
        {
            draft.AddBuilding(string.Join(' ', segment));
        }
    }

    private static void TakeCountry(List<List<string>> segments, AddressDraft draft)
    {
        if (segments.Count < 2 || Countries.CodeOf(string.Join(' ', segments[^1])) is not { } code || segments[^1] is [{ Length: 2 }])
        {
            return;
        }

        draft.Country ??= code;
        segments.RemoveAt(segments.Count - 1);
    }

    private static void TakePostcode(List<List<string>> segments, string country, AddressDraft draft)
    {
        for (var s = segments.Count - 1; s >= 0; s--)
        {
            var words = segments[s];
            for (var i = words.Count - 1; i >= 0; i--)
            {
                if (i > 0 && Postcodes.IsUkInward(words[i]) && Postcodes.IsUkOutward(words[i - 1]))
                {
                    draft.Postcode = words[i - 1] + words[i];
                    words.RemoveRange(i - 1, 2);
                    return;
                }

                var digits = Postcodes.DigitCount(country);
                var code = country == "US" && words[i].Length == 10 && words[i][5] == '-' ? words[i][..5] : words[i];
                var plain = digits > 0 && code.Length == digits && !code.AsSpan().ContainsAnyExceptInRange('0', '9') && (s > 0 || i > 0);
                if (plain || Postcodes.IsUk(words[i]))
                {
                    draft.Postcode = code;
                    words.RemoveAt(i);
                    return;
                }
            }
        }
    }

    private static void TakeState(List<List<string>> segments, string country, AddressDraft draft)
    {
        if (country is not ("US" or "AU"))
        {
            return;
        }

        for (var s = segments.Count - 1; s >= Math.Max(0, segments.Count - 2); s--)
        {
            var words = segments[s];
            for (var count = Math.Min(3, words.Count); count > 0; count--)
            {
                if (States.CodeOf(string.Join(' ', words[^count..]), country) is { } state && (s > 0 || words.Count > count))
                {
                    draft.State = state;
                    words.RemoveRange(words.Count - count, count);
                    return;
                }
            }
        }
    }

    private static void TakeStreet(List<List<string>> segments, AddressDraft draft)
    {
        var at = segments.FindIndex(segment => char.IsAsciiDigit(segment[0][0]) && segment.Count > 1);
        at = at >= 0 ? at : segments.FindIndex(segment => segment.Exists(word => StreetWords.TypeOf(word) is not null) || AddressTokens.HasDigit(segment[^1]));
        if (at < 0)
        {
            return;
        }

        for (var s = 0; s < segments.Count; s++)
        {
            if (s != at)
            {
                StreetReader.TakeUnit(segments[s], draft);
            }
        }

        var words = segments[at];
        var end = words.FindLastIndex(word => StreetWords.TypeOf(word) is not null);
        if (at == segments.Count - 1 && end > 0 && end < words.Count - 1 && !AddressTokens.HasDigit(words[end + 1]) && StreetWords.DirectionOf(words[end + 1]) is null)
        {
            draft.City ??= string.Join(' ', words[(end + 1)..]);
            words = words[..(end + 1)];
        }

        StreetReader.Read(words, draft, givenNumber: false);
        segments[at].Clear();
    }
}
