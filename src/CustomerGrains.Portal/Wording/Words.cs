using System.Globalization;
using CustomerGrains.V1;

namespace CustomerGrains.Portal.Wording;

/// <summary>Values of the contracts in the words of the people who read the pages.</summary>
internal static class Words
{
    public static string Of(Grade grade) => grade switch
    {
        Grade.Certain => "Certain",
        Grade.Possible => "Possible",
        _ => "Shares something",
    };

    public static string Of(RecordType type) => type switch
    {
        RecordType.Organisation => "Organisation",
        RecordType.Property => "Property",
        _ => "Person",
    };

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Link => "Certain",
        Verdict.Review => "Possible",
        Verdict.Conflict => "Ruled out",
        _ => "Not enough",
    };

    /// <summary>E.g. "housing 4711".</summary>
    public static string Of(RecordKey? key) => key is null ? "" : $"{key.Source} {key.RecordId}";

    /// <summary>E.g. "housing 4711 and benefits B2".</summary>
    public static string Of(IReadOnlyCollection<RecordKey> keys) => List([.. keys.Select(Of)]);

    /// <summary>What joined records, to put after who joins whom; empty when the evidence did.</summary>
    public static string Of(JoinReason reason) => reason switch
    {
        JoinReason.Decision => ", because a person decided so",
        JoinReason.OneToOne => ", because their sources hold nobody twice and the two fit each other best",
        _ => "",
    };

    /// <summary>E.g. "1 record", "12,034 records".</summary>
    public static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");

    /// <summary>With a capital letter first.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>E.g. "a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> parts) =>
        parts.Count < 2 ? string.Concat(parts) : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}";

    /// <summary>Sources of a customer's records with the number of each, e.g. "benefits, housing (2)".</summary>
    public static string Sources(Customer customer) => string.Join(", ", customer.Records
        .GroupBy(record => record.Key.Source, StringComparer.Ordinal)
        .OrderBy(source => source.Key, StringComparer.Ordinal)
        .Select(source => source.Count() == 1 ? source.Key : string.Create(CultureInfo.InvariantCulture, $"{source.Key} ({source.Count()})")));
}
