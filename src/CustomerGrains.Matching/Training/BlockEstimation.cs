using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Training;

/// <summary>What expectation–maximisation found inside the blocks of one scheme.</summary>
/// <param name="Scheme">The scheme.</param>
/// <param name="Pairs">Pairs in its blocks.</param>
/// <param name="Share">Estimated share of them that are one customer.</param>
/// <param name="Same">Expected number of pairs of one customer, per level; 0 for what the scheme fixes.</param>
/// <param name="Rounds">Rounds until nothing moved.</param>
internal sealed record BlockEstimate(BlockingScheme Scheme, int Pairs, double Share, double[] Same, int Rounds);

/// <summary>Estimates m inside the blocks of one scheme, with u fixed (Winkler 1988, Larsen and Rubin 2001; estimating inside several blocking rules as Splink does, Linacre and others 2022).</summary>
internal static class BlockEstimation
{
    private const int RoundsMax = 60;
    private const double Still = 1e-4;

    /// <summary>How many pairs the starting m counts for.</summary>
    private const double PriorPairs = 10;

    private static readonly ComparedAttribute[] Attributes = Enum.GetValues<ComparedAttribute>();

    /// <summary>Runs EM over the pairs that meet by the scheme.</summary>
    /// <param name="table">Pairs that share a key.</param>
    /// <param name="weights">Weights to start from, in bits per level.</param>
    /// <param name="chance">Per level what chance explains: u, or u with the weight of the value in it.</param>
    public static BlockEstimate Estimate(PairTable table, BlockingScheme scheme, double[] weights, double[] chance)
    {
        int[] pairs = [.. Enumerable.Range(0, table.Pairs.Length).Where(i => ((table.Pairs[i].Schemes >> (int)scheme) & 1) != 0 && !table.Pairs[i].Conflict)];
        var estimated = Array.ConvertAll(Attributes, attribute => !SchemeAttributes.FixedBy(scheme).Contains(attribute));
        var values = Array.ConvertAll(pairs, i => Value(table.Pairs[i], estimated));
        var start = StartingShares(weights, chance);
        var current = (double[])weights.Clone();
        var same = new double[LevelDescriptions.Count];
        var share = 0.5;
        var round = 0;
        for (var moved = double.MaxValue; round < RoundsMax && moved > Still && pairs.Length > 0; round++)
        {
            var sumOf = PatternWeights(table, current, estimated);
            var sameOf = new double[table.Patterns.Length];
            var expected = 0.0;
            for (var i = 0; i < pairs.Length; i++)
            {
                var pattern = table.Pairs[pairs[i]].Pattern;
                var probability = Probability(sumOf[pattern] + values[i], share);
                sameOf[pattern] += probability;
                expected += probability;
            }

            same = Count(table, sameOf, estimated);
            Maximise(same, start, chance, estimated, current);
            moved = Math.Abs((expected / pairs.Length) - share);
            share = Math.Clamp(expected / pairs.Length, 1e-6, 1 - 1e-6);
        }

        return new BlockEstimate(scheme, pairs.Length, share, same, round);
    }

    /// <summary>Probability of one customer for a weight in bits, when a share of all pairs are.</summary>
    public static double Probability(double weight, double share) => share >= 1 ? 1 : 1 / (1 + (((1 - share) / share) * double.Exp2(-weight)));

    private static double Value(in ComparedPair pair, bool[] estimated) =>
        ((estimated[(int)ComparedAttribute.Given] ? pair.Given : 0)
        + (estimated[(int)ComparedAttribute.Surname] ? pair.Surname : 0)
        + (estimated[(int)ComparedAttribute.Organisation] ? pair.Organisation : 0)) / 100.0;

    private static double[] PatternWeights(PairTable table, double[] weights, bool[] estimated)
    {
        var sums = new double[table.Patterns.Length];
        for (var i = 0; i < sums.Length; i++)
        {
            var pattern = table.Patterns[i];
            var household = pattern[ComparedAttribute.Household];
            var shared = 0.0;
            foreach (var attribute in Attributes)
            {
                var level = pattern[attribute];
                if (!estimated[(int)attribute] || level == ComparisonLevel.None || attribute == ComparedAttribute.Household)
                {
                    continue;
                }

                sums[i] += weights[(int)level];
                var ofHousehold = attribute is ComparedAttribute.Address or ComparedAttribute.Phone
                    || (attribute == ComparedAttribute.Email && household is ComparisonLevel.HouseholdGivenName or ComparisonLevel.HouseholdTwins or ComparisonLevel.HouseholdAdults);
                shared += ofHousehold ? Math.Max(0, weights[(int)level]) : 0;
            }

            // What relatives share is taken back where they are told apart, as in the scorer.
            sums[i] += household == ComparisonLevel.None ? 0 : Math.Min(0, weights[(int)household] - shared);
        }

        return sums;
    }

    private static double[] Count(PairTable table, double[] sameOf, bool[] estimated)
    {
        var same = new double[LevelDescriptions.Count];
        for (var i = 0; i < sameOf.Length; i++)
        {
            if (sameOf[i] <= 0)
            {
                continue;
            }

            foreach (var attribute in Attributes)
            {
                if (estimated[(int)attribute])
                {
                    same[(int)table.Patterns[i][attribute]] += sameOf[i];
                }
            }
        }

        same[(int)ComparisonLevel.None] = 0;
        return same;
    }

    private static void Maximise(double[] same, double[] start, double[] chance, bool[] estimated, double[] weights)
    {
        foreach (var attribute in Attributes)
        {
            if (!estimated[(int)attribute] || attribute is ComparedAttribute.Household or ComparedAttribute.NameOrder)
            {
                continue;
            }

            var total = LevelTally.Total(same, attribute);
            foreach (var level in LevelTally.LevelsOf(attribute).Where(level => !LevelTally.HasNoOpposite(level)))
            {
                var m = (same[(int)level] + (PriorPairs * start[(int)level])) / (total + PriorPairs);
                weights[(int)level] = Math.Log2(m / chance[(int)level]);
            }
        }
    }

    /// <summary>The m that the starting weights imply, adding up to 1 for each attribute.</summary>
    private static double[] StartingShares(double[] weights, double[] chance)
    {
        var shares = new double[weights.Length];
        foreach (var attribute in Attributes)
        {
            var total = 0.0;
            foreach (var level in LevelTally.LevelsOf(attribute))
            {
                total += shares[(int)level] = Math.Clamp(chance[(int)level] * double.Exp2(weights[(int)level]), 1e-6, 1);
            }

            foreach (var level in LevelTally.LevelsOf(attribute))
            {
                shares[(int)level] /= total;
            }
        }

        return shares;
    }
}
