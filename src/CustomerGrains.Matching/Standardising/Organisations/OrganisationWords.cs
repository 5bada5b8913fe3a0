using System.Collections.Frozen;
using CustomerGrains.Matching.Standardising.Addresses;

namespace CustomerGrains.Matching.Standardising.Organisations;

/// <summary>Words of organisation names that tell little: small words, places, abbreviations.</summary>
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

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
