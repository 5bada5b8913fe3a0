using System.Globalization;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Cluster.Tests.Running;

/// <summary>What came of one run.</summary>
internal sealed record RunResult
{
    public required int Seed { get; init; }

    public required string Deployment { get; init; }

    /// <summary>What struck, in words.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>Live records at the end.</summary>
    public required long Records { get; init; }

    /// <summary>Operations under different ids that left a client.</summary>
    public required int Operations { get; init; }

    public required int Acknowledged { get; init; }

    /// <summary>Operations that nobody knows the outcome of.</summary>
    public required int Unknown { get; init; }

    public required long Events { get; init; }

    /// <summary>From the end of the last fault and the last answer until nothing was waiting to be resolved.</summary>
    public required TimeSpan Drain { get; init; }

    public required TimeSpan Took { get; init; }

    public required IReadOnlyList<StoreFinding> Findings { get; init; }

    public bool IsClean => Findings.Count == 0;

    /// <summary>One line for the record.</summary>
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed={Seed} deployment={Deployment} faults=[{string.Join("; ", Faults)}] records={Records} operations={Operations} acknowledged={Acknowledged} unknown={Unknown} events={Events} drain={Drain.TotalSeconds:0.0}s took={Took.TotalSeconds:0.0}s verdict={(IsClean ? "clean" : $"{Findings.Count} findings")}");
}
