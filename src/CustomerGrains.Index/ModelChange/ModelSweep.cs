using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Intake;
using CustomerGrains.Index.Journal;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Index.ModelChange;

/// <summary>Places anew, component by component, what was last placed under a former model.</summary>
/// <remarks>Remembers nothing: which records are left is in the journal, so it may be cut off at any moment and be started again, and two of them may run at once.</remarks>
public sealed partial class ModelSweep(GrainContext context, Prober prober, EvidenceRouter router, ILogger<ModelSweep> logger)
{
    private const int PageSize = 512;

    /// <summary>Goes once over everything that is placed under a former model.</summary>
    /// <returns>Components that could not be placed this time.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var model = (await context.Models.RefreshAsync(cancellationToken).ConfigureAwait(false)).No;
        if ((await context.Journal.ReadStatusAsync(cancellationToken).ConfigureAwait(false)).FormerRecords == 0)
        {
            await FinishAsync(model, cancellationToken).ConfigureAwait(false);
            return 0;
        }

        var failed = 0;
        var done = 0;
        for (var after = default(RecordNo); (await context.Journal.ReadFormerRecordsAsync(after, PageSize, cancellationToken).ConfigureAwait(false)) is { Count: > 0 } page; after = page[^1])
        {
            var records = await context.Journal.ReadRecordsAsync(page, cancellationToken).ConfigureAwait(false);
            var components = records.OfType<JournalRecord>().Where(record => context.Ports.Sweep.IsMine(record.Component)).GroupBy(record => record.Component, record => new RecordRevision(record.No, record.Revision));
            foreach (var chunk in components.Chunk(context.Options.SweepInFlightMax))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var outcomes = await Task.WhenAll(chunk.Select(component => TryPlaceAsync([.. component]))).ConfigureAwait(false);
                failed += outcomes.Count(succeeded => !succeeded);
                done += outcomes.Length;
            }
        }

        LogPlaced(done, failed, await FinishAsync(model, cancellationToken).ConfigureAwait(false));
        return failed;
    }

    private async ValueTask<bool> FinishAsync(ModelNo model, CancellationToken cancellationToken) =>
        (await context.Journal.ReadModelAsync(model, cancellationToken).ConfigureAwait(false))!.FinishedAt is not null
        || await context.Journal.FinishModelAsync(model, cancellationToken).ConfigureAwait(false);

    private async Task<bool> TryPlaceAsync(IReadOnlyList<RecordRevision> members)
    {
        try
        {
            await router.SendAsync(await prober.ProbeAgainAsync(members, context.Models.Current.No).ConfigureAwait(false)).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One component that cannot be placed must not keep the others waiting; the next round comes back to it.
            LogFailed(exception);
            return false;
        }
    }

    [LoggerMessage(EventId = 1111, Level = LogLevel.Information, Message = "Placed {Count} components anew under the model in force, {Failed} of them remain; finished={Finished}")]
    private partial void LogPlaced(int count, int failed, bool finished);

    [LoggerMessage(EventId = 1112, Level = LogLevel.Warning, Message = "A component could not be placed anew under the model in force; the next round tries again")]
    private partial void LogFailed(Exception exception);
}
