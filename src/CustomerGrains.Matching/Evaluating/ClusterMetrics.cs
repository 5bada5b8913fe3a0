namespace CustomerGrains.Matching.Evaluating;

/// <summary>Precision, recall and their harmonic mean.</summary>
public readonly record struct Measure(double Precision, double Recall)
{
    /// <summary>Harmonic mean of precision and recall; 0 when both are 0.</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);
}

/// <summary>How a partition compares with the truth.</summary>
/// <param name="TruePairs">Pairs together in both.</param>
/// <param name="FalsePairs">Pairs together in the partition only.</param>
/// <param name="MissedPairs">Pairs together in the truth only.</param>
/// <param name="Pairs">Over pairs.</param>
/// <param name="BCubed">B-cubed (Bagga and Baldwin 1998): per record, the share of its customer that belongs with it and the share of its truth that was found, averaged over records.</param>
public sealed record ClusterMetrics(long TruePairs, long FalsePairs, long MissedPairs, Measure Pairs, Measure BCubed)
{
    /// <summary>Compares a partition with the truth; both give per record the number of its cluster.</summary>
    /// <exception cref="ArgumentException">They are not of one length.</exception>
    public static ClusterMetrics Compute(IReadOnlyList<int> found, IReadOnlyList<int> truth)
    {
        if (found.Count != truth.Count)
        {
            throw new ArgumentException($"The partition has {found.Count} records, the truth {truth.Count}.", nameof(found));
        }

        var foundSizes = new Dictionary<int, long>();
        var truthSizes = new Dictionary<int, long>();
        var bothSizes = new Dictionary<(int, int), long>();
        for (var i = 0; i < found.Count; i++)
        {
            foundSizes[found[i]] = foundSizes.GetValueOrDefault(found[i]) + 1;
            truthSizes[truth[i]] = truthSizes.GetValueOrDefault(truth[i]) + 1;
            bothSizes[(found[i], truth[i])] = bothSizes.GetValueOrDefault((found[i], truth[i])) + 1;
        }

        var together = PairCount(bothSizes.Values);
        var foundPairs = PairCount(foundSizes.Values);
        var truthPairs = PairCount(truthSizes.Values);
        double precision = 0;
        double recall = 0;
        foreach (var ((cluster, truthCluster), size) in bothSizes)
        {
            precision += (double)size * size / foundSizes[cluster];
            recall += (double)size * size / truthSizes[truthCluster];
        }

        return new ClusterMetrics(
            together,
            foundPairs - together,
            truthPairs - together,
            new Measure(Share(together, foundPairs), Share(together, truthPairs)),
            new Measure(found.Count == 0 ? 1 : precision / found.Count, found.Count == 0 ? 1 : recall / found.Count));
    }

    private static long PairCount(IEnumerable<long> sizes) => sizes.Sum(size => size * (size - 1) / 2);

    // Of nothing, everything was right.
    private static double Share(long part, long whole) => whole == 0 ? 1 : (double)part / whole;
}
