using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Evaluating;

/// <summary>What a model would reach with another link threshold.</summary>
/// <param name="LinkThreshold">Hundredths of a bit.</param>
/// <param name="Metrics">Over the records with a label.</param>
public sealed record ThresholdPoint(int LinkThreshold, ClusterMetrics Metrics);

/// <summary>Precision and recall over link thresholds, each by resolving the whole batch and not by counting pairs.</summary>
public static class ThresholdSweep
{
    /// <summary>Resolves a batch under a model with each of the link thresholds (<see cref="ModelVariants.WithLinkThreshold"/>).</summary>
    /// <param name="records">The records.</param>
    /// <param name="clusterOf">Per record the number of its cluster in truth; negative: none, so it is resolved and not counted.</param>
    /// <param name="variant">How they are matched; their features must have been read by it.</param>
    /// <param name="hasher">Any secret will do.</param>
    /// <param name="linkThresholds">Hundredths of a bit, at least one, each at least 2.</param>
    /// <remarks>Pairs are scored once. That is enough, because thresholds change a weight in one way only: a pair without corroboration is held below the review threshold,
    /// which is below every link threshold.</remarks>
    /// <exception cref="ArgumentException">There is no threshold, or the labels do not fit the records.</exception>
    public static IReadOnlyList<ThresholdPoint> Run(IReadOnlyList<BatchRecord> records, IReadOnlyList<int> clusterOf, MatchingVariant variant, KeyHasher hasher, IReadOnlyCollection<int> linkThresholds)
    {
        if (linkThresholds.Count == 0)
        {
            throw new ArgumentException("No threshold is given.", nameof(linkThresholds));
        }

        if (records.Count != clusterOf.Count)
        {
            throw new ArgumentException($"There are {records.Count} records and {clusterOf.Count} labels.", nameof(clusterOf));
        }

        int[] labelled = [.. Enumerable.Range(0, records.Count).Where(i => clusterOf[i] >= 0)];
        var truth = Array.ConvertAll(labelled, i => clusterOf[i]);
        var scored = ScoredBatch.Score(records, variant with { Model = ModelVariants.WithLinkThreshold(variant.Model, linkThresholds.Min()) }, hasher);
        return [.. linkThresholds.Select(threshold =>
        {
            var resolution = scored.Resolve([], ModelVariants.WithLinkThreshold(variant.Model, threshold), variant.ComponentsOnly);
            return new ThresholdPoint(threshold, ClusterMetrics.Compute(Array.ConvertAll(labelled, i => resolution.CustomerOf[i]), truth));
        })];
    }
}
