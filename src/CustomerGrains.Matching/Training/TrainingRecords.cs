using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>What does not change while a model is trained: the records in an order of their own, their blocks, random pairs and people's decisions.</summary>
internal sealed class TrainingRecords
{
    private readonly BatchRecord[] _batch;
    private readonly BatchAssertion[] _assertions;

    private TrainingRecords(BatchRecord[] batch, KeyBlocks blocks, RandomPairs random, long candidates, BatchAssertion[] assertions, List<(int A, int B, bool Same)> decisions)
    {
        _batch = batch;
        _assertions = assertions;
        Features = Array.ConvertAll(batch, record => record.Features);
        Identities = Array.ConvertAll(batch, record => record.Identity);
        Blocks = blocks;
        Random = random;
        Candidates = candidates;
        Decisions = decisions;
    }

    public RecordFeatures[] Features { get; }
    public RecordIdentity[] Identities { get; }
    public KeyBlocks Blocks { get; }
    public RandomPairs Random { get; }

    /// <summary>Pairs that share a key.</summary>
    public long Candidates { get; }

    public List<(int A, int B, bool Same)> Decisions { get; }

    /// <summary>All pairs there are.</summary>
    public double AllPairs => (double)Features.Length * (Features.Length - 1) / 2;

    /// <exception cref="TrainingException">There is too little to learn from.</exception>
    public static TrainingRecords Of(IEnumerable<BatchRecord> records, IReadOnlyList<BatchAssertion> decisions, TrainingOptions options)
    {
        // Canonical order: the order in which records come must not show in the model. A record that comes again replaces the earlier one.
        var latest = new Dictionary<RecordIdentity, BatchRecord>();
        foreach (var record in records)
        {
            latest[record.Identity] = record;
        }

        BatchRecord[] batch = [.. latest.Values.OrderBy(record => record.Identity)];
        if (batch.Length < TrainingOptions.RecordsMin)
        {
            throw new TrainingException($"{batch.Length} records are too few to learn from; there must be at least {TrainingOptions.RecordsMin}. The default model serves until there are more.");
        }

        (batch, var blocks) = KeyBlocks.OfBatch(batch, options.BlockPairsMax);
        var candidates = PairTable.CountPairs(batch.Length, blocks);
        if (candidates == 0)
        {
            throw new TrainingException("No two records share a blocking key (a name with a birth date, a postcode or a city, an e-mail, a phone, an identifier …), so there is nothing to learn from. "
                + "Perhaps the columns were not recognised: look at what is said about them above, or give a mapping.");
        }

        var positionOf = new Dictionary<RecordIdentity, int>();
        for (var i = 0; i < batch.Length; i++)
        {
            positionOf[batch[i].Identity] = i;
        }

        BatchAssertion[] assertions =
        [
            .. decisions.Where(decision => positionOf.ContainsKey(decision.A) && positionOf.ContainsKey(decision.B) && decision.A != decision.B)
                .OrderBy(decision => decision.A).ThenBy(decision => decision.B).ThenBy(decision => decision.Same),
        ];
        return new TrainingRecords(
            batch, blocks, RandomPairs.Draw(batch.Length, blocks, candidates, options.RandomPairs, options.Seed), candidates,
            assertions, [.. assertions.Select(decision => (positionOf[decision.A], positionOf[decision.B], decision.Same))]);
    }

    /// <summary>Compares all pairs that share a key.</summary>
    public PairTable CompareCandidates(MatchingModel model) => PairTable.OfBlocks(Features, Blocks, model);

    /// <summary>Compares the random pairs.</summary>
    public PairTable CompareRandom(MatchingModel model) => PairTable.OfPairs(Features, Random.Pairs, model);

    /// <summary>Resolves the records with what was compared under the model. Per record the number of its customer.</summary>
    public int[] Resolve(PairTable candidates, MatchingModel model)
    {
        var judged = candidates.Pairs.Select(pair => (pair.A, pair.B, Judge(pair, model.OneToOne)));
        return ScoredBatch.OfPairs(_batch, judged, Candidates, model).Resolve(_assertions, model).CustomerOf;
    }

    private JudgedPair Judge(in ComparedPair pair, OneToOneRule rule) => rule.KeepsApart(Identities[pair.A], Identities[pair.B])
        ? default
        : new JudgedPair(pair.Weight, !pair.Conflict, pair.IsTelling && rule.IsAcross(Identities[pair.A], Identities[pair.B]));

    /// <summary>Per record a number that is the same in two partitions only when it shares its customer with the same records (but for a chance of one in 2⁶⁴).</summary>
    public ulong[] CompanyOf(int[] customerOf)
    {
        var sums = new Dictionary<int, ulong>();
        for (var i = 0; i < customerOf.Length; i++)
        {
            sums[customerOf[i]] = sums.GetValueOrDefault(customerOf[i]) + Identities[i].TieBreaker;
        }

        return Array.ConvertAll(customerOf, customer => sums[customer]);
    }
}
