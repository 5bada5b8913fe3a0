using CustomerGrains.Matching.Records;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Translation;

/// <summary>Names of records on the wire and inside.</summary>
public static class RecordKeys
{
    /// <summary>A missing key reads as empty, which the index refuses field by field.</summary>
    public static RecordIdentity ToIdentity(RecordKey? key) => new(key?.Source ?? "", key?.RecordId ?? "");

    public static RecordKey ToKey(RecordIdentity identity) => new() { Source = identity.Source, RecordId = identity.RecordId };
}

/// <summary>Weights on the wire and inside.</summary>
public static class Weights
{
    /// <summary>Hundredths of a bit as bits.</summary>
    public static double ToBits(int hundredths) => hundredths / 100.0;
}
