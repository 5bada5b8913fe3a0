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
/// <remarks>Every pair that shares a blocking key is scored: there are no hot keys here, so a batch in which very many records share a name and a birth date, say, costs their square. Crowded values bring
/// nobody together, see <see cref="CrowdedValues"/>.</remarks>
public static class BatchResolver
{
    /// <summary>Resolves the records. Assertions on unknown records are passed over.</summary>
    /// <param name="crowdLimit">Most records that may share a value; beyond it the value is crowded.</param>
    /// <exception cref="ArgumentException">Two records have one identity.</exception>
    public static BatchResolution Resolve(IReadOnlyList<BatchRecord> records, IReadOnlyList<BatchAssertion> assertions, MatchingModel model, KeyHasher hasher, int crowdLimit = CrowdedValues.LimitDefault) =>
        ScoredBatch.Score(records, model, hasher, crowdLimit).Resolve(assertions, model);

    /// <summary>Resolves the records under a variant of matching; their features must have been read by it.</summary>
    /// <exception cref="ArgumentException">Two records have one identity.</exception>
    public static BatchResolution Resolve(IReadOnlyList<BatchRecord> records, MatchingVariant variant, KeyHasher hasher) =>
        ScoredBatch.Score(records, variant, hasher).Resolve([], variant.Model, variant.ComponentsOnly);
}
