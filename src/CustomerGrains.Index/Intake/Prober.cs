using CustomerGrains.Index.BlockingKeys;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Index.Intake;

/// <summary>Finds the pairs a revision forms: with those that have one of its small keys by comparing it with them, with others by asking the keys' grains.</summary>
/// <remarks>Most keys that are shared are shared by two or three, and a grain for each would cost more than the comparing. A grain is for a key that many have.</remarks>
public sealed class Prober(GrainContext context, IGrainDirectory grains)
{
    /// <summary>All links of a revision with records accepted before it, at or above the review threshold.</summary>
    /// <param name="entry">The revision.</param>
    /// <param name="accepted">What accepting it has shown. Fresh keys are left alone: nobody was there before it, and whoever comes later is told of it. So are those by which it is not compared,
    /// because they are crowded: should they be so no longer, all that have them are accepted anew.</param>
    /// <param name="model">The model to score under.</param>
    public ValueTask<IReadOnlyList<Link>> ProbeAsync(RecordEntry entry, AcceptReply accepted, ModelNo model)
    {
        List<(BlockingKey Key, RecordRevision Predecessor)>? asked = null;
        foreach (var key in accepted.Keys)
        {
            if (!key.IsFresh && !key.IsSmall && Array.BinarySearch(entry.Keys, key.Key) >= 0)
            {
                (asked ??= []).Add((key.Key, key.Predecessor));
            }
        }

        return ProbeAsync(entry, accepted.Neighbours, asked ?? [], model);
    }

    /// <summary>As for a revision just accepted, for one whose acceptance is forgotten: the journal is asked who has its keys now.</summary>
    /// <remarks>A key that nobody else has now needs no call, by the same argument as a fresh one. Grains are called without a predecessor, because the latest before it is not known; they read their postings
    /// unless they remember this very revision.</remarks>
    public async ValueTask<IReadOnlyList<Link>> ProbeAgainAsync(RecordEntry entry, ModelNo model)
    {
        var readMax = context.Options.SmallKeyOthersMax + 1;
        var postings = await context.Journal.ReadPostingsAsync(entry.Keys, readMax).ConfigureAwait(false);
        var neighbours = new HashSet<RecordRevision>();
        var asked = new List<(BlockingKey Key, RecordRevision Predecessor)>();
        foreach (var posting in postings)
        {
            if (posting.Count > readMax)
            {
                asked.Add((posting.Key, default));
            }
            else
            {
                neighbours.UnionWith(posting.Records.Where(other => other.No != entry.Revision.No));
            }
        }

        return await ProbeAsync(entry, [.. neighbours], asked, model).ConfigureAwait(false);
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

    private async ValueTask<IReadOnlyList<Link>> ProbeAsync(
        RecordEntry entry, IReadOnlyList<RecordRevision> neighbours, IReadOnlyList<(BlockingKey Key, RecordRevision Predecessor)> asked, ModelNo model)
    {
        if (asked.Count == 0)
        {
            return await CompareAsync(entry, neighbours, asked, model).ConfigureAwait(false);
        }

        // All are awaited, also when one fails, so that none is left running when this is tried again.
        var found = await Task.WhenAll(
            [.. asked.Select(call => RegisterAsync(call.Key, new RegisterCall(entry, call.Predecessor, model))), CompareAsync(entry, neighbours, asked, model)]).ConfigureAwait(false);
        return [.. found.SelectMany(links => links)];
    }

    /// <summary>Scores a revision with its neighbours, but for pairs that are scored at a key that is asked.</summary>
    private async Task<IReadOnlyList<Link>> CompareAsync(
        RecordEntry entry, IReadOnlyList<RecordRevision> neighbours, IReadOnlyList<(BlockingKey Key, RecordRevision Predecessor)> asked, ModelNo number)
    {
        if (neighbours.Count == 0)
        {
            return [];
        }

        var model = (await context.Models.GetAsync(number, default).ConfigureAwait(false)).Model;
        List<Link>? links = null;

        // One that is no longer current is passed over: what follows it was accepted later and finds this entry itself.
        foreach (var other in await context.Records.ReadAsync(neighbours, default).ConfigureAwait(false))
        {
            if (other is not null
                && RecordEntry.SmallestSharedKey(entry.Keys, other.Keys) is { } key
                && !IsAsked(key, asked)
                && PairLink.Of(entry, other, model) is { } link)
            {
                (links ??= []).Add(link);
            }
        }

        return (IReadOnlyList<Link>?)links ?? [];
    }

    private static bool IsAsked(BlockingKey key, IReadOnlyList<(BlockingKey Key, RecordRevision Predecessor)> asked)
    {
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked[i].Key == key)
            {
                return true;
            }
        }

        return false;
    }

    private async Task<IReadOnlyList<Link>> RegisterAsync(BlockingKey key, RegisterCall call)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return (await grains.GetBlockingKey(key).RegisterAsync(call).ConfigureAwait(false)).Links;
            }
            catch (GrainUnavailableException) when (attempt < context.Options.CallAttemptsMax)
            {
                // Registering again is answered the same way.
            }
        }
    }
}
