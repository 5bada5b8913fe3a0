using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Scoring;

/// <summary>The evidence that two records are one customer.</summary>
/// <param name="Weight">Hundredths of a bit; the sum over attributes of log2(m/u).</param>
/// <param name="Conflict">Two valid exclusive identifiers or the record types forbid one customer, whatever the weight.</param>
public readonly record struct PairScore(int Weight, bool Conflict);

/// <summary>Scores pairs. Symmetric, deterministic, allocates nothing.</summary>
public static partial class PairScorer
{
    /// <summary>Scores two records under a model.</summary>
    public static PairScore Score(RecordFeatures a, RecordFeatures b, MatchingModel model) => throw new NotImplementedException();
}
