namespace CustomerGrains.Matching.Training;

/// <summary>How a model is trained. Every default is documented where it is used.</summary>
public sealed record TrainingOptions
{
    /// <summary>Fewest records that can be trained on.</summary>
    public const int RecordsMin = 50;

    /// <summary>Seed of the random pairs. The same seed, records and decisions give the same model, whatever the order they come in. Default: 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Random pairs to draw for u; when there are fewer pairs, all are taken. Default: 1,000,000.</summary>
    public int RandomPairs { get; init; } = 1_000_000;

    /// <summary>Most pairs that shared blocking keys may bring to comparison, counted once for each key. The largest blocks are left out beyond it. Default: 12,000,000.</summary>
    public long BlockPairsMax { get; init; } = 12_000_000;

    /// <summary>Rounds of resolving the records and estimating again, at most. Default: 6.</summary>
    public int RoundsMax { get; init; } = 6;

    /// <summary>Estimated probability of one customer from which two records are linked. Default: 0.9.</summary>
    public double LinkProbability { get; init; } = 0.9;

    /// <summary>Estimated probability from which a pair is shown for review. Default: 0.05.</summary>
    public double ReviewProbability { get; init; } = 0.05;

    /// <summary>Estimated probability, by average weight, from which two groups of records become one customer: less than even, because groups that hold a link are likelier one than any two. Default: 0.2.</summary>
    public double JoinProbability { get; init; } = 0.2;

    /// <summary>How many pairs a person's decision counts for. Default: 5.</summary>
    public double DecisionWeight { get; init; } = 5;

    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    internal void Check()
    {
        if (RandomPairs < 1000 || BlockPairsMax < 1000)
        {
            throw new ArgumentException($"{nameof(RandomPairs)} and {nameof(BlockPairsMax)} must be at least 1,000.");
        }

        if (RoundsMax is < 1 or > 20)
        {
            throw new ArgumentException($"{nameof(RoundsMax)} must be from 1 to 20.");
        }

        if (!(ReviewProbability is > 0 and < 1 && LinkProbability is > 0 and < 1 && JoinProbability is > 0 and < 1 && ReviewProbability < LinkProbability))
        {
            throw new ArgumentException("The probabilities must lie between 0 and 1, that of review below that of a link.");
        }

        if (!(DecisionWeight is >= 1 and <= 1000))
        {
            throw new ArgumentException($"{nameof(DecisionWeight)} must be from 1 to 1,000.");
        }
    }
}
