using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Resolving;
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
    private readonly List<RecordRevision> _candidates = [];
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
            await ReadPostingsAsync(cancellationToken).ConfigureAwait(false);
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

    private async ValueTask ReadPostingsAsync(CancellationToken cancellationToken)
    {
        // Nothing is remembered until the read has come back, so that a failed one leaves no half of it behind.
        _entries = null;
        _hot = null;
        var postings = await context.Journal.ReadPostingsAsync([key], int.MaxValue, cancellationToken).ConfigureAwait(false);
        _entries = new KeyEntries(postings[0].Records);
    }

    private async ValueTask FileAsync(RecordEntry entry, NumberedModel model, CancellationToken cancellationToken)
    {
        _entries!.Set(entry.Revision);
        _hot?.Set(entry);
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
        var revisions = _entries!.All.ToArray();
        var hot = new HotIndex(key, context.Hasher);
        foreach (var chunk in revisions.Chunk(1024))
        {
            var entries = await context.Records.ReadAsync(chunk, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < chunk.Length; i++)
            {
                if (entries[i] is { } known)
                {
                    hot.Set(known);
                }
                else
                {
                    _entries.Remove(chunk[i].No);
                }
            }
        }

        _hot = hot;
    }

    private async ValueTask<RegisterReply> ScoreAsync(RecordEntry entry, MatchingModel model, CancellationToken cancellationToken)
    {
        SelectCandidates(entry);
        if (_candidates.Count == 0)
        {
            return RegisterReply.Nobody;
        }

        var others = await context.Records.ReadAsync(_candidates, cancellationToken).ConfigureAwait(false);
        List<Link>? links = null;
        for (var i = 0; i < others.Length; i++)
        {
            if (others[i] is not { } other)
            {
                // No longer current. Should its newer revision have the key, it was accepted after everything remembered here and finds this entry itself.
                Forget(_candidates[i].No);
                continue;
            }

            if (RecordEntry.SmallestSharedKey(entry.Keys, other.Keys) != key)
            {
                continue;
            }

            var pair = JudgedPair.Of(new ComponentMember(entry.Identity, entry.Features), new ComponentMember(other.Identity, other.Features), model);
            if (pair.IsPossible(model))
            {
                (links ??= []).Add(LinkOf(entry.Revision, other.Revision, pair.Weight, pair.IsEdge(model)));
            }
        }

        return links is null ? RegisterReply.Nobody : new RegisterReply(links);
    }

    private void SelectCandidates(RecordEntry entry)
    {
        _candidates.Clear();
        if (_hot is null)
        {
            foreach (var other in _entries!.All)
            {
                if (other.No != entry.Revision.No)
                {
                    _candidates.Add(other);
                }
            }

            return;
        }

        foreach (var no in _hot.SharingTraitWith(entry))
        {
            if (no != entry.Revision.No)
            {
                _candidates.Add(new RecordRevision(no, _entries!.RevisionOf(no)));
            }
        }
    }

    private void Forget(RecordNo no)
    {
        _entries!.Remove(no);
        _hot?.Remove(no);
    }

    private static Link LinkOf(RecordRevision a, RecordRevision b, int weight, bool isEdge)
    {
        var kind = isEdge ? LinkKind.Edge : LinkKind.Possible;
        return a.No.CompareTo(b.No) < 0 ? new Link(a, b, weight, kind) : new Link(b, a, weight, kind);
    }
}
