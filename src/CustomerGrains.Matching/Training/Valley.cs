namespace CustomerGrains.Matching.Training;

/// <summary>Whether the pairs between even odds and the link threshold are mostly one customer: then nothing is gained by asking for more.</summary>
/// <remarks>
/// Weights add up attributes as if they were independent, so estimated probabilities near even odds are less sure than they say, and a link asks for more. What chance brings that far can be
/// seen below: pairs of two customers thin out steadily as weights rise, so those beyond even odds are about as many as the next step of that makes them. Where there are hardly any pairs
/// left below even odds, those above it are no chance.
/// </remarks>
internal static class Valley
{
    /// <summary>Share of the pairs that may be expected to be chance.</summary>
    private const double ChanceMax = 0.5;

    /// <summary>The link threshold may come down to even odds.</summary>
    /// <param name="weights">Weights of pairs that are not in one customer, at most one for each two customers.</param>
    public static bool IsEmpty(IEnumerable<int> weights, Thresholds thresholds)
    {
        var width = thresholds.Link - thresholds.Even;
        var (band, below, belowThat) = (0.0, 0.0, 0.0);
        foreach (var weight in weights)
        {
            band += weight >= thresholds.Even && weight < thresholds.Link ? 1 : 0;
            below += weight >= thresholds.Even - width && weight < thresholds.Even ? 1 : 0;
            belowThat += weight >= thresholds.Even - (2 * width) && weight < thresholds.Even - width ? 1 : 0;
        }

        // One more pair each stands for what may have been missed.
        var thinning = Math.Min(1, (below + 1) / (belowThat + 2));
        return band > 0 && (below + 1) * thinning <= ChanceMax * band;
    }
}
