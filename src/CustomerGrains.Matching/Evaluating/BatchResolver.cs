using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Evaluating;

/// <summary>A record in a batch.</summary>
public readonly record struct BatchRecord(RecordIdentity Identity, RecordFeatures Features);

/// <summary>A person's decision in a batch.</summary>
public readonly record struct BatchAssertion(RecordIdentity A, RecordIdentity B, bool Same);

/// <summary>Two records of a batch worth a look, by position.</summary>
public readonly record struct BatchPair(int A, int B, PairScore Score);

/// <summary>What a batch resolves to.</summary>
/// <param name="CustomerOf">Per record the number of its customer.</param>
/// <param name="CustomerCount">Number of customers.</param>
/// <param name="ComponentOf">Per record the first record of its component, by position.</param>
/// <param name="ReviewPairs">At most one pair for each two customers.</param>
/// <param name="PairsCompared">Pairs that shared a blocking key.</param>
/// <param name="OversizeComponents">Components that the rule for large ones resolved.</param>
public sealed record BatchResolution(
    int[] CustomerOf, int CustomerCount, int[] ComponentOf, IReadOnlyList<BatchPair> ReviewPairs, long PairsCompared, int OversizeComponents)
{
    /// <summary>The customers as lists of record identities, for <see cref="PartitionHash"/>.</summary>
    public IEnumerable<IReadOnlyCollection<RecordIdentity>> Customers(IReadOnlyList<BatchRecord> records) =>
        Enumerable.Range(0, records.Count).GroupBy(i => CustomerOf[i]).Select(customer => customer.Select(i => records[i].Identity).ToArray());
}

/// <summary>Resolves a whole batch in memory: the reference that the index is measured against, made of the same pure functions and of nothing else.</summary>
/// <remarks>Every pair that shares a blocking key is scored: there are no hot keys here, so a batch in which one value is shared by very many records costs its square.</remarks>
public static class BatchResolver
{
    /// <summary>Resolves the records. Assertions on unknown records are passed over.</summary>
    /// <exception cref="ArgumentException">Two records have one identity.</exception>
    public static BatchResolution Resolve(IReadOnlyList<BatchRecord> records, IReadOnlyList<BatchAssertion> assertions, MatchingModel model, KeyHasher hasher)
    {
        var keysOf = new BlockingKey[records.Count][];
        var blocks = new Dictionary<BlockingKey, List<int>>();
        var positionOf = new Dictionary<RecordIdentity, int>();
        for (var i = 0; i < records.Count; i++)
        {
            if (!positionOf.TryAdd(records[i].Identity, i))
            {
                throw new ArgumentException($"The record {records[i].Identity} is in the batch twice.", nameof(records));
            }

            keysOf[i] = BlockingSchemes.Derive(records[i].Features, hasher).Keys;
            foreach (var key in keysOf[i])
            {
                if (!blocks.TryGetValue(key, out var block))
                {
                    blocks[key] = block = [];
                }

                block.Add(i);
            }
        }

        var components = new DisjointSets(records.Count);
        var possible = new List<BatchPair>();
        var compared = 0L;
        foreach (var (key, block) in blocks)
        {
            for (var x = 1; x < block.Count; x++)
            {
                for (var y = 0; y < x; y++)
                {
                    if (SmallestShared(keysOf[block[x]], keysOf[block[y]]) != key)
                    {
                        continue;
                    }

                    compared++;
                    var score = PairScorer.Score(records[block[x]].Features, records[block[y]].Features, model);
                    if (score.Weight < model.ReviewThreshold || score.Conflict)
                    {
                        continue;
                    }

                    possible.Add(new BatchPair(block[y], block[x], score));
                    if (score.Weight >= model.LinkThreshold)
                    {
                        components.Join(block[x], block[y]);
                    }
                }
            }
        }

        var decided = new List<(int A, int B, bool Same)>();
        foreach (var assertion in assertions)
        {
            if (positionOf.TryGetValue(assertion.A, out var a) && positionOf.TryGetValue(assertion.B, out var b))
            {
                decided.Add((a, b, assertion.Same));
                if (assertion.Same)
                {
                    components.Join(a, b);
                }
            }
        }

        return ResolveComponents(records, components, decided, possible, compared, model);
    }

    private static BatchResolution ResolveComponents(IReadOnlyList<BatchRecord> records, DisjointSets components, List<(int A, int B, bool Same)> decided,
        List<BatchPair> possible, long compared, MatchingModel model)
    {
        var customerOf = new int[records.Count];
        var customerCount = 0;
        var oversize = 0;
        var assertionsOf = decided.Where(decision => components.Find(decision.A) == components.Find(decision.B)).ToLookup(decision => components.Find(decision.A));
        foreach (var component in Enumerable.Range(0, records.Count).GroupBy(components.Find))
        {
            int[] positions = [.. component];
            if (positions.Length == 1)
            {
                customerOf[positions[0]] = customerCount++;
                continue;
            }

            var memberOf = new Dictionary<int, int>();
            for (var i = 0; i < positions.Length; i++)
            {
                memberOf[positions[i]] = i;
            }

            var resolution = ComponentResolver.Resolve(
                [.. positions.Select(i => new ComponentMember(records[i].Identity, records[i].Features))],
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

    private static BlockingKey? SmallestShared(BlockingKey[] a, BlockingKey[] b)
    {
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            var order = a[i].CompareTo(b[j]);
            if (order == 0)
            {
                return a[i];
            }

            i += order < 0 ? 1 : 0;
            j += order > 0 ? 1 : 0;
        }

        return null;
    }
}
