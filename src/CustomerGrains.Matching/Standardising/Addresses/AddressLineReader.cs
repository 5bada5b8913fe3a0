using System.Collections.Immutable;
using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>Reads an address from its lines, or from one line that holds all of it. Fills in only what the draft leaves open.</summary>
/// <remarks>From the outside in: country, postcode, state and county from the end, then units and post boxes wherever they stand, then the
/// segment that looks most like a street; what follows it is the city, what stands before or between is a building or district.</remarks>
internal static partial class AddressLineReader
{
    /// <summary>India, Singapore, China, Russia: six digits at the end are a postcode anywhere, for house numbers are shorter.</summary>
    private const int LongPostcodeDigits = 6;

    public static void Read(ImmutableArray<string> lines, AddressDraft draft, bool numberGiven, StreetPart street = StreetPart.None)
    {
        var segments = new List<List<string>>();
        foreach (var line in lines)
        {
            AddressTokens.Split(line, segments);
        }

        segments.RemoveAll(segment => Placeholders.Contains(string.Join(' ', segment)));
        TakeCountry(segments, draft);
        TakePostcode(segments, draft);
        TakeCountry(segments, draft);
        TakePostBox(segments, draft);
        foreach (var segment in segments)
        {
            UnitReader.TakeUnits(segment, draft);
        }

        DropEmpty(segments);
        TakeState(segments, draft);
        DropKnownCity(segments, draft);
        JoinLoneNumbers(segments);
        var at = street == StreetPart.Street ? -1 : FindStreet(segments, draft, numberGiven, mustLookLikeOne: street == StreetPart.Name);
        if (at >= 0)
        {
            ReadStreetSegment(segments, at, draft, numberGiven);
        }

        ReadPlaces(segments, at, draft);
    }

    private static void DropEmpty(List<List<string>> segments) => segments.RemoveAll(segment => segment.Count == 0);

    /// <summary>A country is a segment of its own or the last words of the last one.</summary>
    private static void TakeCountry(List<List<string>> segments, AddressDraft draft)
    {
        DropEmpty(segments);
        if (segments.Count == 0)
        {
            return;
        }

        var words = segments[^1];
        for (var count = Math.Min(5, words.Count); count > 0; count--)
        {
            var isSegment = count == words.Count && segments.Count > 1;
            var name = string.Join(' ', words[^count..]);
            if ((!isSegment && (count == words.Count || (name.Length <= 3 && name is not ("usa" or "uk")))) || Countries.CodeOf(name) is not { } code
                || (draft.Country is not null && draft.Country != code) || IsState(words, count, draft))
            {
                continue;
            }

            draft.Country ??= code;
            words.RemoveRange(words.Count - count, count);
            DropEmpty(segments);
            return;
        }
    }

    /// <summary>"New Jersey", "New South Wales", and in the United States "Georgia" and "CA", are states before they are countries.</summary>
    private static bool IsState(List<string> words, int count, AddressDraft draft)
    {
        if (draft.Region == "US" && States.CodeOf(string.Join(' ', words[^count..]), "US") is not null)
        {
            return true;
        }

        for (var longer = count + 1; longer <= Math.Min(words.Count, count + 2); longer++)
        {
            if (States.CodeOf(string.Join(' ', words[^longer..])) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static void TakePostcode(List<List<string>> segments, AddressDraft draft)
    {
        for (var s = segments.Count - 1; s >= 0; s--)
        {
            for (var i = segments[s].Count - 1; i >= 0; i--)
            {
                // A number first in its segment is a house number, unless it leads the last: "13353 Berlin".
                var (start, code) = PostcodeEndingAt(segments[s], i, draft.CountryOrRegion, mayLead: s > 0 && s == segments.Count - 1);
                if (code is null)
                {
                    continue;
                }

                draft.Postcode ??= code;
                // What follows the postcode is a place of its own: "13353 Berlin".
                var after = segments[s][(i + 1)..];
                segments[s].RemoveRange(start, segments[s].Count - start);
                segments.Insert(s + 1, after);
                return;
            }
        }
    }

    private static (int Start, string? Code) PostcodeEndingAt(List<string> words, int at, string country, bool mayLead)
    {
        var word = words[at];
        if (at > 0 && Postcodes.IsUkInward(word) && Postcodes.IsUkOutward(words[at - 1]))
        {
            return (at - 1, words[at - 1] + word);
        }

        if (at > 0 && Postcodes.IsCanadian(words[at - 1] + word))
        {
            return (at - 1, words[at - 1] + word);
        }

        if (Postcodes.IsUk(word) || Postcodes.IsCanadian(word))
        {
            return (at, word);
        }

        var digits = Postcodes.DigitCount(country);
        var code = country == "US" && word.Length == 10 && word[5] == '-' ? word[..5] : word;
        var fits = code.Length == digits || (code.Length == LongPostcodeDigits && at == words.Count - 1);
        if (!fits || code.AsSpan().ContainsAnyExceptInRange('0', '9') || (at == 0 ? !mayLead : StreetWords.IsUnit(words[at - 1])))
        {
            return (at, null);
        }

        // A number that a street follows is a house number: "Acme House, 1600 Main Street".
        var leadsStreet = country is "US" or "AU" or "NZ" && words[(at + 1)..].Exists(later => StreetWords.TypeOf(later) is not null);
        return (at, leadsStreet ? null : code);
    }

    /// <summary>A post box parts what stands before it from the place after it.</summary>
    private static void TakePostBox(List<List<string>> segments, AddressDraft draft)
    {
        for (var s = 0; s < segments.Count; s++)
        {
            var at = UnitReader.TakePostBox(segments[s], draft);
            if (at >= 0)
            {
                segments.Insert(s + 1, segments[s][at..]);
                segments[s].RemoveRange(at, segments[s].Count - at);
                return;
            }
        }
    }

    private static void TakeState(List<List<string>> segments, AddressDraft draft)
    {
        var country = draft.CountryOrRegion;
        for (var s = segments.Count - 1; s >= Math.Max(0, segments.Count - 2); s--)
        {
            var words = segments[s];
            if (country == "GB" && s > 0 && Counties.Contains(string.Join(' ', words)))
            {
                draft.State ??= string.Join(' ', words);
                segments.RemoveAt(s);
                return;
            }

            for (var count = Math.Min(3, words.Count); count > 0; count--)
            {
                if (States.CodeOf(string.Join(' ', words[^count..]), country) is { } state && country is "US" or "AU" && (s > 0 || words.Count > count))
                {
                    draft.State ??= state;
                    words.RemoveRange(words.Count - count, count);
                    DropEmpty(segments);
                    return;
                }
            }
        }
    }

    /// <summary>A city given as a part is not read again from the lines.</summary>
    private static void DropKnownCity(List<List<string>> segments, AddressDraft draft)
    {
        if (draft.City is not null && segments.Count > 1 && string.Join(' ', segments[^1]) == draft.City)
        {
            segments.RemoveAt(segments.Count - 1);
        }
    }

    /// <summary>"12, High Street".</summary>
    private static void JoinLoneNumbers(List<List<string>> segments)
    {
        for (var s = 0; s + 1 < segments.Count; s++)
        {
            if (segments[s].Count == 1 && char.IsAsciiDigit(segments[s][0][0]))
            {
                segments[s + 1].Insert(0, segments[s][0]);
                segments.RemoveAt(s);
            }
        }
    }
}
