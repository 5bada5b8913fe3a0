using System.Diagnostics;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Client;
using CustomerGrains.Server.Translation;

namespace CustomerGrains.Cli.Generating;

/// <summary>What a load did, and how long it took.</summary>
internal sealed record TownLoadResult(IngestTotals Totals, TimeSpan Elapsed);

/// <summary>Streams a town into an index over gRPC, through one server or all of a cluster.</summary>
/// <param name="servers">Whoever of them has room takes the next record.</param>
internal sealed class TownLoad(IReadOnlyList<CustomerGrainsClient> servers, SourceRegistration sources)
{
    private readonly Lock _counting = new();

    /// <summary>Sends the records that may be taken from the queue; returns when all are acknowledged.</summary>
    /// <param name="rate">Records per second, at constant intervals whatever the answers do; 0: as fast as they are taken.</param>
    /// <param name="inFlight">Records sent to each server and not acknowledged.</param>
    /// <param name="latencies">Filled with the time from when a record was due to its acknowledgement.</param>
    /// <param name="report">Told the records acknowledged.</param>
    public async Task<TownLoadResult> RunAsync(
        TownQueue records, double rate, int inFlight, Latencies? latencies, Action<long> report, CancellationToken cancellationToken)
    {
        foreach (var source in TownSource.All)
        {
            await sources.RequireAsync(source.Name, source.Title, cancellationToken).ConfigureAwait(false);
        }

        var clock = Stopwatch.StartNew();
        var acknowledged = 0L;
        var streams = servers.Select(server => server.OpenIngestStream(new IngestStreamOptions
        {
            InFlightMax = inFlight,
            Acknowledged = acknowledgement =>
            {
                lock (_counting)
                {
                    latencies?.Add(clock.Elapsed - (TimeSpan)acknowledgement.State!);
                    if (++acknowledged % 100 == 0)
                    {
                        report(acknowledged);
                    }
                }
            },
        })).ToList();
        try
        {
            var totals = await Task.WhenAll(streams.Select(stream => SendAsync(stream, records, rate, clock, cancellationToken))).ConfigureAwait(false);
            return new TownLoadResult(Together(totals), clock.Elapsed);
        }
        finally
        {
            foreach (var stream in streams)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static async Task<IngestTotals> SendAsync(IngestStream stream, TownQueue records, double rate, Stopwatch clock, CancellationToken cancellationToken)
    {
        while (records.TryTake(out var record, out var number))
        {
            var due = rate > 0 ? TimeSpan.FromSeconds(number / rate) : clock.Elapsed;
            if (due > clock.Elapsed + TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due - clock.Elapsed, cancellationToken).ConfigureAwait(false);
            }

            await stream.PutAsync(RecordKeys.ToKey(record.Identity), RecordTranslation.ToRecord(records.Town.Read(record)), 0, due, cancellationToken).ConfigureAwait(false);
        }

        return await stream.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IngestTotals Together(IReadOnlyList<IngestTotals> each) => new(
        each.Sum(totals => totals.Acknowledged),
        each.Sum(totals => totals.Failed),
        each.Sum(totals => totals.Resent),
        each.Sum(totals => totals.Reconnects),
        each.SelectMany(totals => totals.ByEffect).GroupBy(effect => effect.Key, effect => effect.Value).ToDictionary(effect => effect.Key, effect => effect.Sum()));
}
