using System.Runtime.InteropServices;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Postings;

/// <summary>Changes of the open transaction, laid over the directory so that later writes of a batch see the earlier ones.</summary>
internal sealed class PendingBatch(JournalDirectory directory)
{
    private readonly List<DirectoryChange> _changes = [];
    private readonly Dictionary<int, int> _revisions = [];

    // Postings added in this batch, each pointing to the one of the same key before it: no object per key. Index 0 ends a chain.
    private readonly List<(RecordRevision Record, int Before)> _added = [default];
    private readonly Dictionary<BlockingKey, PendingKey> _keys = [];

    private readonly List<RecordRevision> _met = [];
    private readonly HashSet<int> _metNumbers = [];

    public IReadOnlyList<DirectoryChange> Changes => _changes;

    public void Add(RevisionChange change)
    {
        _changes.Add(change);
        _revisions[(int)change.Record.No.Value] = change.Record.Revision;

        // Search keys have no predecessors, and nobody counts them.
        foreach (var key in change.OldKeys.Keys)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_keys, key, out _).CountChange--;
        }

        foreach (var key in change.NewKeys.Keys)
        {
            ref var pending = ref CollectionsMarshal.GetValueRefOrAddDefault(_keys, key, out _);
            pending.CountChange++;
            _added.Add((change.Record, pending.Latest));
            pending.Latest = _added.Count - 1;
        }
    }

    public void Add(ResolvedChange change) => _changes.Add(change);

    /// <summary>What a record that has its postings meets at its keys, as if every change so far were committed.</summary>
    /// <param name="smallKeyOthersMax">See <see cref="AcceptRequest.SmallKeyOthersMax"/>.</param>
    /// <param name="neighbours">See <see cref="AcceptReply.Neighbours"/>.</param>
    public AcceptedKey[] Meet(BlockingKey[] keys, RecordNo record, int smallKeyOthersMax, out RecordRevision[] neighbours)
    {
        var accepted = new AcceptedKey[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var predecessor = Predecessor(keys[i], record);
            var isSmall = !predecessor.No.IsNone && CountOf(keys[i]) - 1 <= smallKeyOthersMax;
            accepted[i] = new AcceptedKey(keys[i], predecessor, isSmall);
            if (isSmall)
            {
                Meet(keys[i], record);
            }
        }

        neighbours = [.. _met];
        _met.Clear();
        _metNumbers.Clear();
        return accepted;
    }

    private void Meet(BlockingKey key, RecordNo record)
    {
        foreach (var added in AddedTo(key))
        {
            if (added.No != record && _metNumbers.Add((int)added.No.Value))
            {
                _met.Add(added);
            }
        }

        directory.AddTo(
            _met,
            key,
            (Record: (int)record.Value, Revisions: _revisions, Met: _metNumbers),
            static (state, other) => other != state.Record && !state.Revisions.ContainsKey(other) && state.Met.Add(other));
    }

    /// <summary>The latest posting of a key by another record, as if every change so far were committed.</summary>
    private RecordRevision Predecessor(BlockingKey key, RecordNo record)
    {
        for (var place = _keys.GetValueOrDefault(key).Latest; place != 0; place = _added[place].Before)
        {
            if (_added[place].Record.No != record && IsCurrent(_added[place].Record))
            {
                return _added[place].Record;
            }
        }

        // A record changed in this batch has left its old postings; what it has now was looked at above.
        return directory.Latest(
            key, (Record: (int)record.Value, Revisions: _revisions), static (state, other) => other != state.Record && !state.Revisions.ContainsKey(other));
    }

    /// <summary>Postings of a key, as if every change so far were committed.</summary>
    public int CountOf(BlockingKey key) => directory.CountOf(key) + _keys.GetValueOrDefault(key).CountChange;

    /// <summary>Records that have a key, as if every change so far were committed, in no order.</summary>
    public IEnumerable<RecordNo> RecordsOf(BlockingKey key) => directory.Read(key, int.MaxValue).Records
        .Where(posting => !_revisions.ContainsKey((int)posting.No.Value))
        .Concat(AddedTo(key))
        .Select(posting => posting.No);

    public void Apply(JournalNumbers numbers)
    {
        directory.Apply(_changes, numbers);
        Clear();
    }

    public void Clear()
    {
        _changes.Clear();
        _revisions.Clear();
        _added.RemoveRange(1, _added.Count - 1);
        _keys.Clear();
    }

    /// <summary>An earlier revision within the batch is not there any more.</summary>
    private bool IsCurrent(RecordRevision added) => _revisions[(int)added.No.Value] == added.Revision;

    private IEnumerable<RecordRevision> AddedTo(BlockingKey key)
    {
        for (var place = _keys.GetValueOrDefault(key).Latest; place != 0; place = _added[place].Before)
        {
            if (IsCurrent(_added[place].Record))
            {
                yield return _added[place].Record;
            }
        }
    }

    /// <summary>What a batch changes of one key.</summary>
    private struct PendingKey
    {
        /// <summary>Place of the posting added last; 0: none.</summary>
        public int Latest;

        /// <summary>Postings added less postings taken out.</summary>
        public int CountChange;
    }
}
