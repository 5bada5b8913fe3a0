namespace CustomerGrains.Cluster.Tests.Sets;

/// <summary>What a deployment made of a set.</summary>
internal sealed record SetOutcome
{
    public required string Deployment { get; init; }

    /// <summary>Seed of the order in which records were sent.</summary>
    public required int Seed { get; init; }

    /// <summary>Read from the store once everything was resolved.</summary>
    public required string PartitionHash { get; init; }

    /// <summary>Live records.</summary>
    public required long Records { get; init; }

    public required long Customers { get; init; }

    /// <summary>Records sent, each durable when it was answered.</summary>
    public required double RecordsPerSecond { get; init; }

    /// <summary>What must not be, in words: refused records, another model than was asked for, what the verifier finds in the store.</summary>
    public required IReadOnlyList<string> Findings { get; init; }
}
