using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Evaluating;

/// <summary>A batch whose pairs are scored: what is left to do is to resolve it, once or under several thresholds.</summary>
public sealed class ScoredBatch
{
    private readonly IReadOnlyList<BatchRecord> _records;
    private readonly Dictionary<RecordIdentity, int> _positionOf;
    private readonly List<ScoredPair> _possible;
    private readonly int _scoredFrom;

    private ScoredBatch(IReadOnlyList<BatchRecord> records, Dictionary<RecordIdentity, int> positionOf, List<ScoredPair> possible, long compared, int scoredFrom)
    {
        _records = records;
        _positionOf = positionOf;
        _possible = possible;
        PairsCompared = compared;
        _scoredFrom = scoredFrom;
    }

    /// <summary>Pairs that shared a blocking key.</summary>
    public long PairsCompared { get; }

    /// <summary>Scores every pair of the records that shares a blocking key.</summary>
    /// <param name="crowdLimit">Most records that may share a value; beyond it the value is crowded, see <see cref="CrowdedValues"/>.</param>
    /// <exception cref="ArgumentException">Two records have one identity.</exception>
    public static ScoredBatch Score(IReadOnlyList<BatchRecord> records, MatchingModel model, KeyHasher hasher, int crowdLimit = CrowdedValues.LimitDefault) =>
        Score(records, new MatchingVariant(model), hasher, crowdLimit);

    /// <summary>The same under a variant of matching, which has read the features.</summary>
    internal static ScoredBatch Score(IReadOnlyList<BatchRecord> records, MatchingVariant variant, KeyHasher hasher, int crowdLimit = CrowdedValues.LimitDefault)
    {
        var model = variant.Model;
        (records, var keysOf) = CrowdedBatch.WithoutCrowds(records, crowdLimit, hasher);
        var blocks = new Dictionary<BlockingKey, List<int>>();
        var positionOf = new Dictionary<RecordIdentity, int>();
        for (var i = 0; i < records.Count; i++)
        {
            if (!positionOf.TryAdd(records[i].Identity, i))
            {
                throw new ArgumentException($"The record {records[i].Identity} is in the batch twice.", nameof(records));
            }

            keysOf[i] = variant.Read(records[i].Features, keysOf[i], hasher);
            foreach (var key in keysOf[i])
            {
                if (!blocks.TryGetValue(key, out var block))
                {
                    blocks[key] = block = [];
                }

                block.Add(i);
            }
        }

        var possible = new List<ScoredPair>();
        var compared = 0L;
        foreach (var (key, block) in blocks)
        {
            for (var x = 1; x < block.Count; x++)
            {
                for (var y = 0; y < x; y++)
                {
                    if (SharedKeys.Smallest<BlockingKey>(keysOf[block[x]], keysOf[block[y]]) != key)
                    {
                        continue;
                    }

                    compared++;
                    var judged = JudgedPair.Of(MemberOf(records[block[x]]), MemberOf(records[block[y]]), model);
                    if (judged.IsPossible(model))
                    {
                        possible.Add(new ScoredPair(block[y], block[x], judged));
                    }
                }
            }
        }

        return new ScoredBatch(records, positionOf, possible, compared, model.ReviewThreshold);
    }

    /// <summary>A batch whose pairs were scored elsewhere.</summary>
    /// <param name="judged">Every pair that shares a blocking key, or at least those that the model looks at.</param>
    internal static ScoredBatch OfPairs(IReadOnlyList<BatchRecord> records, IEnumerable<(int A, int B, JudgedPair Judged)> judged, long compared, MatchingModel model)
    {
        var positionOf = new Dictionary<RecordIdentity, int>();
        for (var i = 0; i < records.Count; i++)
        {
            positionOf.Add(records[i].Identity, i);
        }

        var possible = judged.Where(pair => pair.Judged.IsPossible(model)).Select(pair => new ScoredPair(pair.A, pair.B, pair.Judged)).ToList();
        return new ScoredBatch(records, positionOf, possible, compared, model.ReviewThreshold);
    }

    /// <summary>Resolves the batch. Assertions on unknown records are passed over.</summary>
    /// <param name="assertions">People's decisions.</param>
    /// <param name="model">The model that scored it, or one that differs from it in thresholds only; review thresholds may be higher, not lower.</param>
    /// <exception cref="ArgumentException">The review threshold is below the one that pairs were kept from.</exception>
    public BatchResolution Resolve(IReadOnlyList<BatchAssertion> assertions, MatchingModel model) => Resolve(assertions, model, componentsOnly: false);

    /// <summary>Resolves the batch, or takes its components as customers.</summary>
    internal BatchResolution Resolve(IReadOnlyList<BatchAssertion> assertions, MatchingModel model, bool componentsOnly)
    {
        if (model.ReviewThreshold < _scoredFrom)
        {
            throw new ArgumentException($"Pairs are kept from a weight of {_scoredFrom}; the model reviews from {model.ReviewThreshold}.", nameof(model));
        }

        var components = new DisjointSets(_records.Count);
        var possible = new List<BatchPair>();
        foreach (var pair in _possible)
        {
            if (pair.Judged.IsPossible(model))
            {
                possible.Add(new BatchPair(pair.A, pair.B, new PairScore(pair.Judged.Weight, Conflict: false)));
            }

            if (pair.Judged.IsEdge(model))
            {
                components.Join(pair.A, pair.B);
            }
        }

        var decided = new List<(int A, int B, bool Same)>();
        foreach (var assertion in assertions)
        {
            if (_positionOf.TryGetValue(assertion.A, out var a) && _positionOf.TryGetValue(assertion.B, out var b))
            {
                decided.Add((a, b, assertion.Same));
                if (assertion.Same)
                {
                    components.Join(a, b);
                }
            }
        }

        return ResolveComponents(_records, components, decided, possible, PairsCompared, model, componentsOnly);
    }

    private static BatchResolution ResolveComponents(IReadOnlyList<BatchRecord> records, DisjointSets components, List<(int A, int B, bool Same)> decided,
        List<BatchPair> possible, long compared, MatchingModel model, bool componentsOnly)
    {
        var customerOf = new int[records.Count];
        var customerCount = 0;
        var oversize = 0;
        var assertionsOf = decided.Where(decision => components.Find(decision.A) == components.Find(decision.B)).ToLookup(decision => components.Find(decision.A));
        foreach (var component in Enumerable.Range(0, records.Count).GroupBy(components.Find))
        {
            int[] positions = [.. component];
            if (positions.Length == 1 || componentsOnly)
            {
                Array.ForEach(positions, i => customerOf[i] = customerCount);
                customerCount++;
                continue;
            }

            var memberOf = new Dictionary<int, int>();
            for (var i = 0; i < positions.Length; i++)
            {
                memberOf[positions[i]] = i;
            }

            var resolution = ComponentResolver.Resolve(
                [.. positions.Select(i => MemberOf(records[i]))],
                [.. assertionsOf[component.Key].Select(decision => new MemberAssertion(memberOf[decision.A], memberOf[decision.B], decision.Same))],
                model);
            for (var i = 0; i < positions.Length; i++)
            {
                customerOf[positions[i]] = customerCount + resolution.ClusterOf[i];
            }

            possible.AddRange(resolution.ReviewPairs.Select(pair => new BatchPair(positions[pair.A], positions[pair.B], new PairScore(pair.Weight, false))));
            customerCount += resolution.ClusterCount;
            oversize += resolution.Oversize ? 1 : 0;
        }

        int[] componentOf = [.. Enumerable.Range(0, records.Count).Select(components.Find)];
        return new BatchResolution(customerOf, customerCount, componentOf, StrongestPerCustomers(possible, decided, customerOf), compared, oversize);
    }

    private static ComponentMember MemberOf(BatchRecord record) => new(record.Identity, record.Features);

    private static List<BatchPair> StrongestPerCustomers(List<BatchPair> possible, List<(int A, int B, bool Same)> decided, int[] customerOf)
    {
        static (int, int) Ordered(int a, int b) => a < b ? (a, b) : (b, a);
        var settled = decided.Where(decision => !decision.Same).Select(decision => Ordered(customerOf[decision.A], customerOf[decision.B])).ToHashSet();
        var strongest = new Dictionary<(int, int), BatchPair>();
        foreach (var pair in possible)
        {
            var customers = Ordered(customerOf[pair.A], customerOf[pair.B]);
            if (customers.Item1 != customers.Item2 && !settled.Contains(customers)
                && (!strongest.TryGetValue(customers, out var best) || pair.Score.Weight > best.Score.Weight))
            {
                strongest[customers] = pair;
            }
        }

        return [.. strongest.Values];
    }

    /// <summary>Two records of the batch, by position, and what they are to each other.</summary>
    private readonly record struct ScoredPair(int A, int B, JudgedPair Judged);
}
