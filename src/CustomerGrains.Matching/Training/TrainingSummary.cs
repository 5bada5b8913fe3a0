using System.IO.Hashing;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>Sums a training up.</summary>
internal static class TrainingSummary
{
    private const int BinWidth = 100;
    private const int WeightShownMin = -3000;
    private const int WeightShownMax = 6000;
    private const int NearestShown = 12;

    public static TrainingResult Of(TrainingRecords input, FirstEstimate first, Refinement refinement, TrainingOptions options, int rounds, bool settled)
    {
        var customers = refinement.CustomerOf.Distinct().Count();
        var draft = refinement.Draft;
        var training = new ModelTraining(input.Features.Length, customers, input.Decisions.Count, options.Seed, draft.Thresholds.Even, Shares(refinement.Tally));
        var rules = OneLineRules.Check(input.Features, refinement.CustomerOf);
        var within = refinement.CustomerOf.GroupBy(customer => customer).Sum(customer => (long)customer.Count() * (customer.Count() - 1) / 2);
        return new TrainingResult
        {
            Model = Named(draft, training),
            Records = input.Features.Length,
            Customers = customers,
            PairsWithin = within,
            Candidates = input.Candidates,
            Decisions = input.Decisions.Count,
            EvenWeight = draft.Thresholds.Even,
            Rounds = rounds,
            Settled = settled,
            Levels = Levels(refinement, training),
            Schemes = Schemes(first, refinement),
            Sources = refinement.Sources.Sources,
            Weights = Histogram(refinement),
            Nearest = [.. Nearest(input, refinement, draft.Thresholds.Link), .. Nearest(input, refinement, draft.Thresholds.Review)],
            Households =
            [
                .. refinement.Households.Select(household => new TrainedHousehold(
                    household.Level.Describe().InWords, (long)household.Pairs, household.Errors, household.Weight != HouseholdEstimate.TakesNothingBack)),
            ],
            Rules = rules,
            Warnings = TrainingWarnings.Of(input, refinement, rules, within, settled),
        };
    }

    /// <summary>The model with a version that says what is in it: another model never has the same, the same model always has.</summary>
    private static MatchingModel Named(ModelDraft draft, ModelTraining training)
    {
        var hash = XxHash128.Hash(draft.ToModel("trained").ToJson());
        return draft.ToModel($"trained-{Convert.ToHexStringLower(hash)[..16]}", training);
    }

    private static Dictionary<ComparisonLevel, LevelShares> Shares(LevelTally tally)
    {
        var shares = new Dictionary<ComparisonLevel, LevelShares>();
        foreach (var attribute in Enum.GetValues<ComparedAttribute>().Where(attribute => attribute is not (ComparedAttribute.NameOrder or ComparedAttribute.Household)))
        {
            var (same, other) = (LevelTally.Total(tally.Same, attribute), LevelTally.Total(tally.Other, attribute));
            foreach (var level in LevelTally.LevelsOf(attribute))
            {
                if (tally.Same[(int)level] > 0 || tally.Other[(int)level] > 0)
                {
                    var (allSame, allOther) = LevelTally.HasNoOpposite(level) ? (tally.AllSame, tally.AllOther) : (same, other);
                    shares[level] = new LevelShares(Rounded(tally.Same[(int)level] / Math.Max(allSame, 1e-9)), Rounded(tally.Other[(int)level] / Math.Max(allOther, 1e-9)));
                }
            }
        }

        return shares;
    }

    // Four digits are more than the counts bear.
    private static double Rounded(double share) => share == 0 ? 0 : double.Parse(share.ToString("G4", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);

    private static TrainedLevel[] Levels(Refinement refinement, ModelTraining training) =>
    [
        .. training.Levels.OrderBy(level => level.Key).Select(level => new TrainedLevel(
            level.Key.Describe().Attribute.InWords(),
            level.Key.Describe().InWords,
            level.Value.M,
            level.Value.U,
            refinement.Tally.Same[(int)level.Key],
            refinement.Draft.Weights[(int)level.Key],
            MatchingModel.Default.WeightOf(level.Key),
            AddsToValue(level.Key))),
    ];

    private static bool AddsToValue(ComparisonLevel level) =>
        level.Describe().Attribute is ComparedAttribute.Given or ComparedAttribute.Surname or ComparedAttribute.Organisation
        && level is not (ComparisonLevel.GivenInitial or ComparisonLevel.GivenDiffers or ComparisonLevel.SurnameInitial or ComparisonLevel.SurnameDiffers
            or ComparisonLevel.OrganisationAcronym or ComparisonLevel.OrganisationDiffers);

    private static TrainedScheme[] Schemes(FirstEstimate first, Refinement refinement)
    {
        var (pairs, within, alone) = (new long[64], new long[64], new long[64]);
        foreach (var pair in refinement.Candidates.Pairs)
        {
            var same = refinement.IsWithin(pair.A, pair.B);
            for (var schemes = pair.Schemes; schemes != 0; schemes &= schemes - 1)
            {
                var scheme = System.Numerics.BitOperations.TrailingZeroCount(schemes);
                pairs[scheme]++;
                within[scheme] += same ? 1 : 0;
                alone[scheme] += same && schemes == pair.Schemes && (schemes & (schemes - 1)) == 0 ? 1 : 0;
            }
        }

        return
        [
            .. Enum.GetValues<BlockingScheme>().Where(scheme => !scheme.IsSearchOnly() && pairs[(int)scheme] > 0).Select(scheme => new TrainedScheme(
                scheme.InWords(), pairs[(int)scheme], within[(int)scheme], alone[(int)scheme], first.Blocks.FirstOrDefault(block => block.Scheme == scheme)?.Share)),
        ];
    }

    private static WeightBin[] Histogram(Refinement refinement)
    {
        var bins = new SortedDictionary<int, (long Within, long Between)>();
        foreach (var pair in refinement.Candidates.Pairs)
        {
            var from = (int)Math.Floor(Math.Clamp(pair.Weight, WeightShownMin, WeightShownMax) / (double)BinWidth) * BinWidth;
            var (within, between) = bins.GetValueOrDefault(from);
            bins[from] = refinement.IsWithin(pair.A, pair.B) ? (within + 1, between) : (within, between + 1);
        }

        return [.. bins.Select(bin => new WeightBin(bin.Key, bin.Value.Within, bin.Value.Between))];
    }

    private static IEnumerable<NearPair> Nearest(TrainingRecords input, Refinement refinement, int threshold) => refinement.Candidates.Pairs
        .Where(pair => !pair.Conflict && !refinement.Sources.CannotBeOne(pair.A, pair.B))
        .OrderBy(pair => Math.Abs(pair.Weight - threshold)).ThenBy(pair => pair.A).ThenBy(pair => pair.B)
        .Take(NearestShown)
        .Select(pair => new NearPair(input.Identities[pair.A], input.Identities[pair.B], pair.Weight, refinement.IsWithin(pair.A, pair.B)));
}
