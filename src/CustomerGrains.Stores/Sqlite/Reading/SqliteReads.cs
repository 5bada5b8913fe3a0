using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Postings;

namespace CustomerGrains.Stores.Sqlite.Reading;

/// <summary>The journal's reads on one connection: synchronous, for one thread at a time. Every call reads one moment.</summary>
public sealed partial class SqliteReads
{
    private readonly SqliteDatabase _database;
    private readonly JournalDirectory _directory;
    private readonly Dictionary<int, string> _sourceNames = [];
    private readonly Statement _selectRecord;
    private readonly Statement _selectLiveRecords;
    private readonly Statement _selectBody;
    private readonly Statement _findRecord;
    private readonly Statement _selectSourceName;
    private readonly Statement _selectMembers;
    private readonly Statement _selectAcceptedAt;

    internal SqliteReads(SqliteDatabase database, JournalDirectory directory)
    {
        _database = database;
        _directory = directory;
        const string Record =
            """
            SELECT record.record_no, record.source_no, record.record_id, record.revision, record.live, record.resolved_revision, record.component, record.customer, record.keys, content.features, record.model_no,
                record.crowded_keys, record.content_revision
            FROM record JOIN content USING (record_no)
            """;
        _selectRecord = database.Prepare($"{Record} WHERE record.record_no = ? AND record.revision > 0");
        _selectLiveRecords = database.Prepare($"{Record} WHERE record.record_no > ? AND record.live <> 0 ORDER BY record.record_no LIMIT ?");
        _selectBody = database.Prepare(
            """
            SELECT record.source_no, record.record_id, record.live, content.payload, record.source_version, record.revision, record.accepted_at, record.customer
            FROM record JOIN content USING (record_no) WHERE record.record_no = ? AND record.revision > 0
            """);
        _findRecord = database.Prepare(
            "SELECT record_no FROM record WHERE source_no = (SELECT source_no FROM source WHERE name = ?) AND record_id = ? AND revision > 0");
        _selectSourceName = database.Prepare("SELECT name FROM source WHERE source_no = ?");
        _selectMembers = database.Prepare("SELECT record_no FROM record WHERE customer = ? AND customer <> 0 AND live <> 0 ORDER BY record_no");
        _selectAcceptedAt = database.Prepare("SELECT accepted_at FROM record WHERE record_no = ?");
        PrepareComponents(Record);
        PrepareHistory();
        PrepareReview();
        PrepareModels();
    }

    /// <summary>See <see cref="IJournal.ReadStatusAsync"/>.</summary>
    public JournalStatus ReadStatus() => _directory.Status;

    /// <summary>See <see cref="IJournal.ReadUnresolvedRecordsAsync"/>.</summary>
    public IReadOnlyList<RecordNo> ReadUnresolvedRecords(RecordNo after, int countMax) => _directory.ReadUnresolved(after, countMax);

    /// <summary>See <see cref="IJournal.ReadPostingsAsync"/>.</summary>
    public IReadOnlyList<PostingList> ReadPostings(IReadOnlyList<BlockingKey> keys, int recordsPerKeyMax)
    {
        var lists = new PostingList[keys.Count];
        for (var i = 0; i < lists.Length; i++)
        {
            lists[i] = _directory.Read(keys[i], recordsPerKeyMax);
        }

        return lists;
    }

    /// <summary>See <see cref="IJournal.ReadHotKeysAsync"/>.</summary>
    public IReadOnlyList<HotKey> ReadHotKeys(int recordsMin, int countMax) =>
    [
        .. _directory.ReadLargest(Math.Max(2, recordsMin), countMax).Select(key =>
        {
            using var row = _selectAcceptedAt.With(key.Passing.Value);
            return new HotKey(key.Key, key.Count, row.Step() ? Encodings.ToTime(row.Int64(0)) : default, key.Sample);
        }),
    ];

    /// <summary>See <see cref="IJournal.ReadRecordsAsync"/>.</summary>
    public IReadOnlyList<JournalRecord?> ReadRecords(IReadOnlyList<RecordNo> records) => AtOneMoment(records, static (reads, records) =>
    {
        var read = new JournalRecord?[records.Count];
        for (var i = 0; i < read.Length; i++)
        {
            read[i] = reads.ReadRecord(records[i]);
        }

        return read;
    });

    /// <summary>See <see cref="IJournal.ReadLiveRecordsAsync"/>.</summary>
    public IReadOnlyList<JournalRecord> ReadLiveRecords(RecordNo after, int countMax) => AtOneMoment((after, countMax), static (reads, page) =>
    {
        var read = new List<JournalRecord>();
        using var rows = reads._selectLiveRecords.With(page.after.Value).With(page.countMax);
        while (rows.Step())
        {
            read.Add(reads.RecordOf(rows));
        }

        return read;
    });

    /// <summary>See <see cref="IJournal.ReadBodiesAsync"/>.</summary>
    public IReadOnlyList<JournalRecordBody?> ReadBodies(IReadOnlyList<RecordNo> records) => AtOneMoment(records, static (reads, records) =>
    {
        var read = new JournalRecordBody?[records.Count];
        for (var i = 0; i < read.Length; i++)
        {
            read[i] = reads.ReadBody(records[i]);
        }

        return read;
    });

    /// <summary>See <see cref="IJournal.FindRecordAsync"/>.</summary>
    public RecordNo FindRecord(RecordIdentity identity)
    {
        using var row = _findRecord.With(identity.Source).With(identity.RecordId);
        return row.Step() ? new RecordNo(row.Int64(0)) : default;
    }

    /// <summary>See <see cref="IJournal.ReadMembersAsync"/>.</summary>
    public IReadOnlyList<RecordNo> ReadMembers(CustomerNo customer)
    {
        var members = new List<RecordNo>();
        using var rows = _selectMembers.With(customer.Value);
        while (rows.Step())
        {
            members.Add(new RecordNo(rows.Int64(0)));
        }

        return members;
    }

    /// <summary>See <see cref="IJournal.ReadPartitionAsync"/>. The moment lasts until the enumeration ends.</summary>
    public IEnumerable<(CustomerNo Customer, IReadOnlyList<RecordIdentity> Records)> ReadPartition()
    {
        var rows = _database.Prepare("SELECT customer, source_no, record_id FROM record WHERE customer <> 0 AND live <> 0 ORDER BY customer, record_no");
        try
        {
            var customer = default(CustomerNo);
            var records = new List<RecordIdentity>();
            while (rows.Step())
            {
                var next = new CustomerNo(rows.Int64(0));
                if (next != customer && records.Count > 0)
                {
                    yield return (customer, records);
                    records = [];
                }

                customer = next;
                records.Add(new RecordIdentity(SourceName(rows.Int32(1)), rows.Text(2)));
            }

            if (records.Count > 0)
            {
                yield return (customer, records);
            }
        }
        finally
        {
            _database.Close(rows);
        }
    }

    private JournalRecord? ReadRecord(RecordNo no)
    {
        using var row = _selectRecord.With(no.Value);
        return row.Step() ? RecordOf(row) : null;
    }

    private JournalRecord RecordOf(Statement row) => new()
    {
        No = new RecordNo(row.Int64(0)),
        Identity = new RecordIdentity(SourceName(row.Int32(1)), row.Text(2)),
        Revision = row.Int32(3),
        IsLive = row.Boolean(4),
        ResolvedRevision = row.Int32(5),
        Component = new RecordNo(row.Int64(6)),
        Customer = new CustomerNo(row.Int64(7)),
        Keys = Encodings.ToKeys(row.Span(8)),
        Features = row.Blob(9),
        Model = new ModelNo(row.Int32(10)),
        CrowdedKeys = Encodings.ToKeys(row.Span(11)),
        ContentRevision = row.Int32(12),
    };

    private JournalRecordBody? ReadBody(RecordNo no)
    {
        using var row = _selectBody.With(no.Value);
        return row.Step()
            ? new JournalRecordBody(
                no,
                new RecordIdentity(SourceName(row.Int32(0)), row.Text(1)),
                row.Boolean(2),
                row.Blob(3),
                row.Int64(4),
                row.Int32(5),
                Encodings.ToTime(row.Int64(6)),
                new CustomerNo(row.Int64(7)))
            : null;
    }

    /// <summary>Names never change, so they are kept per connection.</summary>
    private string SourceName(int source)
    {
        if (!_sourceNames.TryGetValue(source, out var name))
        {
            using var row = _selectSourceName.With(source);
            name = row.Step() ? row.Text(0) : throw new StoreFormatException($"A record of the store has source {source}, which is not there.");
            _sourceNames.Add(source, name);
        }

        return name;
    }

    private TReply AtOneMoment<TRequest, TReply>(TRequest request, Func<SqliteReads, TRequest, TReply> read)
    {
        _database.Begin();
        try
        {
            return read(this, request);
        }
        finally
        {
            _database.Commit();
        }
    }
}
