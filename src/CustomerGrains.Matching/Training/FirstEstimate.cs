using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>The first estimate: u from random pairs, m by EM inside the blocks of several schemes.</summary>
/// <param name="Draft">Weights and thresholds by it.</param>
/// <param name="Blocks">What was found inside the blocks of each scheme.</param>
internal sealed record FirstEstimate(ModelDraft Draft, IReadOnlyList<BlockEstimate> Blocks)
{
    /// <summary>Fewer pairs of one customer than this teach nothing.</summary>
    private const double SameMin = 20;

    private const int CountRounds = 30;

    public static FirstEstimate Of(TrainingRecords input, PairTable candidates, ModelDraft start, TrainingOptions options)
    {
        var probability = Probabilities(candidates, input.AllPairs);
        var tally = new LevelTally();
        tally.Add(candidates, _ => 0, i => 1 - probability[i]);
        var random = input.CompareRandom(start.ToModel());
        tally.Add(random, _ => 0, _ => input.Random.Weight);

        var weights = Array.ConvertAll(start.Weights, weight => weight / 100.0);
        var chance = Chance(tally, weights);
        BlockingScheme[] schemes = [.. Enum.GetValues<BlockingScheme>().Where(scheme => !scheme.IsSearchOnly() && SchemeAttributes.SinglesOut(scheme))];
        var estimates = new BlockEstimate[schemes.Length];
        Parallel.For(0, schemes.Length, i => estimates[i] = BlockEstimation.Estimate(candidates, schemes[i], weights, chance));
        BlockEstimate[] useful = [.. estimates.Where(estimate => estimate.Pairs * estimate.Share >= SameMin)];
        Combine(useful, tally);
        var draft = start with
        {
            Weights = LevelWeights.Of(tally, MatchingModel.Default),
            Thresholds = Thresholds.Of(probability.Sum(), input.AllPairs, options),
            // How many people there are comes out later.
            Support = ModelDraft.SupportOf(twins: true, people: 1),
        };
        return new FirstEstimate(draft, useful);
    }

    /// <summary>Probability of one customer per candidate, with the number of them that fits itself.</summary>
    private static double[] Probabilities(PairTable candidates, double all)
    {
        double[] probability = [.. candidates.Pairs.Select(pair => pair.Weight >= MatchingModel.Default.LinkThreshold && !pair.Conflict ? 1.0 : 0.0)];
        for (var round = 0; round < CountRounds; round++)
        {
            var share = Math.Clamp(probability.Sum() / all, 1e-12, 0.5);
            for (var i = 0; i < probability.Length; i++)
            {
                probability[i] = candidates.Pairs[i].Conflict ? 0 : BlockEstimation.Probability(candidates.Pairs[i].Weight / 100.0, share);
            }
        }

        return probability;
    }

    /// <summary>Per level what chance explains. What was never seen by chance is as rare as its weight in the default model says.</summary>
    private static double[] Chance(LevelTally tally, double[] weights)
    {
        var chance = new double[LevelDescriptions.Count];
        foreach (var attribute in Enum.GetValues<ComparedAttribute>())
        {
            var total = LevelTally.Total(tally.Other, attribute);
            foreach (var level in LevelTally.LevelsOf(attribute))
            {
                chance[(int)level] = level is ComparisonLevel.GivenExact or ComparisonLevel.SurnameExact ? 1
                    : tally.Other[(int)level] > 0 ? tally.OtherValued[(int)level] / (LevelTally.HasNoOpposite(level) ? tally.AllOther : total)
                    : Math.Min(1, double.Exp2(-weights[(int)level])) / 2;
            }
        }

        return chance;
    }

    /// <summary>Averages what the schemes say of an attribute. A block that is mostly one customer says it more clearly, so it counts by its share.</summary>
    private static void Combine(BlockEstimate[] estimates, LevelTally tally)
    {
        foreach (var attribute in Enum.GetValues<ComparedAttribute>())
        {
            BlockEstimate[] saying = [.. estimates.Where(estimate => LevelTally.Total(estimate.Same, attribute) > 0)];
            var shares = saying.Sum(estimate => estimate.Share);
            foreach (var level in LevelTally.LevelsOf(attribute))
            {
                tally.Same[(int)level] = saying.Sum(estimate => estimate.Share * estimate.Same[(int)level]) / Math.Max(shares, 1e-9);
            }
        }
    }
}
