using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>Resolves the records with the model so far and counts m within the customers found and u between them, until the partition hardly changes.</summary>
/// <remarks>Pairs judged one by one teach only what is obvious. Resolution by average evidence brings the less obvious records of a customer in, so m is also learnt from pairs that agree in
/// little, and keeps apart what only chains together.</remarks>
internal sealed class Refinement
{
    /// <summary>Pairs that one customer may bring in, for each of its records: a group of hundreds that is not one customer must not drown the others.</summary>
    private const int PairsPerRecordMax = 10;

    private readonly TrainingRecords _input;
    private readonly TrainingOptions _options;

    public Refinement(TrainingRecords input, ModelDraft draft, TrainingOptions options)
    {
        (_input, _options, Draft) = (input, options, draft);
        Resolve();
    }

    public ModelDraft Draft { get; private set; }

    /// <summary>Pairs that share a key, compared with the draft.</summary>
    public PairTable Candidates { get; private set; } = null!;

    /// <summary>Per record its customer.</summary>
    public int[] CustomerOf { get; private set; } = [];

    public LevelTally Tally { get; private set; } = new();
    public SourceOverlap Sources { get; private set; } = null!;
    public HouseholdEstimate[] Households { get; private set; } = [];

    /// <summary>Resolves with the draft. The number of records that are in other company than before.</summary>
    public int Resolve()
    {
        var model = Draft.ToModel();
        Candidates = _input.CompareCandidates(model);
        var before = _input.CompanyOf(CustomerOf);
        CustomerOf = _input.Resolve(Candidates, model);
        return _input.CompanyOf(CustomerOf).Zip(before).Count(record => record.First != record.Second);
    }

    /// <summary>Makes the next draft of the customers found.</summary>
    public void Estimate()
    {
        var model = Draft.ToModel();
        Sources = SourceOverlap.Of(_input.Identities, Candidates, CustomerOf);
        var within = PairTable.OfPairs(_input.Features, PairsWithin(), model);
        Tally = Count(within, model);
        var people = CustomerOf.Distinct().Count();
        Households = HouseholdEstimate.Of(within, Candidates, CustomerOf.Length, people, model, MatchingModel.Default);
        var weights = LevelWeights.Of(Tally, MatchingModel.Default);
        weights[(int)ComparisonLevel.NameOrderSwapped] = LevelWeights.OfSwappedNames(within, MatchingModel.Default);
        foreach (var household in Households)
        {
            weights[(int)household.Level] = household.Weight;
        }

        weights[(int)ComparisonLevel.HouseholdAdults] = weights[(int)ComparisonLevel.HouseholdTwins];

        Draft = Draft.WithValuesOf(_input, CustomerOf) with
        {
            Weights = weights,
            Thresholds = ThresholdsFor(within.Pairs.Length, model),
            OneToOneSources = Sources.OneToOne,
            Support = ModelDraft.SupportOf(weights[(int)ComparisonLevel.HouseholdTwins] <= 0, people),
        };
    }

    /// <summary>Lowers the link threshold to even odds where hardly any pair lies below them, and resolves with it.</summary>
    public void Finish()
    {
        if (Draft.Thresholds.Link <= Draft.Thresholds.Even)
        {
            return;
        }

        var strongest = new Dictionary<(int, int), int>();
        foreach (var pair in Candidates.Pairs)
        {
            var (a, b) = (CustomerOf[pair.A], CustomerOf[pair.B]);
            var customers = a < b ? (a, b) : (b, a);
            if (a != b && !pair.Conflict && !Sources.CannotBeOne(pair.A, pair.B))
            {
                strongest[customers] = Math.Max(pair.Weight, strongest.GetValueOrDefault(customers, int.MinValue));
            }
        }

        if (Valley.IsEmpty(strongest.Values, Draft.Thresholds))
        {
            Draft = Draft with { Thresholds = Draft.Thresholds.WithLink(Draft.Thresholds.Even) };
            Resolve();
        }
    }

    /// <summary>The two records were found to be one customer.</summary>
    public bool IsWithin(int a, int b) => CustomerOf[a] == CustomerOf[b] && !Sources.CannotBeOne(a, b);

    private LevelTally Count(PairTable within, MatchingModel model)
    {
        var random = _input.CompareRandom(model);
        var tally = new LevelTally();
        tally.Add(within, _ => 1, _ => 0);
        tally.Add(Candidates, _ => 0, i => IsOther(Candidates.Pairs[i]) ? 1 : 0);
        tally.Add(random, _ => 0, i => IsOther(random.Pairs[i]) ? _input.Random.Weight : 0);
        Spare.CorrectShares(tally, within, model);

        // A decision counts beside the pair it is about, which is counted like any other.
        var decided = PairTable.OfPairs(_input.Features, [.. _input.Decisions.Select(decision => (decision.A, decision.B))], model);
        tally.Add(decided, i => _input.Decisions[i].Same ? _options.DecisionWeight - 1 : 0, i => _input.Decisions[i].Same ? 0 : _options.DecisionWeight - 1);
        return tally;
    }

    // A person and an organisation are never compared by weight, so what they have in common teaches nothing.
    private bool IsOther(in ComparedPair pair) => !IsWithin(pair.A, pair.B) && _input.Features[pair.A].Type == _input.Features[pair.B].Type;

    private Thresholds ThresholdsFor(int pairsWithin, MatchingModel model)
    {
        var thresholds = Thresholds.Of(pairsWithin, _input.AllPairs, _options, DecisionShift.Of(_input, model, Draft.Thresholds.Even));
        return Sources.BestThreshold(Candidates, thresholds.Even, thresholds.Link) is { } best ? thresholds.WithLink(best) : thresholds;
    }

    /// <summary>The pairs within customers, whether or not they share a key.</summary>
    private (int A, int B)[] PairsWithin()
    {
        var pairs = new List<(int, int)>();
        foreach (var customer in Enumerable.Range(0, CustomerOf.Length).GroupBy(i => CustomerOf[i]))
        {
            int[] members = [.. customer];
            var count = (long)members.Length * (members.Length - 1) / 2;
            var taken = Math.Min(count, (long)PairsPerRecordMax * members.Length);
            for (var n = 0L; n < taken; n++)
            {
                // At equal distances in the list of all pairs, of which number b(b - 1)/2 + a is (a, b).
                var at = n * count / taken;
                var b = (long)((1 + Math.Sqrt(1 + (8.0 * at))) / 2);
                b += b * (b + 1) / 2 <= at ? 1 : b * (b - 1) / 2 > at ? -1 : 0;
                var a = at - (b * (b - 1) / 2);
                if (!Sources.CannotBeOne(members[a], members[b]))
                {
                    pairs.Add((members[a], members[b]));
                }
            }
        }

        return [.. pairs];
    }
}
