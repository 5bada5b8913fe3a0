using System.Diagnostics;
using CustomerGrains.Cli.Generating;
using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Local;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Stores.Sqlite;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>What a run through the whole pipeline ended in.</summary>
/// <param name="Customers">The records of each customer.</param>
/// <param name="ReviewPairs">Pairs of records that people are offered for review, strongest first.</param>
/// <param name="RecordsPerSecond">Records sent, or resolved.</param>
/// <param name="PeakRssBytes">Peak memory of the process so far.</param>
internal sealed record EvaluatedRun(
    IReadOnlyList<IReadOnlyList<RecordIdentity>> Customers, IReadOnlyList<(RecordIdentity A, RecordIdentity B)> ReviewPairs,
    double RecordsPerSecond, long PeakRssBytes, string PartitionHash)
{
    /// <summary>Every record was durable before it counted; else all were resolved in memory at once.</summary>
    public bool Durable { get; init; } = true;
}

/// <summary>Runs records through the whole pipeline in this process (standardising, grains, a SQLite journal in a folder of its own, resolution) and gives the partition.</summary>
internal static class Evaluation
{
    private const int ReviewPage = 1000;

    public static async Task<EvaluatedRun> RunAsync(
        IReadOnlyList<EvaluatedRecord> records, EvaluationOptions options, Action<long> report, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("cgrains-eval-");
        try
        {
            await using var journal = SqliteJournal.Open(folder.FullName);
            await using var local = await LocalIndex.OpenAsync(journal, journal, options.Model, start: false, cancellationToken: cancellationToken).ConfigureAwait(false);
            var index = local.Index;
            foreach (var source in records.Select(record => record.Identity.Source).Distinct(StringComparer.Ordinal))
            {
                await index.RegisterSourceAsync(new Source(source, "", options.Defaults), cancellationToken).ConfigureAwait(false);
            }

            var order = Order(records, options);
            var clock = Stopwatch.StartNew();
            await SendAsync(index, order, options.InFlight, report, cancellationToken).ConfigureAwait(false);
            var elapsed = clock.Elapsed;

            var customers = new List<IReadOnlyList<RecordIdentity>>();
            await foreach (var (_, members) in journal.ReadPartitionAsync(cancellationToken).ConfigureAwait(false))
            {
                customers.Add(members);
            }

            var review = await ReviewPairsAsync(journal, cancellationToken).ConfigureAwait(false);
            using var process = Process.GetCurrentProcess();
            return new EvaluatedRun(customers, review, order.Length / elapsed.TotalSeconds, process.PeakWorkingSet64, PartitionHash.Compute(customers));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Resolves the records in memory: the way of variants that no index has.</summary>
    public static EvaluatedRun RunInMemory(LabelledBatch batch)
    {
        var clock = Stopwatch.StartNew();
        var found = batch.Resolve();
        var elapsed = clock.Elapsed;
        List<IReadOnlyList<RecordIdentity>> customers =
            [.. Enumerable.Range(0, batch.Batch.Length).GroupBy(i => found.CustomerOf[i]).Select(customer => customer.Select(i => batch.Batch[i].Identity).ToArray())];
        using var process = Process.GetCurrentProcess();
        return new EvaluatedRun(
            customers, [.. found.ReviewPairs.Select(pair => (batch.Batch[pair.A].Identity, batch.Batch[pair.B].Identity))],
            batch.Batch.Length / elapsed.TotalSeconds, process.PeakWorkingSet64, PartitionHash.Compute(customers))
        {
            Durable = false,
        };
    }

    private static EvaluatedRecord[] Order(IReadOnlyList<EvaluatedRecord> records, EvaluationOptions options)
    {
        EvaluatedRecord[] order = options.Repeat ? [.. records, .. records] : [.. records];
        if (options.ShuffleSeed is { } seed)
        {
            var random = new SeededRandom(seed);
            for (var i = order.Length - 1; i > 0; i--)
            {
                var j = random.Below(i + 1);
                (order[i], order[j]) = (order[j], order[i]);
            }
        }

        return order;
    }

    private static async Task SendAsync(CustomerIndex index, EvaluatedRecord[] order, int inFlight, Action<long> report, CancellationToken cancellationToken)
    {
        var next = -1;
        var done = 0L;
        var workers = Enumerable.Range(0, inFlight).Select(async _ =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < order.Length)
            {
                await index.PutAsync(new PutCommand(order[i].Identity, order[i].Record), cancellationToken).ConfigureAwait(false);
                var count = Interlocked.Increment(ref done);
                if (count % 256 == 0)
                {
                    report(count);
                }
            }
        });
        await Task.WhenAll(workers).ConfigureAwait(false);
    }

    private static async Task<List<(RecordIdentity A, RecordIdentity B)>> ReviewPairsAsync(SqliteJournal journal, CancellationToken cancellationToken)
    {
        var pairs = new List<(RecordIdentity, RecordIdentity)>();
        for (Link? after = null; ;)
        {
            var page = await journal.ReadReviewPairsAsync(default, after, ReviewPage, cancellationToken).ConfigureAwait(false);
            var ends = await journal.ReadRecordsAsync([.. page.SelectMany(link => new[] { link.A.No, link.B.No })], cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < page.Count; i++)
            {
                pairs.Add((ends[2 * i]!.Identity, ends[(2 * i) + 1]!.Identity));
            }

            if (page.Count < ReviewPage)
            {
                return pairs;
            }

            after = page[^1];
        }
    }
}
