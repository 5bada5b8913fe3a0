using System.Runtime.InteropServices;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Sqlite.Postings;

/// <summary>Changes of the open transaction, laid over the directory so that later writes of a batch see the earlier ones.</summary>
internal sealed class PendingBatch(JournalDirectory directory)
{
    private readonly List<DirectoryChange> _changes = [];
    private readonly Dictionary<int, int> _revisions = [];

    // Postings added in this batch, each pointing to the one of the same key before it: no object per key. Index 0 ends a chain.
    private readonly List<(RecordRevision Record, int Before)> _added = [default];
    private readonly Dictionary<BlockingKey, int> _latest = [];

    public void Add(RevisionChange change)
    {
        _changes.Add(change);
        _revisions[(int)change.Record.No.Value] = change.Record.Revision;

        // Search keys have no predecessors.
        foreach (var key in change.NewKeys.Keys)
        {
            ref var latest = ref CollectionsMarshal.GetValueRefOrAddDefault(_latest, key, out _);
            _added.Add((change.Record, latest));
            latest = _added.Count - 1;
        }
    }

    public void Add(ResolvedChange change) => _changes.Add(change);

    /// <summary>The latest posting of a key by another record, as if every change so far were committed.</summary>
    public RecordRevision Predecessor(BlockingKey key, RecordNo record)
    {
        for (var place = _latest.GetValueOrDefault(key); place != 0; place = _added[place].Before)
        {
            // An earlier revision within the batch is not there any more.
            var added = _added[place].Record;
            if (added.No != record && _revisions[(int)added.No.Value] == added.Revision)
            {
                return added;
            }
        }

        // A record changed in this batch has left its old postings; what it has now was looked at above.
        return directory.Latest(
            key, (Record: (int)record.Value, Revisions: _revisions), static (state, other) => other != state.Record && !state.Revisions.ContainsKey(other));
    }

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
        _latest.Clear();
    }
}
