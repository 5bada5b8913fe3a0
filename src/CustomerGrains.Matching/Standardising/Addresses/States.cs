using System.Collections.Frozen;

namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>States of the United States and Australia by their postal codes.</summary>
internal static class States
{
    private const string UnitedStates =
        "al alabama ala|ak alaska|az arizona ariz|ar arkansas ark|ca california calif cal|co colorado colo|ct connecticut conn|de delaware del|dc district_of_columbia|fl florida fla"
        + "|ga georgia|hi hawaii|id idaho|il illinois ill|in indiana ind|ia iowa|ks kansas kans|ky kentucky|la louisiana|me maine|md maryland|ma massachusetts mass|mi michigan mich"
        + "|mn minnesota minn|ms mississippi miss|mo missouri|mt montana mont|ne nebraska nebr|nv nevada nev|nh new_hampshire|nj new_jersey|nm new_mexico|ny new_york|nc north_carolina"
        + "|nd north_dakota|oh ohio|ok oklahoma okla|or oregon ore|pa pennsylvania penn|ri rhode_island|sc south_carolina|sd south_dakota|tn tennessee tenn|tx texas tex|ut utah|vt vermont"
        + "|va virginia|wa washington wash|wv west_virginia|wi wisconsin wisc wis|wy wyoming wyo|pr puerto_rico|gu guam|vi virgin_islands|as american_samoa|mp northern_mariana_islands";

    private const string Australia =
        "nsw new_south_wales|vic victoria|qld queensland|sa south_australia|wa western_australia|tas tasmania|nt northern_territory|act australian_capital_territory";

    private static readonly FrozenDictionary<string, string> American = Load(UnitedStates);
    private static readonly FrozenDictionary<string, string> Australian = Load(Australia);

    /// <summary>Code of a folded state in lower case, or null when it is no state of the country. Without a country both are tried, the United States first.</summary>
    public static string? CodeOf(string folded, string? country = null) => country switch
    {
        "US" => American.GetValueOrDefault(folded),
        "AU" => Australian.GetValueOrDefault(folded),
        null => American.GetValueOrDefault(folded) ?? Australian.GetValueOrDefault(folded),
        _ => null,
    };

    private static FrozenDictionary<string, string> Load(string table) => table.Split('|')
        .Select(line => line.Split(' '))
        .SelectMany(names => names.Select(name => (Name: name.Replace('_', ' '), Code: names[0])))
        .ToFrozenDictionary(entry => entry.Name, entry => entry.Code, StringComparer.Ordinal);
}
