using System.Collections.Frozen;
using CustomerGrains.Matching.Standardising.Addresses;

namespace CustomerGrains.Matching.Standardising.Organisations;

/// <summary>Words of organisation names that tell little: small words, places, numbers in words.</summary>
internal static class OrganisationWords
{
    private static readonly FrozenSet<string> Small = Set("the of and for in at on to a an der die das des und fur de du des la le les et el los las y e di della dei do da dos das");

    /// <summary>Parts of the world; countries are in <see cref="Countries"/>.</summary>
    private static readonly FrozenSet<string> Regions = Set(
        "europe european africa asia pacific apac emea latam scandinavia nordic benelux schweiz suisse svizzera deutschland osterreich espana italia "
        + "nederland danmark sverige norge suomi polska rossiya rossii eurasia");

    /// <summary>Abbreviations of common words of names.</summary>
    private static readonly FrozenDictionary<string, string> Abbreviations = (
        "intl international|natl national|govt government|dept department|assn association|assoc association|mfg manufacturing|bros brothers|univ university|inst institute|"
        + "svcs services|svc service|mgmt management|mgt management|grp group|hldgs holdings|hldg holding|engg engineering|eng engineering|indus industries|inds industries|ind industries|"
        + "tech technology|technol technology|dev development|constr construction|distr distribution|fdn foundation|hosp hospital|ctr center|centre center|cntr center|st saint")
        .Split('|').ToFrozenDictionary(entry => entry[..entry.IndexOf(' ', StringComparison.Ordinal)], entry => entry[(entry.IndexOf(' ', StringComparison.Ordinal) + 1)..], StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int> Units = Numbers(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 0, 1);

    private static readonly FrozenDictionary<string, int> Tens = Numbers("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10, ("fourty", 40), ("ninty", 90));

    private static readonly FrozenDictionary<string, int> Ordinals = Numbers(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth", 1, 1, ("1st", 1), ("2nd", 2), ("3rd", 3), ("4th", 4), ("5th", 5), ("6th", 6), ("7th", 7), ("8th", 8), ("9th", 9));

    private static readonly FrozenDictionary<string, int> Roman = Numbers("ii iii iv", 2, 1, ("vi", 6), ("vii", 7), ("viii", 8), ("ix", 9), ("xi", 11), ("xii", 12));

    /// <summary>Small words, which sources leave out.</summary>
    public static bool SayNothing(string word) => Small.Contains(word);

    /// <summary>A country or a part of the world.</summary>
    public static bool IsPlace(string word) => Regions.Contains(word) || (word.Length > 3 || word is "uk" or "usa" or "uae" ? Countries.CodeOf(word) is not null : false);

    /// <summary>Spells out abbreviations of common words.</summary>
    public static void SpellOut(List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            words[i] = Abbreviations.GetValueOrDefault(words[i], words[i]);
        }
    }

    /// <summary>Writes numbers in digits: "forty four" and "forty 4" are "44", "first" is "1st", a "III" that does not lead is "3".</summary>
    public static void WriteNumbers(List<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (Tens.TryGetValue(words[i], out var tens))
            {
                if (i + 1 < words.Count && UnitOf(words[i + 1]) is var unit and > 0)
                {
                    tens += unit;
                    words.RemoveAt(i + 1);
                }

                words[i] = Text(tens);
            }
            else if (Ordinals.TryGetValue(words[i], out var ordinal))
            {
                words[i] = Text(ordinal) + "st";
            }
            else if (Units.TryGetValue(words[i], out var unit) || (i > 0 && Roman.TryGetValue(words[i], out unit)))
            {
                words[i] = Text(unit);
            }
        }
    }

    private static int UnitOf(string word) => Units.TryGetValue(word, out var unit) ? (unit < 10 ? unit : 0) : word is [>= '1' and <= '9'] ? word[0] - '0' : 0;

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static FrozenDictionary<string, int> Numbers(string words, int first, int step, params (string Word, int Number)[] others) =>
        words.Split(' ').Select((word, index) => (Word: word, Number: first + (index * step))).Concat(others)
            .ToFrozenDictionary(entry => entry.Word, entry => entry.Number, StringComparer.Ordinal);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
