using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Intake;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Index.ReadingChange;

/// <summary>Reads anew, from the content the journal holds, the records that were read by an older version, and resolves them.</summary>
/// <remarks>Remembers nothing: by which version a record was read is in the journal, so it may be cut off at any moment and be started again, and two of them may run at once. A record that is read anew and cut off
/// before it is resolved is found by <see cref="Sweep"/>.</remarks>
public sealed partial class ReadingSweep(GrainContext context, SourceRegistry sources, Prober prober, EvidenceRouter router, ILogger<ReadingSweep> logger)
{
    private const int PageSize = 512;

    /// <summary>Says that records are read by this build's version from now on.</summary>
    /// <exception cref="NewerReadingException">A later one has begun to.</exception>
    public static async ValueTask BeginAsync(IJournal journal, CancellationToken cancellationToken)
    {
        var reading = await journal.BeginReadingAsync(RecordReading.Version, cancellationToken).ConfigureAwait(false);
        if (reading.Version > RecordReading.Version)
        {
            throw new NewerReadingException(reading.Version, RecordReading.Version);
        }
    }

    /// <summary>Goes over everything that was read by an older version until nothing is left of this process's share.</summary>
    /// <returns>Records that could not be read anew this time.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        while (true)
        {
            var status = await context.Journal.ReadStatusAsync(cancellationToken).ConfigureAwait(false);
            if (status.OlderReadings == 0)
            {
                return 0;
            }

            var round = await RunOnceAsync(cancellationToken).ConfigureAwait(false);
            done += round.Done;
            if (round.Seen == 0)
            {
                var finished = await context.Journal.FinishReadingAsync(RecordReading.Version, status.LastPosition, cancellationToken).ConfigureAwait(false);
                LogRead(done, 0, finished);
                return 0;
            }

            if (round.Done == 0)
            {
                // The others' share, or what could not be read: the next round of the sweep comes back to it.
                LogRead(done, round.Failed, false);
                return round.Failed;
            }
        }
    }

    private async Task<(int Seen, int Done, int Failed)> RunOnceAsync(CancellationToken cancellationToken)
    {
        var (seen, done, failed) = (0, 0, 0);
        for (var after = default(RecordNo);
            await context.Journal.ReadOlderReadingsAsync(after, RecordReading.Version, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page;
            after = page[^1])
        {
            seen += page.Count;
            foreach (var chunk in page.Where(context.Ports.Sweep.IsMine).Chunk(context.Options.SweepInFlightMax))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var outcome = await ReadAsync(chunk, cancellationToken).ConfigureAwait(false);
                done += outcome.Done;
                failed += outcome.Failed;
            }
        }

        return (seen, done, failed);
    }

    private async Task<(int Done, int Failed)> ReadAsync(RecordNo[] wanted, CancellationToken cancellationToken)
    {
        // With all that are in their components: one that is compared with a record that is not read anew yet may leave its customer, to come back when that is.
        var snapshot = await context.Journal.ReadComponentsAsync(wanted, cancellationToken).ConfigureAwait(false);
        RecordNo[] numbers = [.. snapshot.Records.Where(record => record.IsLive).Select(record => record.No).Union(wanted).Order()];

        // Either may be of a later revision than the other; which the journal takes is compared there.
        var records = await context.Journal.ReadRecordsAsync(numbers, cancellationToken).ConfigureAwait(false);
        var bodies = await context.Journal.ReadBodiesAsync(numbers, cancellationToken).ConfigureAwait(false);
        var replies = await Task.WhenAll(numbers.Select((_, i) => TryReadAsync(records[i], bodies[i], cancellationToken))).ConfigureAwait(false);
        var toResolve = new HashSet<RecordNo>();
        foreach (var reply in replies)
        {
            if (reply is { Outcome: RereadOutcome.Changed })
            {
                toResolve.Add(reply.Record.No);
                toResolve.UnionWith(reply.Reopened);
                await prober.WithdrawAsync(reply.Record, reply.WithdrawnKeys).ConfigureAwait(false);
            }
        }

        await ResolveAsync([.. toResolve.Order()], cancellationToken).ConfigureAwait(false);

        // One that was overtaken was changed by somebody, so looking again leads on.
        var failed = replies.Index().Count(reply => reply.Item is null or { Outcome: RereadOutcome.SourceChanged } && wanted.Contains(numbers[reply.Index]));
        return (wanted.Length - failed, failed);
    }

    /// <summary>Resolves records that were read anew, those that have to do with each other by one commit: none must be placed by what is known of half of them.</summary>
    private async ValueTask ResolveAsync(IReadOnlyList<RecordNo> numbers, CancellationToken cancellationToken)
    {
        if (numbers.Count == 0)
        {
            return;
        }

        var records = await context.Journal.ReadRecordsAsync(numbers, cancellationToken).ConfigureAwait(false);
        JournalRecord[] unresolved = [.. records.OfType<JournalRecord>().Where(record => record.IsLive && record.ResolvedRevision < record.Revision)];
        try
        {
            var revisions = Array.ConvertAll(unresolved, record => new RecordRevision(record.No, record.Revision));
            var evidence = await prober.ProbeAgainAsync(revisions, context.Models.Current.No).ConfigureAwait(false);
            await Task.WhenAll(Apart(evidence, unresolved).Select(TryResolveAsync)).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForTheSweep(exception))
        {
            // Sweep finds them.
        }
    }

    private async Task TryResolveAsync(Evidence evidence)
    {
        try
        {
            await router.SendAsync(evidence).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForTheSweep(exception))
        {
            // One component that is contended must not keep the others waiting; Sweep comes back to it.
        }
    }

    /// <summary>Takes evidence apart into what has to do with each other: records of one component, and records that are linked.</summary>
    private static IEnumerable<Evidence> Apart(Evidence evidence, IReadOnlyList<JournalRecord> records)
    {
        var leaders = new Dictionary<RecordNo, RecordNo>();
        foreach (var record in records)
        {
            Join(record.No, record.Component.IsNone ? record.No : record.Component);
        }

        foreach (var link in evidence.Links)
        {
            Join(link.A.No, link.B.No);
        }

        var links = evidence.Links.ToLookup(link => LeaderOf(link.A.No));
        return evidence.Subjects.GroupBy(subject => LeaderOf(subject.No)).Select(group => evidence with { Subjects = [.. group], Links = [.. links[group.Key]] });

        RecordNo LeaderOf(RecordNo record)
        {
            while (leaders.TryGetValue(record, out var leader))
            {
                record = leader;
            }

            return record;
        }

        void Join(RecordNo a, RecordNo b)
        {
            var (leaderOfA, leaderOfB) = (LeaderOf(a), LeaderOf(b));
            if (leaderOfA != leaderOfB)
            {
                leaders[leaderOfA] = leaderOfB;
            }
        }
    }

    private static bool IsForTheSweep(Exception exception) => exception is GrainUnavailableException or JournalUnavailableException or OverloadedException;

    /// <returns>Null: it could not be read anew.</returns>
    private async Task<RereadReply?> TryReadAsync(JournalRecord? record, JournalRecordBody? body, CancellationToken cancellationToken)
    {
        if (record is not { IsLive: true } || body is not { IsLive: true } || body.Revision != record.Revision)
        {
            return new RereadReply(RereadOutcome.Overtaken);
        }

        try
        {
            var source = await sources.GetAsync(record.Identity.Source, cancellationToken).ConfigureAwait(false);
            var reply = await RereadAsync(record, body, source, cancellationToken).ConfigureAwait(false);
            for (var attempt = 1; reply.Outcome == RereadOutcome.SourceChanged && attempt < context.Options.CallAttemptsMax; attempt++)
            {
                source = await sources.RefreshAsync(record.Identity.Source, cancellationToken).ConfigureAwait(false);
                reply = await RereadAsync(record, body, source, cancellationToken).ConfigureAwait(false);
            }

            return reply;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One record that cannot be read must not keep the others waiting; the next round comes back to it.
            LogFailed(exception);
            return null;
        }
    }

    private ValueTask<RereadReply> RereadAsync(JournalRecord record, JournalRecordBody body, Source source, CancellationToken cancellationToken)
    {
        var features = Standardiser.Standardise(SourceRecordCodec.Decode(body.Payload), source.Defaults);
        var encoded = FeaturesCodec.Encode(features);
        return context.Journal.RereadAsync(
            new RereadRequest
            {
                Identity = record.Identity,
                Revision = record.Revision,
                ReadAs = source.Defaults,
                Features = encoded.AsSpan().SequenceEqual(record.Features) ? null : encoded,
                Keys = BlockingSchemes.Derive(features, context.Hasher),
                CrowdLimit = context.CrowdLimit,
            },
            cancellationToken);
    }

    [LoggerMessage(EventId = 1121, Level = LogLevel.Information, Message = "Read {Count} records anew by this version, {Failed} could not be; finished={Finished}")]
    private partial void LogRead(int count, int failed, bool finished);

    [LoggerMessage(EventId = 1122, Level = LogLevel.Warning, Message = "A record could not be read anew by this version; the next round tries again")]
    private partial void LogFailed(Exception exception);
}
