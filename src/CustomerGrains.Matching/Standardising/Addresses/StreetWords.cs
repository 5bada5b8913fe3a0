using System.Collections.Frozen;

namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>Words of streets: types and directions with their abbreviations, and the words that lead a unit or a post box.</summary>
internal static class StreetWords
{
    /// <summary>Street types: the word in full, then its abbreviations (Royal Mail, USPS Publication 28, AS 4590).</summary>
    private static readonly FrozenDictionary<string, string> Types = Load(
        "street st str strt|road rd|avenue ave av aven avn|lane ln|drive dr drv|close cl clo|court ct crt|crescent cres cr crs crst|place pl|square sq sqr|terrace ter terr tce tcr"
        + "|grove gr gro grv|gardens gdns gdn garden grdns|way wy|walk wlk|hill hl|parade pde par prde|boulevard blvd boul bvd bd|circle cir circ crcl|circuit cct|highway hwy hiway|parkway pkwy pky pwy"
        + "|freeway fwy|motorway mwy|expressway expy exp|turnpike tpke|trail trl tr|track trk|loop lp|mews mws|row|rise|view vw|vale|green grn gn|park pk|mount mt|bank bnk|path|pass|alley ally aly"
        + "|esplanade esp|promenade prom|quay qy|wharf whf|plaza plz|point pt|ridge rdg|crossing xing|cove cv|heights hts|hollow holw|junction jct|landing lndg|meadows mdws|orchard orch|run|spur"
        + "|causeway cswy|bypass byp|cul|chase|croft|dale|drove|end|field fields|gate|glade|glen gln|hatch|mall|nook|outlook|passage psge|retreat|strand|wynd|yard yd|ride|approach app|avenida avda|calle|rue|via|strasse"
        + "|allee|gasse|platz|weg|ring|damm|ufer|corso|piazza|paseo|carrer|laan|straat|plein|chemin|impasse|route rte|viale|broadway|brow|copse|corner cnr|common|concourse|cutting|link|lookout|reach|reserve|square|stroll|vista|wood|dene|garth|lea|pike|twitten");

    private static readonly FrozenSet<string> PlainTypes = Set("street road avenue lane drive close court crescent place square terrace boulevard parade circuit highway");

    private static readonly FrozenDictionary<string, string> Directions = Load(
        "north n|south s|east e|west w|northeast ne|northwest nw|southeast se|southwest sw");

    private static readonly FrozenSet<string> Units = Set(
        "flat flt apartment apt appt apartement unit unt suite ste room rm shop office studio lot villa duplex penthouse ph trailer trlr bay slip space spc wohnung whg");

    private static readonly FrozenSet<string> Floors = Set("floor flr fl level lvl storey stock og");

    private static readonly FrozenSet<string> Buildings = Set(
        "house cottage farm lodge hall barn manor mill villa building bldg centre center tower towers mansions estate school college church hospital hotel"
        + " rectory vicarage bungalow chapel castle station campus complex mall plaza");

    /// <summary>Type in full, or null.</summary>
    public static string? TypeOf(string token) => Types.GetValueOrDefault(token);

    /// <summary>Whether the word is a type that names streets and hardly ever a house or place.</summary>
    public static bool IsPlainType(string token) => TypeOf(token) is { } type && PlainTypes.Contains(type);

    /// <summary>Whether a plain type ends the word, as when a space was lost: "poyntonstreet".</summary>
    public static bool EndsInType(string token) => PlainTypes.Any(type => token.Length > type.Length && token.EndsWith(type, StringComparison.Ordinal));

    /// <summary>Direction in full, or null.</summary>
    public static string? DirectionOf(string token) => Directions.GetValueOrDefault(token);

    /// <summary>Whether the word leads the number of a part of a building.</summary>
    public static bool IsUnit(string token) => Units.Contains(token);

    /// <summary>Whether the word stands with the number of a floor.</summary>
    public static bool IsFloor(string token) => Floors.Contains(token);

    /// <summary>Whether the word tells a building from a street.</summary>
    public static bool IsBuilding(string token) => Buildings.Contains(token);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static FrozenDictionary<string, string> Load(string table)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in table.Split('|'))
        {
            var forms = line.Split(' ');
            foreach (var form in forms)
            {
                words.TryAdd(form, forms[0]);
            }
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
