using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.BlockingKeys;

/// <summary>Remembers which revisions have one key, and scores those that meet at it.</summary>
/// <remarks>
/// <para>What it remembers is a cache of the journal's postings with one property, which makes it safe that fresh keys are left without a call, that
/// calls are lost or overtake each other, and that there are two copies of a grain: <i>if a revision is remembered, so is every posting of the key
/// accepted before it that is still current.</i></para>
/// <para>It holds after a read of the postings, which sees everything up to its moment. A registration names its predecessor, the latest other posting when it was accepted.
/// If that is remembered, so is everything up to it, and between it and the new revision there is nothing; so the new one may be added. If
/// not, a posting was missed and all are read again. Only what is no longer current is ever forgotten.</para>
/// <para>So whoever registers is compared with every current posting accepted before it; of two revisions that meet, the later finds the earlier.</para>
/// </remarks>
public sealed class BlockingKeyGrain(BlockingKey key, GrainContext context) : IBlockingKeyGrain
{
    private const int EntriesReadAtOnceMax = 1024;
    private const int CandidatesKeptMin = 256;

    private List<RecordRevision>? _candidates;
    private KeyEntries? _entries;
    private HotIndex? _hot;
    private (ModelNo Model, bool Holds) _maySplit;

    /// <inheritdoc/>
    public async ValueTask<RegisterReply> RegisterAsync(RegisterCall call, CancellationToken cancellationToken = default)
    {
        var entry = call.Entry;
        var model = await context.Models.GetAsync(call.Model, cancellationToken).ConfigureAwait(false);
        context.Records.Keep(entry);
        if (!RemembersEverythingBefore(call))
        {
            await ReadPostingsAsync(entry, cancellationToken).ConfigureAwait(false);
            if (_entries!.RevisionOf(entry.Revision.No) != entry.Revision.Revision)
            {
                // The record has moved on: whoever accepted the newer revision compares that one.
                return RegisterReply.Nobody;
            }
        }
        else if (_entries!.RevisionOf(entry.Revision.No) > entry.Revision.Revision)
        {
            return RegisterReply.Nobody;
        }

        await FileAsync(entry, model, cancellationToken).ConfigureAwait(false);
        return await ScoreAsync(entry, model.Model, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask WithdrawAsync(RecordRevision before, CancellationToken cancellationToken = default)
    {
        if (_entries is not null)
        {
            var known = _entries.RevisionOf(before.No);
            if (known != 0 && known < before.Revision)
            {
                Forget(before.No);
            }
        }

        return ValueTask.CompletedTask;
    }

    private bool RemembersEverythingBefore(RegisterCall call) =>
        _entries is not null && (Remembers(call.Predecessor) || Remembers(call.Entry.Revision));

    private bool Remembers(RecordRevision revision) => !revision.No.IsNone && _entries!.RevisionOf(revision.No) == revision.Revision;

    /// <summary>Makes what is remembered what the journal has.</summary>
    /// <remarks>What is remembered already is not read anew: at a large key to which records come many at once, some registration overtakes another all the time.</remarks>
    private async ValueTask ReadPostingsAsync(RecordEntry asking, CancellationToken cancellationToken)
    {
        var postings = (await context.Journal.ReadPostingsAsync([key], int.MaxValue, cancellationToken).ConfigureAwait(false))[0].Records;
        if (_entries is null)
        {
            _entries = new KeyEntries(postings);
            return;
        }

        // All is read before anything is changed, so that a read that fails leaves no half of it behind.
        var missed = postings.Where(posting => !Remembers(posting)).ToList();
        if (_hot is not null)
        {
            // The one that asks is filed with its own call.
            var filed = await ReadForIndexAsync(missed.FindAll(posting => posting != asking.Revision), cancellationToken).ConfigureAwait(false);
            missed.RemoveAll(posting => posting != asking.Revision && !filed.ContainsKey(posting));
            foreach (var (posting, traits) in filed)
            {
                _hot.Set(posting, traits);
            }
        }

        missed.ForEach(_entries.Set);
        if (_entries.Count > postings.Count)
        {
            foreach (var gone in _entries.Without(postings))
            {
                Forget(gone);
            }
        }
    }

    private async ValueTask FileAsync(RecordEntry entry, NumberedModel model, CancellationToken cancellationToken)
    {
        _entries!.Set(entry.Revision);
        if (_hot is null && _entries.Count > context.Options.HotKeyEntriesMin && MaySplit(entry, model))
        {
            await SplitAsync(cancellationToken).ConfigureAwait(false);
        }
        else if (_hot is not null && (_entries.Count <= context.Options.HotKeyEntriesMin / 2 || !MaySplit(entry, model)))
        {
            _hot = null;
        }
    }

    /// <summary>Only a key of a scheme that loses nothing by it is split. Another would answer fewer pairs from the moment it is hot, and so let the order of arrival show;
    /// it goes on comparing everybody, which costs more and changes nothing. Which schemes these are is for the model to say.</summary>
    private bool MaySplit(RecordEntry entry, NumberedModel model)
    {
        if (_maySplit.Model != model.No)
        {
            _maySplit = (model.No, BlockingSchemes.SchemeOf(entry.Features, key, context.Hasher) is { } scheme && HotKeys.LosesNothing(scheme, model.Model));
        }

        return _maySplit.Holds;
    }

    private async ValueTask SplitAsync(CancellationToken cancellationToken)
    {
        var hot = new HotIndex();
        foreach (var chunk in _entries!.All.ToArray().Chunk(EntriesReadAtOnceMax))
        {
            var filed = await ReadForIndexAsync(chunk, cancellationToken).ConfigureAwait(false);
            foreach (var revision in chunk)
            {
                if (filed.TryGetValue(revision, out var traits))
                {
                    hot.Set(revision, traits);
                }
                else
                {
                    _entries.Remove(revision.No);
                }
            }
        }

        _hot = hot;
    }

    /// <summary>Secondary traits of those of the revisions that are still current.</summary>
    private async ValueTask<Dictionary<RecordRevision, ulong[]>> ReadForIndexAsync(IReadOnlyList<RecordRevision> revisions, CancellationToken cancellationToken)
    {
        var traits = new Dictionary<RecordRevision, ulong[]>(revisions.Count);
        foreach (var chunk in revisions.Chunk(EntriesReadAtOnceMax))
        {
            foreach (var entry in await context.Records.ReadAsync(chunk, cancellationToken).ConfigureAwait(false))
            {
                if (entry is not null)
                {
                    traits.Add(entry.Revision, TraitsOf(entry));
                }
            }
        }

        return traits;
    }

    private ulong[] TraitsOf(RecordEntry entry) => BlockingSchemes.SecondaryTraits(entry.Features, key, context.Hasher);

    private async ValueTask<RegisterReply> ScoreAsync(RecordEntry entry, MatchingModel model, CancellationToken cancellationToken)
    {
        var candidates = CandidatesFor(entry);
        if (candidates.Count == 0)
        {
            return RegisterReply.Nobody;
        }

        var others = await context.Records.ReadAsync(candidates, cancellationToken).ConfigureAwait(false);
        List<Link>? links = null;
        for (var i = 0; i < others.Length; i++)
        {
            if (others[i] is not { } other)
            {
                // No longer current. Should its newer revision have the key, it was accepted after everything remembered here and finds this entry itself.
                Forget(candidates[i].No);
                continue;
            }

            if (RecordEntry.SmallestSharedKey(entry.Keys, other.Keys) != key)
            {
                continue;
            }

            if (PairLink.Of(entry, other, model) is { } link)
            {
                (links ??= []).Add(link);
            }
        }

        return links is null ? RegisterReply.Nobody : new RegisterReply(links);
    }

    private List<RecordRevision> CandidatesFor(RecordEntry entry)
    {
        // Kept from call to call where there are many only: of the very many keys that are active nearly all are small and asked once.
        var candidates = _candidates ?? new List<RecordRevision>(_hot is null ? _entries!.Count : CandidatesKeptMin);
        candidates.Clear();
        if (_hot is null)
        {
            foreach (var other in _entries!.All)
            {
                if (other.No != entry.Revision.No)
                {
                    candidates.Add(other);
                }
            }
        }
        else
        {
            var traits = TraitsOf(entry);
            if (!_hot.Has(entry.Revision))
            {
                _hot.Set(entry.Revision, traits);
            }

            _hot.AddSharing(traits, entry.Revision.No, candidates);
        }

        _candidates = candidates.Capacity >= CandidatesKeptMin ? candidates : null;
        return candidates;
    }

    private void Forget(RecordNo no)
    {
        _entries!.Remove(no);
        _hot?.Remove(no);
    }
}
