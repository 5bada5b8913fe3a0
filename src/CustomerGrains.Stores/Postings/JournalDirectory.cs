using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Postings;

/// <summary>What the store keeps in memory beside its file: postings, what is unresolved, counts. Follows committed transactions only.</summary>
/// <remarks>One thread changes it, any may read. A lock is held for one change or one key at a time, so a large batch never holds readers up.</remarks>
internal sealed class JournalDirectory
{
    private readonly Lock _lock = new();
    private readonly RecordTable _records = new();
    private readonly PostingShards _postings;
    private readonly SortedSet<long> _unresolvedPositions = [];
    private readonly SortedSet<long> _unresolvedRecords = [];
    private readonly Dictionary<int, long> _liveBySource = [];
    private JournalNumbers _numbers;
    private long _live;

    public JournalDirectory() => _postings = new PostingShards(_records);

    public JournalNumbers Numbers
    {
        get
        {
            lock (_lock)
            {
                return _numbers;
            }
        }
    }

    public JournalStatus Status
    {
        get
        {
            lock (_lock)
            {
                var resolvedThrough = _unresolvedPositions.Count == 0 ? _numbers.LastPosition : _unresolvedPositions.Min - 1;
                return new JournalStatus(
                    _live, _numbers.LiveCustomers, _numbers.ReviewPairs, _unresolvedRecords.Count, _numbers.LastPosition, resolvedThrough, _numbers.LastEvent,
                    new ModelNo(_numbers.Model), _numbers.FormerRecords, _numbers.Reading > _numbers.ReadingFinished ? Math.Max(1, _numbers.OlderReadings) : 0);
            }
        }
    }

    public long LiveRecordsOf(int source)
    {
        lock (_lock)
        {
            return _liveBySource.GetValueOrDefault(source);
        }
    }

    /// <summary>Records whose current revision was accepted after a position, ascending.</summary>
    public IReadOnlyList<RecordNo> RecordsAfter(long position)
    {
        const int LookedAtOnce = 1 << 16;
        var records = new List<RecordNo>();
        for (var first = 1L; first <= Numbers.LastNumber; first += LookedAtOnce)
        {
            lock (_lock)
            {
                for (var no = first; no < first + LookedAtOnce && no <= _numbers.LastNumber; no++)
                {
                    if (_records[(int)no].Position > position)
                    {
                        records.Add(new RecordNo(no));
                    }
                }
            }
        }

        return records;
    }

    /// <summary>Makes the changes of a durable transaction visible.</summary>
    public void Apply(IReadOnlyList<DirectoryChange> changes, JournalNumbers numbers)
    {
        foreach (var change in changes)
        {
            lock (_lock)
            {
                switch (change)
                {
                    case RevisionChange revision:
                        Apply(revision);
                        break;
                    case ResolvedChange resolved:
                        _unresolvedRecords.Remove(resolved.Record.Value);
                        _unresolvedPositions.Remove(_records[(int)resolved.Record.Value].Position);
                        break;
                }
            }
        }

        lock (_lock)
        {
            _numbers = numbers;
        }
    }

    /// <summary>The scan at start is going to bring about so many records.</summary>
    public void Expect(long records) => _postings.Expect(records);

    /// <summary>Takes in a record during the scan at start, without its postings; <see cref="EndLoad"/> ends the scan. All three for <see cref="DirectoryFilling"/>.</summary>
    public void Load(RecordRevision record, long position, int source, bool live, bool resolved)
    {
        var no = (int)record.No.Value;
        _records[no] = new RecordTable.Row(position, record.Revision);
        if (live)
        {
            _live++;
            _liveBySource[source] = _liveBySource.GetValueOrDefault(source) + 1;
        }

        if (!resolved)
        {
            _unresolvedRecords.Add(no);
            _unresolvedPositions.Add(position);
        }
    }

    /// <summary>Takes in those postings of a record that are in one table of the <see cref="PostingShards"/>. One thread for each table may do so at once.</summary>
    public void LoadPostings(int table, RecordNo record, ReadOnlySpan<BlockingKey> keys, bool areSearch)
    {
        const int LookedAtOnce = 64;
        Span<BlockingKey> own = stackalloc BlockingKey[LookedAtOnce];
        var count = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            if (PostingShards.NumberOf(keys[i]) == table)
            {
                own[count++] = keys[i];
            }

            if (count == LookedAtOnce || i == keys.Length - 1)
            {
                _postings[table].LookAhead(own[..count]);
                foreach (var key in own[..count])
                {
                    _postings[table].Add(key, (int)record.Value, areSearch);
                }

                count = 0;
            }
        }
    }

    /// <param name="inOrder">The scan met the records in order of their positions.</param>
    public void EndLoad(JournalNumbers numbers, bool inOrder)
    {
        if (!inOrder)
        {
            _postings.Sort();
        }

        _numbers = numbers;
    }

    public PostingList Read(BlockingKey key, int countMax)
    {
        lock (_lock)
        {
            var count = _postings.Of(key).CountOf(key);
            if (count == 0 || countMax <= 0)
            {
                return new PostingList(key, [], count);
            }

            var records = new RecordRevision[Math.Min(count, countMax)];
            var next = 0;
            foreach (var record in _postings.Of(key).RecordsOf(key))
            {
                records[next++] = new RecordRevision(new RecordNo(record), _records[record].Revision);
                if (next == records.Length)
                {
                    break;
                }
            }

            return new PostingList(key, records, count);
        }
    }

    /// <summary>How many records have a key.</summary>
    public int CountOf(BlockingKey key)
    {
        lock (_lock)
        {
            return _postings.Of(key).CountOf(key);
        }
    }

    /// <summary>The latest posting of a key whose record <paramref name="accept"/> takes; none when there is none.</summary>
    public RecordRevision Latest<TState>(BlockingKey key, TState state, Func<TState, int, bool> accept)
    {
        lock (_lock)
        {
            var record = _postings.Of(key).Latest(key, state, accept);
            return record == 0 ? default : new RecordRevision(new RecordNo(record), _records[record].Revision);
        }
    }

    /// <summary>Adds the postings of a key whose record <paramref name="accept"/> takes.</summary>
    public void AddTo<TState>(List<RecordRevision> found, BlockingKey key, TState state, Func<TState, int, bool> accept)
    {
        lock (_lock)
        {
            _postings.Of(key).Visit(key, (Directory: this, found, state, accept), static (visit, record) =>
            {
                if (visit.accept(visit.state, record))
                {
                    visit.found.Add(new RecordRevision(new RecordNo(record), visit.Directory._records[record].Revision));
                }
            });
        }
    }

    /// <summary>Keys with the most postings, largest first, each with its first record and the record that brought it to <paramref name="countMin"/>.</summary>
    public IReadOnlyList<(BlockingKey Key, int Count, RecordNo Sample, RecordNo Passing)> ReadLargest(int countMin, int countMax)
    {
        lock (_lock)
        {
            return
            [
                .. _postings.Largest(countMin)
                    .OrderByDescending(key => key.Count)
                    .ThenBy(key => key.Key)
                    .Take(countMax)
                    .Select(key =>
                    {
                        var records = _postings.Of(key.Key).RecordsOf(key.Key).Take(Math.Max(1, countMin)).ToArray();
                        return (key.Key, key.Count, new RecordNo(records[0]), new RecordNo(records[^1]));
                    }),
            ];
        }
    }

    public IReadOnlyList<RecordNo> ReadUnresolved(RecordNo after, int countMax)
    {
        lock (_lock)
        {
            return after.Value == long.MaxValue
                ? []
                : [.. _unresolvedRecords.GetViewBetween(after.Value + 1, long.MaxValue).Take(countMax).Select(record => new RecordNo(record))];
        }
    }

    private void Apply(RevisionChange change)
    {
        var record = (int)change.Record.No.Value;

        // Withdrawn first: places are found by the old position.
        foreach (var key in change.OldKeys.Keys)
        {
            _postings.Of(key).Remove(key, record);
        }

        foreach (var key in change.OldKeys.SearchKeys)
        {
            _postings.Of(key).Remove(key, record);
        }

        _unresolvedPositions.Remove(_records[record].Position);
        _unresolvedPositions.Add(change.Position);
        _unresolvedRecords.Add(record);
        _records[record] = new RecordTable.Row(change.Position, change.Record.Revision);
        foreach (var key in change.NewKeys.Keys)
        {
            _postings.Of(key).Add(key, record, isSearch: false);
        }

        foreach (var key in change.NewKeys.SearchKeys)
        {
            _postings.Of(key).Add(key, record, isSearch: true);
        }

        _live += change.LiveChange;
        _liveBySource[change.Source] = _liveBySource.GetValueOrDefault(change.Source) + change.LiveChange;
    }
}
