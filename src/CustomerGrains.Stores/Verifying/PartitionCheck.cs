using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Stores.Verifying;

/// <summary>The one law: the customers are what the records, the decisions and the model give when everything is resolved at once.</summary>
internal static class PartitionCheck
{
    private const string Name = "partition";

    public static void Run(StoreContents contents, List<BatchRecord> records, MatchingModel model, StoreVerifierOptions options, Findings findings)
    {
        if (!CanRun(contents, records, options, findings, out var hasher))
        {
            return;
        }

        findings.Report(Name, 0, 1);
        BatchAssertion[] assertions =
        [
            .. contents.Assertions
                .Where(assertion => assertion.Newest && assertion.Decision != AssertionDecision.Withdraw)
                .Where(assertion => contents.Records.ContainsKey(assertion.A) && contents.Records.ContainsKey(assertion.B))
                .Select(assertion => new BatchAssertion(contents.Records[assertion.A].Identity, contents.Records[assertion.B].Identity, assertion.Decision == AssertionDecision.Same)),
        ];
        var oracle = BatchResolver.Resolve(records, assertions, model, hasher, ContentCheck.CrowdLimitOf(contents));
        var stored = contents.Partition.ToDictionary(customer => customer.Min(), customer => customer.Order().ToArray());
        foreach (var customer in oracle.Customers(records))
        {
            var expected = customer.Order().ToArray();
            if (!stored.Remove(expected[0], out var held) || !held.SequenceEqual(expected))
            {
                findings.Add(Name, $"Record {expected[0]} ought to be with {Words(expected)}, but is with {Words(held ?? [])}.");
            }
        }

        foreach (var first in stored.Keys)
        {
            findings.Add(Name, $"The customer of record {first} ought not to be: its records belong to others.");
        }

        findings.Report(Name, 1, 1);
    }

    private static bool CanRun(StoreContents contents, List<BatchRecord> records, StoreVerifierOptions options, Findings findings, out KeyHasher hasher)
    {
        hasher = null!;
        var live = contents.Records.Values.Where(record => record.IsLive).ToArray();
        var unresolved = contents.Records.Values.Count(record => !record.IsResolved) + contents.Assertions.Count(assertion => !assertion.Resolved);
        if (unresolved > 0)
        {
            findings.Note($"{unresolved} records or decisions wait to be resolved, so the partition was not compared with one computed anew. Start the server, let it settle, and verify again.");
            return false;
        }

        var former = live.Count(record => record.Model != contents.InForce);
        if (former > 0)
        {
            findings.Note($"A change of model is under way: {former} records are placed under a former model, so the partition was not compared with one computed anew. Let the server finish, and verify again.");
            return false;
        }

        if (!live.All(ReadingCheck.IsOwn))
        {
            // Said already.
            return false;
        }

        if (live.Length > options.OracleRecordsMax)
        {
            findings.Note($"The partition was not compared with one computed anew: {live.Length} records are more than {options.OracleRecordsMax}.");
            return false;
        }

        if (records.Count != live.Length || !ContentCheck.TryReadHasher(contents, findings, out hasher))
        {
            findings.Note("The partition was not compared with one computed anew, because some content cannot be read.");
            return false;
        }

        var pairs = CountPairs(records, ContentCheck.CrowdLimitOf(contents), hasher);
        if (pairs > options.OraclePairsMax)
        {
            findings.Note($"The partition was not compared with one computed anew: {pairs} pairs are more than {options.OraclePairsMax}.");
            return false;
        }

        return true;
    }

    private static long CountPairs(List<BatchRecord> records, int crowdLimit, KeyHasher hasher)
    {
        var counts = new Dictionary<BlockingKey, long>();
        var pairs = 0L;
        foreach (var keys in CrowdedBatch.WithoutCrowds(records, crowdLimit, hasher).Keys)
        {
            foreach (var key in keys)
            {
                var count = counts.GetValueOrDefault(key);
                pairs += count;
                counts[key] = count + 1;
            }
        }

        return pairs;
    }

    private static string Words(RecordIdentity[] records) => records.Length switch
    {
        0 => "other records",
        1 => "nobody",
        <= 6 => string.Join(", ", records.Skip(1)),
        _ => $"{string.Join(", ", records.Skip(1).Take(5))} and {records.Length - 6} more",
    };
}
