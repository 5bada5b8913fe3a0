namespace CustomerGrains.Stores.Verifying;

/// <summary>Something in a store that must not be.</summary>
/// <param name="Check">Name of the check that found it.</param>
/// <param name="Text">What is wrong, in plain words. Names records and customers, never what they contain.</param>
public sealed record StoreFinding(string Check, string Text);

/// <summary>What verifying a store showed.</summary>
public sealed record StoreReport
{
    /// <summary>What is wrong: of each check the first few.</summary>
    public required IReadOnlyList<StoreFinding> Findings { get; init; }

    /// <summary>How much is wrong, named in <see cref="Findings"/> or not.</summary>
    public required long FindingCount { get; init; }

    /// <summary>What was not checked, and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public required long Records { get; init; }
    public required long LiveRecords { get; init; }
    public required long LiveCustomers { get; init; }
    public required long Links { get; init; }
    public required long Assertions { get; init; }
    public required long Events { get; init; }

    /// <summary>Records whose current revision waits to be resolved. None after a clean stop; some after a crash, until the next start has seen to them.</summary>
    public required long Unresolved { get; init; }

    /// <summary>Version of the model in force; empty when there is none.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>Records that are still placed under a former model, while a change of model is under way.</summary>
    public required long FormerRecords { get; init; }

    /// <summary>Live records that were read by an older version than this build's and are yet to be read anew.</summary>
    public required long OlderReadings { get; init; }

    /// <summary>Sums the customers up: equal for equal groupings of records.</summary>
    public required string PartitionHash { get; init; }

    public bool IsClean => FindingCount == 0;
}

/// <summary>How far verifying has come.</summary>
public readonly record struct VerifyProgress(string Check, long Done, long Total);
