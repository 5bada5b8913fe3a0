using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Intake;

/// <summary>Resolves the records that an acceptance reopened, because a value of theirs became crowded or is so no longer.</summary>
/// <remarks>They are at most as many as the crowd limit for each such value, and mostly in few components: those of one component are resolved by one commit. What fails here is unresolved in the
/// journal and left to the sweep, so it does not fail the call that brought it about, which concerned another record.</remarks>
internal sealed class ReopenedRecords(GrainContext context, Prober prober, EvidenceRouter router)
{
    public async ValueTask ResolveAsync(IReadOnlyList<RecordNo> reopened)
    {
        if (reopened.Count == 0)
        {
            return;
        }

        try
        {
            var records = await context.Journal.ReadRecordsAsync(reopened).ConfigureAwait(false);
            var unresolved = records.Where(record => record is { IsLive: true } && record.ResolvedRevision < record.Revision).Select(record => record!);
            foreach (var components in unresolved.GroupBy(record => record.Component.IsNone ? record.No : record.Component).Chunk(context.Options.SweepInFlightMax))
            {
                await Task.WhenAll(components.Select(component => ResolveAsync([.. component]))).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (IsForTheSweep(exception))
        {
            // The sweep finds them.
        }
    }

    private async Task ResolveAsync(JournalRecord[] component)
    {
        try
        {
            var revisions = Array.ConvertAll(component, record => new RecordRevision(record.No, record.Revision));
            await router.SendAsync(await prober.ProbeAgainAsync(revisions, context.Models.Current.No).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsForTheSweep(exception))
        {
            // One component that is contended must not keep the others waiting; the sweep comes back to it.
        }
    }

    private static bool IsForTheSweep(Exception exception) => exception is GrainUnavailableException or JournalUnavailableException or OverloadedException;
}
