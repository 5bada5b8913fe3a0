namespace CustomerGrains.Stores.Verifying;

/// <summary>How thoroughly a store is verified.</summary>
public sealed record StoreVerifierOptions
{
    /// <summary>Most live records up to which the partition is computed anew from all of them, in memory. Default: 300,000.</summary>
    public int OracleRecordsMax { get; init; } = 300_000;

    /// <summary>Most pairs up to which it is: it compares every two records that share a key, however many have it. Default: 100,000,000.</summary>
    public long OraclePairsMax { get; init; } = 100_000_000;

    /// <summary>Findings of one check that are named; the others are counted. Default: 20.</summary>
    public int FindingsPerCheckMax { get; init; } = 20;
}
