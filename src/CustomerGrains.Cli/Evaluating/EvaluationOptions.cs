using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>How an evaluation sends its records.</summary>
internal sealed record EvaluationOptions
{
    /// <summary>Default: the built-in model.</summary>
    public MatchingModel Model { get; init; } = MatchingModel.Default;

    /// <summary>How the sources write what can be read in more than one way.</summary>
    public SourceDefaults Defaults { get; init; } = new();

    /// <summary>Seed of the order; null: as the files have it.</summary>
    public ulong? ShuffleSeed { get; init; }

    /// <summary>Records under way at a time. Default: 64.</summary>
    public int InFlight { get; init; } = 64;

    /// <summary>Every record is sent twice.</summary>
    public bool Repeat { get; init; }
}
