using System.Diagnostics;
using CustomerGrains.Cli.Importing.Progress;
using CustomerGrains.Client;
using CustomerGrains.Server.Translation;

namespace CustomerGrains.Cli.Importing;

/// <summary>What became of a file.</summary>
/// <param name="Acknowledged">Records the server took in this run.</param>
/// <param name="Rejected">Lines that were not taken, in this run.</param>
/// <param name="Skipped">Lines that an earlier run had settled.</param>
/// <param name="Repeated">Records that came more than once; the later one replaced the earlier.</param>
/// <param name="Unread">Birth dates that are none, in this run.</param>
internal sealed record ImportResult(IngestTotals Totals, long Acknowledged, long Rejected, long Skipped, SeenIds Repeated, UnreadDates Unread, TimeSpan Elapsed);

/// <summary>Streams one file into the index, and keeps note of how far it is, so that it can go on after any end.</summary>
/// <param name="progressPath">Where to keep note.</param>
/// <param name="progress">Where to start: an earlier run's progress, or line 0.</param>
internal sealed class FileImport(CustomerGrainsClient client, SourceRegistration sources, RejectsFile rejects, string progressPath, ImportProgress progress)
{
    private static readonly TimeSpan NoteInterval = TimeSpan.FromMilliseconds(500);

    private readonly AcknowledgedPrefix _prefix = new(progress.Line);
    private readonly SeenIds _seen = new();
    private readonly UnreadDates _unread = new();
    private long _acknowledged;
    private long _rejected;

    /// <summary>Sends the records of a file. When this throws, what was settled is noted.</summary>
    /// <param name="report">Told the bytes read and the records acknowledged.</param>
    public async Task<ImportResult> RunAsync(RecordFile file, Action<long, long> report, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var noted = TimeSpan.Zero;
        var skipped = 0L;
        await using var stream = client.OpenIngestStream(new IngestStreamOptions { Acknowledged = Settle });
        try
        {
            foreach (var read in file.Records())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (read.Record is not null)
                {
                    _seen.Add(read.Identity);
                }

                if (read.Line <= progress.Line)
                {
                    skipped++;
                    continue;
                }

                var pending = _prefix.Begin(read.Line);
                if (read.Record is not { } record)
                {
                    Reject(pending, read.Reason!);
                    continue;
                }

                _unread.Add(record, read.Line);
                await sources.RequireAsync(read.Identity.Source, "", cancellationToken).ConfigureAwait(false);
                await stream.PutAsync(RecordKeys.ToKey(read.Identity), RecordTranslation.ToRecord(record), read.Version, pending, cancellationToken).ConfigureAwait(false);
                if (clock.Elapsed - noted > NoteInterval)
                {
                    noted = clock.Elapsed;
                    Note();
                    report(file.BytesRead, Interlocked.Read(ref _acknowledged));
                }
            }

            var totals = await stream.CompleteAsync(cancellationToken).ConfigureAwait(false);
            File.Delete(progressPath);
            report(file.BytesTotal, Interlocked.Read(ref _acknowledged));
            return new ImportResult(totals, _acknowledged, _rejected, skipped, _seen, _unread, clock.Elapsed);
        }
        catch
        {
            Note();
            throw;
        }
    }

    private void Settle(IngestAcknowledgement acknowledgement)
    {
        var pending = (AcknowledgedPrefix.Pending)acknowledgement.State!;
        if (acknowledgement.Error is { } error)
        {
            Reject(pending, error.Violations.Count == 0 ? error.Message : string.Join("; ", error.Violations.Select(violation => $"{violation.Field} {violation.Description}")));
            return;
        }

        Interlocked.Increment(ref _acknowledged);
        _prefix.Settle(pending);
    }

    private void Reject(AcknowledgedPrefix.Pending pending, string reason)
    {
        // Written down before it counts as settled, so that a rejection is never lost.
        rejects.Write(pending.Line, reason);
        Interlocked.Increment(ref _rejected);
        _prefix.Settle(pending);
    }

    private void Note() => (progress with { Line = _prefix.Line }).Write(progressPath);
}
