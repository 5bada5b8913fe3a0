using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Blocking;

/// <summary>Derives what a record is found by.</summary>
public static partial class BlockingSchemes
{
    /// <summary>The blocking keys and search keys of a record.</summary>
    public static BlockingKeySet Derive(RecordFeatures features, KeyHasher hasher) => throw new NotImplementedException();

    /// <summary>Secondary traits, ascending and distinct: at a hot key only records that share one of them are compared.</summary>
    public static ulong[] SecondaryTraits(RecordFeatures features, KeyHasher hasher) => throw new NotImplementedException();

    /// <summary>Names of the schemes by which both records share a key, in order, for explanations.</summary>
    public static IReadOnlyList<string> SharedSchemes(RecordFeatures a, RecordFeatures b) => throw new NotImplementedException();

    /// <summary>Name of the scheme a key of this record belongs to, or null when the record does not have the key.</summary>
    public static string? SchemeOf(RecordFeatures features, BlockingKey key, KeyHasher hasher) => throw new NotImplementedException();
}
