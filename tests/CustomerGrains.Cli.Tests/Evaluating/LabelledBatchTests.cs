using System.Globalization;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Generating;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Tests.Evaluating;

public sealed class LabelledBatchTests
{
    private const ulong Seed = 11;

    [Fact]
    public async Task In_memory_it_is_the_partition_and_the_questions_of_the_whole_pipeline()
    {
        // Goal: figures of sets that are resolved in memory are those of the index. Method: a town of seed 11 both ways.
        var (records, truth) = Town(1200);
        var batch = LabelledBatch.Of(records, truth, new SourceDefaults(), MatchingModel.Default);
        var run = await Evaluation.RunAsync(records, new EvaluationOptions { ShuffleSeed = Seed }, _ => { }, CancellationToken.None);
        Assert.Equal(run.PartitionHash, batch.Hash());
        var (piped, found) = (FoundPartition.Of(run, batch), batch.Resolve());
        Assert.Equal(Asked(batch, piped), Asked(batch, found));
        Assert.NotEmpty(found.Questions);
        Assert.Equal(run.PartitionHash, Evaluation.RunInMemory(batch).PartitionHash);
    }

    [Fact]
    public void Pairs_are_counted_over_labelled_records_and_across_sources()
    {
        var (records, truth) = Town(400);
        foreach (var unlabelled in truth.Keys.Where((_, i) => i % 10 == 0).ToArray())
        {
            truth.Remove(unlabelled);
        }

        var batch = LabelledBatch.Of(records, truth, new SourceDefaults(), MatchingModel.Default);
        var found = batch.Resolve();
        int[] labelled = [.. batch.Labelled];
        Assert.Equal(truth.Count, labelled.Length);
        var pairs = (from x in labelled from y in labelled where x < y select (x, y)).ToArray();
        Assert.Equal(Counts(pairs), PairCounts.Of(batch.Measure(found)));
        Assert.Equal(Counts(pairs.Where(pair => batch.Batch[pair.x].Identity.Source != batch.Batch[pair.y].Identity.Source)), batch.MeasureAcross(found));
        Assert.Equal(pairs.Count(pair => batch.ClusterOf[pair.x] == batch.ClusterOf[pair.y]), batch.TruePairs.Count());
        var missed = MissedPairs.Of(batch, found);
        Assert.Equal(Counts(pairs).Missed, missed.Count);
        Assert.Equal(missed.Count, missed.ByReason.Values.Sum());

        PairCounts Counts(IEnumerable<(int X, int Y)> counted) => counted.Aggregate(default(PairCounts), (sum, pair) =>
            (found.Together(pair.X, pair.Y), batch.ClusterOf[pair.X] == batch.ClusterOf[pair.Y]) switch
            {
                (true, true) => sum with { Right = sum.Right + 1 },
                (true, false) => sum with { Wrong = sum.Wrong + 1 },
                (false, true) => sum with { Missed = sum.Missed + 1 },
                _ => sum,
            });
    }

    private static (List<EvaluatedRecord> Records, Dictionary<RecordIdentity, string> Truth) Town(int count)
    {
        var town = new Town(count, Seed);
        var records = town.Records().ToArray();
        return (
            [.. records.Select(record => new EvaluatedRecord(record.Identity, town.Read(record)))],
            records.ToDictionary(record => record.Identity, record => record.Resident.Number.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Which customers are asked about, each named by its smallest record.</summary>
    private static IEnumerable<string> Asked(LabelledBatch batch, FoundPartition found)
    {
        var nameOf = batch.Batch.Select((record, i) => (record.Identity, Customer: found.CustomerOf[i])).GroupBy(record => record.Customer)
            .ToDictionary(customer => customer.Key, customer => customer.Min(record => record.Identity).ToString());
        return found.Questions.Select(pair => string.Join(" and ", new[] { nameOf[found.CustomerOf[pair.A]], nameOf[found.CustomerOf[pair.B]] }.Order(StringComparer.Ordinal)))
            .Order(StringComparer.Ordinal);
    }
}
