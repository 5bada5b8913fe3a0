using System.Diagnostics;
using CustomerGrains.Cli.Generating;
using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Local;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Stores.Sqlite;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>What an evaluation found.</summary>
/// <param name="Unlabelled">Records that the truth does not name; left out of pairs and B-cubed.</param>
/// <param name="Missing">Records that the truth names and the files do not hold.</param>
/// <param name="ReviewTrue">Possible matches that are one in truth.</param>
/// <param name="ReviewFalse">Possible matches that are not.</param>
/// <param name="ReviewUnlabelled">Possible matches with a record that the truth does not name.</param>
/// <param name="Errors">Some pairs that are wrong or missed, with their reasons.</param>
internal sealed record EvaluationResult(
    int Records, int Customers, ClusterMetrics Metrics, int Unlabelled, int Missing,
    int ReviewTrue, int ReviewFalse, int ReviewUnlabelled,
    double RecordsPerSecond, long PeakRssBytes, string PartitionHash,
    IReadOnlyList<EvaluationError> Errors);

/// <summary>A pair that was put together wrongly, or missed.</summary>
/// <param name="Reason">What the index says of the pair.</param>
internal sealed record EvaluationError(bool Missed, RecordIdentity A, RecordIdentity B, string Reason);

/// <summary>Runs records through the whole pipeline in this process (standardising, grains, a SQLite journal in a folder of its own, resolution) and compares the partition with the truth.</summary>
internal static class Evaluation
{
    private const int ReviewPage = 1000;

    public static async Task<EvaluationResult> RunAsync(
        IReadOnlyList<EvaluatedRecord> records, Dictionary<RecordIdentity, string> truth, EvaluationOptions options, Action<long> report, CancellationToken cancellationToken)
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

            var errors = new List<EvaluationError>();
            foreach (var (missed, a, b) in WrongPairs(customers, truth, missed: false).Take(options.ErrorsShown).Concat(WrongPairs(customers, truth, missed: true).Take(options.ErrorsShown)))
            {
                var explained = await index.ExplainRecordsAsync(a, b, cancellationToken).ConfigureAwait(false);
                errors.Add(new EvaluationError(missed, a, b, explained?.Summary ?? ""));
            }

            return await MeasureAsync(journal, customers, truth, order.Length / elapsed.TotalSeconds, errors, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
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

    /// <summary>One pair for each two clusters that a customer mixes, or for each two customers that share a cluster.</summary>
    private static IEnumerable<(bool Missed, RecordIdentity A, RecordIdentity B)> WrongPairs(
        List<IReadOnlyList<RecordIdentity>> customers, Dictionary<RecordIdentity, string> truth, bool missed)
    {
        var labelled = customers.SelectMany((records, customer) => records.Where(truth.ContainsKey).Select(record => (Record: record, Customer: customer, Cluster: truth[record])));
        var groups = missed
            ? labelled.GroupBy(record => record.Cluster).Select(cluster => cluster.DistinctBy(record => record.Customer).ToArray())
            : labelled.GroupBy(record => record.Customer).Select(customer => customer.DistinctBy(record => record.Cluster).ToArray());
        return groups.Where(group => group.Length > 1).Select(group => (missed, group[0].Record, group[1].Record));
    }

    private static async Task<EvaluationResult> MeasureAsync(
        SqliteJournal journal, List<IReadOnlyList<RecordIdentity>> customers, Dictionary<RecordIdentity, string> truth, double rate, IReadOnlyList<EvaluationError> errors,
        CancellationToken cancellationToken)
    {
        var clusters = new Dictionary<string, int>(StringComparer.Ordinal);
        var found = new List<int>();
        var expected = new List<int>();
        var total = 0;
        for (var customer = 0; customer < customers.Count; customer++)
        {
            foreach (var record in customers[customer])
            {
                total++;
                if (truth.TryGetValue(record, out var cluster))
                {
                    clusters.TryAdd(cluster, clusters.Count);
                    found.Add(customer);
                    expected.Add(clusters[cluster]);
                }
            }
        }

        var (reviewTrue, reviewFalse, reviewUnlabelled) = (0, 0, 0);
        for (Link? after = null; ;)
        {
            var page = await journal.ReadReviewPairsAsync(default, after, ReviewPage, cancellationToken).ConfigureAwait(false);
            var ends = await journal.ReadRecordsAsync([.. page.SelectMany(link => new[] { link.A.No, link.B.No })], cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < page.Count; i++)
            {
                if (!truth.TryGetValue(ends[2 * i]!.Identity, out var a) || !truth.TryGetValue(ends[(2 * i) + 1]!.Identity, out var b))
                {
                    reviewUnlabelled++;
                }
                else if (a == b)
                {
                    reviewTrue++;
                }
                else
                {
                    reviewFalse++;
                }
            }

            if (page.Count < ReviewPage)
            {
                break;
            }

            after = page[^1];
        }

        using var process = Process.GetCurrentProcess();
        return new EvaluationResult(
            total, customers.Count, ClusterMetrics.Compute(found, expected), total - found.Count, truth.Count - found.Count,
            reviewTrue, reviewFalse, reviewUnlabelled, rate, process.PeakWorkingSet64, PartitionHash.Compute(customers), errors);
    }
}
