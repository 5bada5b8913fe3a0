using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>Weights of levels from counts, drawn towards those of the default model by how little was seen.</summary>
internal static class LevelWeights
{
    private const double NaturalPerBit = 0.6931471805599453;

    /// <summary>How far weights of data are expected to lie from those of the default model: standard deviation, in natural units. Two bits.</summary>
    private const double PriorSpread = 2 * NaturalPerBit;

    /// <summary>How many pairs the default model's share of exchanged names counts for.</summary>
    private const double PriorPairs = 20;

    /// <summary>Weights in hundredths of a bit, per level.</summary>
    /// <remarks>
    /// Of a level it is known how many pairs of one customer and of two show it (events of two Poisson processes), and that its weight, log(m/u), is not far from that of the default model (a
    /// normal prior). The weight is the mode of what follows from both: what was often seen follows the data, what was never seen keeps the default, and a level never seen among many pairs of two
    /// customers weighs more, but not without end. Then weights are made to fall in the order of the default model's levels (isotonic regression, pool adjacent violators: Ayer and others
    /// 1955): a sample too small must not make "different" better than "nearly the same".
    /// </remarks>
    public static int[] Of(LevelTally tally, MatchingModel prior)
    {
        var weights = prior.Weights;
        foreach (var attribute in Enum.GetValues<ComparedAttribute>())
        {
            // These two say how other attributes are to be read and have estimates of their own.
            if (attribute is not (ComparedAttribute.NameOrder or ComparedAttribute.Household))
            {
                Estimate(attribute, tally, prior, weights);
            }
        }

        return weights;
    }

    /// <summary>Weight of exchanged names: the odds of it among pairs of one customer whose given name and surname agree, in this order or the other. Chance agrees crosswise about as rarely.</summary>
    public static int OfSwappedNames(PairTable within, MatchingModel prior)
    {
        var (swapped, all) = (0.0, 0.0);
        foreach (var pair in within.Pairs)
        {
            var pattern = within.Patterns[pair.Pattern];
            if (pattern[ComparedAttribute.Given].SharesTrait() && pattern[ComparedAttribute.Surname].SharesTrait())
            {
                all++;
                swapped += pattern[ComparedAttribute.NameOrder] == ComparisonLevel.NameOrderSwapped ? 1 : 0;
            }
        }

        var odds = double.Exp2(prior.WeightOf(ComparisonLevel.NameOrderSwapped) / 100.0);
        var share = (swapped + (PriorPairs * odds / (1 + odds))) / (all + PriorPairs);
        return Hundredths(Math.Log(share / (1 - share)));
    }

    /// <summary>The likeliest weight of a level, and how far it can be trusted (the inverse of its variance), in natural units.</summary>
    /// <param name="same">Pairs of one customer that show the level, of <paramref name="allSame"/>.</param>
    /// <param name="other">Pairs of two customers that show it, of <paramref name="allOther"/>; both infinite when u is known to be 1.</param>
    /// <param name="prior">Weight in the default model.</param>
    public static (double Weight, double Trust) Likeliest(double same, double allSame, double other, double allOther, double prior)
    {
        const double PriorTrust = 1 / (PriorSpread * PriorSpread);
        if (same <= 0 && other <= 0)
        {
            return (prior, PriorTrust);
        }

        // At the mode, the prior moves as many pairs (d) from the one count to the other as its pull: (weight - prior) / spread². The pull falls as d grows, so there is one solution.
        var known = double.IsPositiveInfinity(allOther);
        var (low, high) = (known ? -allSame : -other, same);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = (Weight(middle) - prior) * PriorTrust > middle ? (middle, high) : (low, middle);
        }

        var d = (low + high) / 2;
        var information = known ? same - d : 1 / ((1 / Math.Max(same - d, 1e-9)) + (1 / Math.Max(other + d, 1e-9)));
        return (Weight(d), PriorTrust + information);

        double Weight(double moved) => Math.Log((same - moved) / allSame) - (known ? 0 : Math.Log((other + moved) / allOther));
    }

    private static void Estimate(ComparedAttribute attribute, LevelTally tally, MatchingModel prior, int[] weights)
    {
        var estimates = new List<(ComparisonLevel Level, double Weight, double Trust)>();
        foreach (var level in LevelTally.LevelsOf(attribute))
        {
            var at = (int)level;
            var (same, other, seen) = LevelTally.HasNoOpposite(level)
                ? (tally.AllSame, tally.AllOther, tally.AllSeen)
                : (LevelTally.Total(tally.Same, attribute), LevelTally.Total(tally.Other, attribute), LevelTally.Total(tally.OtherSeen, attribute));
            if (same <= 0 || seen <= 0)
            {
                estimates.Add((level, prior.WeightOf(level) / 100.0 * NaturalPerBit, 1 / (PriorSpread * PriorSpread)));
                continue;
            }

            // Agreement on a name weighs log2(m) beside the weight of the name itself, which is log2(1/u).
            var (events, exposure) = level is ComparisonLevel.GivenExact or ComparisonLevel.SurnameExact ? (double.PositiveInfinity, double.PositiveInfinity)
                : tally.OtherSeen[at] > 0 ? (tally.OtherSeen[at], tally.OtherSeen[at] * other / tally.OtherValued[at])
                : (0, seen);
            var (weight, trust) = Likeliest(tally.Same[at], same, events, exposure, prior.WeightOf(level) / 100.0 * NaturalPerBit);
            estimates.Add((level, weight, trust));
        }

        foreach (var (level, weight) in Falling(estimates, prior))
        {
            weights[(int)level] = Hundredths(weight);
        }
    }

    /// <summary>The nearest weights that fall in the order of the default model. Levels that weigh the same there may come in any order.</summary>
    private static IEnumerable<(ComparisonLevel Level, double Weight)> Falling(List<(ComparisonLevel Level, double Weight, double Trust)> levels, MatchingModel prior)
    {
        var pools = new List<(double Sum, double Trust, List<ComparisonLevel> Levels)>();
        foreach (var (level, weight, trust) in levels.OrderByDescending(level => prior.WeightOf(level.Level)).ThenByDescending(level => level.Weight))
        {
            pools.Add((weight * trust, trust, [level]));
            while (pools.Count > 1 && pools[^1].Sum / pools[^1].Trust > pools[^2].Sum / pools[^2].Trust)
            {
                var (last, before) = (pools[^1], pools[^2]);
                pools.RemoveRange(pools.Count - 2, 2);
                pools.Add((before.Sum + last.Sum, before.Trust + last.Trust, [.. before.Levels, .. last.Levels]));
            }
        }

        return pools.SelectMany(pool => pool.Levels.Select(level => (level, pool.Sum / pool.Trust)));
    }

    private static int Hundredths(double natural) => (int)Math.Round(100 * natural / NaturalPerBit, MidpointRounding.AwayFromZero);
}
