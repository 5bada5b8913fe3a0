using System.Runtime.ExceptionServices;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Index.Intake;

/// <summary>Asks the keys of a revision for the pairs it forms.</summary>
public sealed class Prober(GrainContext context, IGrainDirectory grains)
{
    /// <summary>All links of a revision with records accepted before it, at or above the review threshold.</summary>
    /// <param name="entry">The revision.</param>
    /// <param name="keys">Its keys as accepted. Fresh ones are left alone: nobody was there before it, and whoever comes later is told of it. So are those by which it is not compared, because
    /// they are crowded: should they be so no longer, all that have them are accepted anew.</param>
    /// <param name="model">The model to score under.</param>
    public async ValueTask<IReadOnlyList<Link>> ProbeAsync(RecordEntry entry, IReadOnlyList<AcceptedKey> keys, ModelNo model)
    {
        var links = new List<Link>();
        List<ValueTask<RegisterReply>>? pending = null;
        foreach (var key in keys)
        {
            if (key.IsFresh || Array.BinarySearch(entry.Keys, key.Key) < 0)
            {
                continue;
            }

            var answer = RegisterAsync(key.Key, new RegisterCall(entry, key.Predecessor, model));
            if (answer.IsCompletedSuccessfully)
            {
                links.AddRange(answer.Result.Links);
            }
            else
            {
                (pending ??= []).Add(answer);
            }
        }

        ExceptionDispatchInfo? failure = null;
        foreach (var answer in pending ?? [])
        {
            try
            {
                links.AddRange((await answer.ConfigureAwait(false)).Links);
            }
            catch (Exception exception)
            {
                // The others are awaited all the same, so that none is left running when this is tried again.
                failure ??= ExceptionDispatchInfo.Capture(exception);
            }
        }

        failure?.Throw();
        return links;
    }

    /// <summary>As <see cref="ProbeAsync"/> for a revision whose acceptance is forgotten: asks the journal which keys others have.</summary>
    /// <remarks>A key that nobody else has now needs no call, by the same argument as a fresh one. The others are called without a predecessor,
    /// because the latest before it is not known; they read their postings unless they remember this very revision.</remarks>
    public async ValueTask<IReadOnlyList<Link>> ProbeAgainAsync(RecordEntry entry, ModelNo model)
    {
        var postings = await context.Journal.ReadPostingsAsync(entry.Keys, 2).ConfigureAwait(false);
        var links = new List<Link>();
        foreach (var posting in postings)
        {
            if (posting.Records.Any(other => other.No != entry.Revision.No))
            {
                links.AddRange((await RegisterAsync(posting.Key, new RegisterCall(entry, default, model)).ConfigureAwait(false)).Links);
            }
        }

        return links;
    }

    /// <summary>Evidence of revisions as they stand in the journal: of those that are current and live with all their links, of others with none.</summary>
    public async ValueTask<Evidence> ProbeAgainAsync(IReadOnlyList<RecordRevision> revisions, ModelNo model)
    {
        var records = await context.Journal.ReadRecordsAsync([.. revisions.Select(revision => revision.No)]).ConfigureAwait(false);
        var links = new List<Link>();
        for (var i = 0; i < revisions.Count; i++)
        {
            if (records[i] is { IsLive: true } record && record.Revision == revisions[i].Revision)
            {
                links.AddRange(await ProbeAgainAsync(context.Records.Read(record), model).ConfigureAwait(false));
            }
        }

        return new Evidence { Model = model, Subjects = revisions, Links = links };
    }

    /// <summary>Tells keys that a record has left them.</summary>
    public async ValueTask WithdrawAsync(RecordRevision before, IReadOnlyList<BlockingKey> keys)
    {
        foreach (var key in keys)
        {
            try
            {
                await grains.GetBlockingKey(key).WithdrawAsync(before).ConfigureAwait(false);
            }
            catch (GrainUnavailableException)
            {
                // A withdrawal only saves work, so one that is lost is not worth a second try.
            }
        }
    }

    private async ValueTask<RegisterReply> RegisterAsync(BlockingKey key, RegisterCall call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await grains.GetBlockingKey(key).RegisterAsync(call).ConfigureAwait(false);
            }
            catch (GrainUnavailableException) when (attempt < context.Options.CallAttemptsMax)
            {
                // Registering again is answered the same way.
            }
        }
    }
}
