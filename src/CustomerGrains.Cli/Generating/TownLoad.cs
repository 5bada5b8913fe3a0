using System.Diagnostics;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Client;
using CustomerGrains.Server.Translation;

namespace CustomerGrains.Cli.Generating;

/// <summary>What a load did, and how long it took.</summary>
internal sealed record TownLoadResult(IngestTotals Totals, TimeSpan Elapsed);

/// <summary>Streams a town into an index over gRPC.</summary>
internal sealed class TownLoad(CustomerGrainsClient client, SourceRegistration sources)
{
    private long _acknowledged;

    /// <summary>Sends every record; returns when all are acknowledged.</summary>
    /// <param name="rate">Records per second, at constant intervals whatever the answers do; 0: as fast as they are taken.</param>
    /// <param name="latencies">Filled with the time from when a record was due to its acknowledgement.</param>
    /// <param name="report">Told the records acknowledged.</param>
    public async Task<TownLoadResult> RunAsync(
        Town town, double rate, int inFlight, Latencies? latencies, Action<long> report, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        await using var stream = client.OpenIngestStream(new IngestStreamOptions
        {
            InFlightMax = inFlight,
            Acknowledged = acknowledgement =>
            {
                latencies?.Add(clock.Elapsed - (TimeSpan)acknowledgement.State!);
                if (++_acknowledged % 100 == 0)
                {
                    report(_acknowledged);
                }
            },
        });
        foreach (var source in TownSource.All)
        {
            await sources.RequireAsync(source.Name, source.Title, cancellationToken).ConfigureAwait(false);
        }

        clock.Restart();
        var sent = 0L;
        foreach (var record in town.Records())
        {
            var due = rate > 0 ? TimeSpan.FromSeconds(sent / rate) : clock.Elapsed;
            if (due > clock.Elapsed + TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(due - clock.Elapsed, cancellationToken).ConfigureAwait(false);
            }

            await stream.PutAsync(RecordKeys.ToKey(record.Identity), RecordTranslation.ToRecord(town.Read(record)), 0, due, cancellationToken).ConfigureAwait(false);
            sent++;
        }

        var totals = await stream.CompleteAsync(cancellationToken).ConfigureAwait(false);
        return new TownLoadResult(totals, clock.Elapsed);
    }
}
