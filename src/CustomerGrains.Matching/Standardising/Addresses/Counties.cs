using System.Collections.Frozen;

namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>Counties of the United Kingdom as they stand after the post town.</summary>
internal static class Counties
{
    private static readonly FrozenSet<string> Names = (
        "essex|east sussex|west sussex|sussex|kent|surrey|norfolk|suffolk|devon|cornwall|dorset|somerset|cumbria|greater london|greater manchester|merseyside|tyne and wear"
        + "|tyne wear|west midlands|middlesex|middx|rutland|isle of wight|county durham|co durham|northumberland|avon|cleveland|humberside|east riding of yorkshire|berks|bucks"
        + "|cambs|glos|hants|herts|lancs|leics|lincs|northants|notts|oxon|salop|shropshire|staffs|wilts|worcs|north yorkshire|south yorkshire|west yorkshire|gwent|gwynedd|powys|dyfed|clwyd"
        + "|south glamorgan|mid glamorgan|west glamorgan|anglesey|fife|lothian|midlothian|west lothian|east lothian|tayside|strathclyde|highland|grampian|county antrim|county down|county armagh"
        + "|county tyrone|county fermanagh|county londonderry|co antrim|co down|co armagh|co tyrone|co fermanagh|co londonderry").Split('|').ToFrozenSet(StringComparer.Ordinal);

    public static bool Contains(string folded) =>
        Names.Contains(folded) || (folded.EndsWith("shire", StringComparison.Ordinal) && folded.Length > 8);
}
