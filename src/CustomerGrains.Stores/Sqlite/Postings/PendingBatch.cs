using System.Runtime.InteropServices;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Sqlite.Postings;

/// <summary>Changes of the open transaction, laid over the directory so that later writes of a batch see the earlier ones.</summary>
internal sealed class PendingBatch(JournalDirectory directory)
{
    private readonly List<DirectoryChange> _changes = [];
    private readonly Dictionary<int, int> _revisions = [];
    private readonly Dictionary<BlockingKey, List<RecordRevision>> _appended = [];

    public void Add(RevisionChange change)
    {
        _changes.Add(change);
        _revisions[(int)change.Record.No.Value] = change.Record.Revision;

        // Search keys have no predecessors.
        foreach (var key in change.NewKeys.Keys)
        {
            ref var appended = ref CollectionsMarshal.GetValueRefOrAddDefault(_appended, key, out _);
            (appended ??= []).Add(change.Record);
        }
    }

    public void Add(ResolvedChange change) => _changes.Add(change);

    /// <summary>The latest posting of a key by another record, as if every change so far were committed.</summary>
    public RecordRevision Predecessor(BlockingKey key, RecordNo record)
    {
        if (_appended.TryGetValue(key, out var appended))
        {
            for (var i = appended.Count - 1; i >= 0; i--)
            {
                // An earlier revision within the batch is not there any more.
                if (appended[i].No != record && _revisions[(int)appended[i].No.Value] == appended[i].Revision)
                {
                    return appended[i];
                }
            }
        }

        // A record changed in this batch has left its old postings; what it has now was looked at above.
        return directory.Latest(key, (Record: (int)record.Value, Revisions: _revisions), (state, other) => other != state.Record && !state.Revisions.ContainsKey(other));
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
        _appended.Clear();
    }
}
