using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Index.Intake;

/// <summary>Resolves what was accepted and then cut off, by a crash, a lost call or an overload.</summary>
public sealed partial class Sweep(GrainContext context, RecordIntake intake, EvidenceRouter router, ILogger<Sweep> logger)
{
    private const int PageSize = 512;

    /// <summary>Goes once over everything that is unresolved, not under way and this process's share.</summary>
    /// <returns>Records and decisions that could not be resolved this time.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var share = context.Ports.Sweep;
        if (share.SettleTime == TimeSpan.Zero)
        {
            return await ResolveAsync(share.IsMine, static _ => true, cancellationToken).ConfigureAwait(false);
        }

        // What another process has just accepted is unresolved, too, and not cut off: only what is still there after a while is.
        var records = await UnresolvedAsync(share, cancellationToken).ConfigureAwait(false);
        var assertions = await UnresolvedAssertionsAsync(share, cancellationToken).ConfigureAwait(false);
        if (records.Count + assertions.Count == 0)
        {
            return 0;
        }

        await Task.Delay(share.SettleTime, context.Time, cancellationToken).ConfigureAwait(false);
        return await ResolveAsync(records.Contains, assertions.Contains, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<HashSet<RecordNo>> UnresolvedAsync(ISweepShare share, CancellationToken cancellationToken)
    {
        var unresolved = new HashSet<RecordNo>();
        for (var after = default(RecordNo);
            await context.Journal.ReadUnresolvedRecordsAsync(after, PageSize, cancellationToken).ConfigureAwait(false) is { Count: > 0 } page;
            after = page[^1])
        {
            unresolved.UnionWith(page.Where(share.IsMine));
        }

        return unresolved;
    }

    private async ValueTask<HashSet<long>> UnresolvedAssertionsAsync(ISweepShare share, CancellationToken cancellationToken) =>
        [.. (await context.Journal.ReadUnresolvedAssertionsAsync(cancellationToken).ConfigureAwait(false)).Where(assertion => share.IsMine(assertion.A)).Select(assertion => assertion.No)];

    private async Task<int> ResolveAsync(Func<RecordNo, bool> takes, Func<long, bool> takesAssertion, CancellationToken cancellationToken)
    {
        var failed = 0;
        var done = 0;
        for (var after = default(RecordNo); ;)
        {
            var page = await context.Journal.ReadUnresolvedRecordsAsync(after, PageSize, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            after = page[^1];
            foreach (var chunk in page.Where(takes).Chunk(context.Options.CatchUpInFlightMax))
            {
                var outcomes = await Task.WhenAll(chunk.Select(record => TryAsync(() => intake.ResolveAgainAsync(record, cancellationToken)))).ConfigureAwait(false);
                failed += outcomes.Count(succeeded => !succeeded);
                done += outcomes.Length;
            }
        }

        foreach (var assertion in await context.Journal.ReadUnresolvedAssertionsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!takesAssertion(assertion.No))
            {
                continue;
            }

            var evidence = new Evidence { Model = context.Models.Current.No, Subjects = [], Touched = [assertion.A, assertion.B], Assertions = [assertion.No] };
            failed += await TryAsync(() => router.SendAsync(evidence).AsTask()).ConfigureAwait(false) ? 0 : 1;
            done++;
        }

        if (done > 0)
        {
            LogSwept(done, failed);
        }

        return failed;
    }

    private async Task<bool> TryAsync(Func<Task> resolve)
    {
        try
        {
            await resolve().ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One record that cannot be resolved must not keep the others waiting; the next sweep comes back to it.
            LogFailed(exception);
            return false;
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Information, Message = "Looked at {Count} unresolved records and decisions, {Failed} of them remain")]
    private partial void LogSwept(int count, int failed);

    [LoggerMessage(EventId = 1102, Level = LogLevel.Warning, Message = "A record or decision could not be resolved; the next sweep tries again")]
    private partial void LogFailed(Exception exception);
}
