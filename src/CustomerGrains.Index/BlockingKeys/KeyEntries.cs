using System.Runtime.InteropServices;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.BlockingKeys;

/// <summary>Revisions filed under one key, one for each record. A plain list while it is short, which nearly all are.</summary>
internal sealed class KeyEntries
{
    private const int IndexedMin = 32;

    private readonly List<RecordRevision> _entries;
    private Dictionary<RecordNo, int>? _positions;

    public KeyEntries(IReadOnlyCollection<RecordRevision> entries)
    {
        _entries = new List<RecordRevision>(entries.Count + 1);
        foreach (var entry in entries)
        {
            Set(entry);
        }
    }

    public int Count => _entries.Count;

    /// <summary>All entries; not to be kept across a change.</summary>
    public ReadOnlySpan<RecordRevision> All => CollectionsMarshal.AsSpan(_entries);

    /// <summary>The revision filed for a record; 0 for none.</summary>
    public int RevisionOf(RecordNo no)
    {
        var position = PositionOf(no);
        return position < 0 ? 0 : _entries[position].Revision;
    }

    public void Set(RecordRevision entry)
    {
        var position = PositionOf(entry.No);
        if (position >= 0)
        {
            _entries[position] = entry;
            return;
        }

        _entries.Add(entry);
        if (_positions is not null)
        {
            _positions[entry.No] = _entries.Count - 1;
        }
        else if (_entries.Count > IndexedMin)
        {
            _positions = new Dictionary<RecordNo, int>(_entries.Count * 2);
            for (var i = 0; i < _entries.Count; i++)
            {
                _positions[_entries[i].No] = i;
            }
        }
    }

    public void Remove(RecordNo no)
    {
        var position = PositionOf(no);
        if (position < 0)
        {
            return;
        }

        var last = _entries.Count - 1;
        var moved = _entries[last];
        _entries[position] = moved;
        _entries.RemoveAt(last);
        if (_positions is not null)
        {
            _positions[moved.No] = position;
            _positions.Remove(no);
        }
    }

    /// <summary>Records that are none of those given.</summary>
    public IReadOnlyList<RecordNo> Without(IReadOnlyList<RecordRevision> others)
    {
        var there = new HashSet<RecordNo>(others.Count);
        foreach (var other in others)
        {
            there.Add(other.No);
        }

        return _entries.FindAll(entry => !there.Contains(entry.No)).ConvertAll(entry => entry.No);
    }

    private int PositionOf(RecordNo no)
    {
        if (_positions is not null)
        {
            return _positions.TryGetValue(no, out var position) ? position : -1;
        }

        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].No == no)
            {
                return i;
            }
        }

        return -1;
    }
}
