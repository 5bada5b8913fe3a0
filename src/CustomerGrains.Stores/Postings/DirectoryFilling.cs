using System.Runtime.InteropServices;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Postings;

/// <summary>Fills a new directory with what a scan of the records at start brings. For one thread at a time.</summary>
/// <remarks>Finding the places of keys waits for memory, reading rows for the store: a page of records is taken in by others while the next is read.</remarks>
internal sealed class DirectoryFilling
{
    private const int PageRecords = 2_048;

    private readonly JournalDirectory _directory;
    private Page _reading = new();
    private Page _taken = new();
    private Task _taking = Task.CompletedTask;
    private long _lastPosition;
    private bool _inOrder = true;

    /// <param name="records">About how many there are.</param>
    public DirectoryFilling(JournalDirectory directory, long records)
    {
        _directory = directory;
        directory.Expect(records);
    }

    /// <summary>The largest position so far.</summary>
    public long LastPosition => _lastPosition;

    /// <summary>Takes a record, of which nothing may be held afterwards.</summary>
    public void Add(RecordRevision record, long position, ReadOnlySpan<BlockingKey> keys, ReadOnlySpan<BlockingKey> searchKeys, int source, bool live, bool resolved)
    {
        _inOrder &= position > _lastPosition;
        _lastPosition = Math.Max(_lastPosition, position);
        _reading.Keys.AddRange(keys);
        _reading.Keys.AddRange(searchKeys);
        _reading.Records.Add(new Row(record, position, keys.Length, searchKeys.Length, source, live, resolved));
        if (_reading.Records.Count == PageRecords)
        {
            _taking.GetAwaiter().GetResult();
            (_reading, _taken) = (_taken, _reading);
            _reading.Clear();
            _taking = Task.Run(() => Take(_taken));
        }
    }

    /// <summary>Ends the scan: the directory is whole afterwards.</summary>
    public void End(JournalNumbers numbers)
    {
        _taking.GetAwaiter().GetResult();
        Take(_reading);
        _directory.EndLoad(numbers, _inOrder);
    }

    private void Take(Page page)
    {
        foreach (var row in page.Records)
        {
            _directory.Load(row.Record, row.Position, row.Source, row.Live, row.Resolved);
        }

        Parallel.For(0, PostingShards.Count, table =>
        {
            var keys = CollectionsMarshal.AsSpan(page.Keys);
            foreach (var row in page.Records)
            {
                _directory.LoadPostings(table, row.Record.No, keys[..row.Keys], areSearch: false);
                _directory.LoadPostings(table, row.Record.No, keys.Slice(row.Keys, row.SearchKeys), areSearch: true);
                keys = keys[(row.Keys + row.SearchKeys)..];
            }
        });
    }

    private sealed class Page
    {
        public List<Row> Records { get; } = [];

        /// <summary>Blocking and search keys of each record, one after another.</summary>
        public List<BlockingKey> Keys { get; } = [];

        public void Clear()
        {
            Records.Clear();
            Keys.Clear();
        }
    }

    private readonly record struct Row(RecordRevision Record, long Position, int Keys, int SearchKeys, int Source, bool Live, bool Resolved);
}
