using System.Diagnostics;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Generating;

/// <summary>What became of the searches of one form, or of all.</summary>
internal sealed class SearchTally
{
    /// <summary>From asking to having the answer.</summary>
    public Latencies Latencies { get; } = new();

    public int Asked { get; private set; }

    /// <summary>Searches whose first page names the customer of the person meant.</summary>
    public int Found { get; private set; }

    public void Add(TimeSpan latency, bool found)
    {
        Latencies.Add(latency);
        Asked++;
        Found += found ? 1 : 0;
    }
}

/// <summary>Asks an index for residents of a town, over gRPC, one unary search a question.</summary>
internal sealed class TownSearches(CustomerGrainsClient client)
{
    private readonly Lock _gate = new();

    public SearchTally All { get; } = new();

    public IReadOnlyDictionary<QuestionForm, SearchTally> ByForm { get; } = QuestionForm.All.ToDictionary(form => form, _ => new SearchTally());

    /// <summary>How long all took together.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Asks every question; returns when all are answered.</summary>
    /// <param name="inFlight">Searches under way at once; 1: one after another.</param>
    /// <param name="report">Told the searches answered.</param>
    public async Task RunAsync(IReadOnlyList<TownQuestion> questions, int inFlight, Action<long> report, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            questions,
            new ParallelOptions { MaxDegreeOfParallelism = inFlight, CancellationToken = cancellationToken },
            async (question, cancellation) =>
            {
                var from = clock.Elapsed;
                var answer = await client.SearchAsync(new SearchRequest { Text = question.Text }, cancellation).ConfigureAwait(false);
                var latency = clock.Elapsed - from;
                var found = answer.Hits.Any(hit => hit.Customer.Records.Any(record => question.Means(record.Key)));
                lock (_gate)
                {
                    All.Add(latency, found);
                    ByForm[question.Form].Add(latency, found);
                    report(All.Asked);
                }
            }).ConfigureAwait(false);
        Elapsed = clock.Elapsed;
    }
}
