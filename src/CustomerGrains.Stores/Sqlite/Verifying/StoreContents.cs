using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Sqlite.Reading;

namespace CustomerGrains.Stores.Sqlite.Verifying;

/// <summary>A record's row without its content.</summary>
internal sealed record StoredRecord(
    RecordNo No, int Source, RecordIdentity Identity, int Revision, bool IsLive, long Position, int ResolvedRevision, RecordNo Component, CustomerNo Customer, UInt128 ContentHash, ModelNo Model)
{
    public bool IsResolved => ResolvedRevision == Revision;
}

internal readonly record struct StoredLink(RecordRevision A, RecordRevision B, int Weight, LinkKind Kind, bool Review);

internal readonly record struct StoredAssertion(long No, RecordNo A, RecordNo B, AssertionDecision Decision, bool Newest, bool Resolved);

/// <summary>What several checks look at, read once at one moment.</summary>
internal sealed class StoreContents
{
    private StoreContents()
    {
    }

    public Dictionary<int, SourceDefaults> Sources { get; } = [];

    public Dictionary<RecordNo, StoredRecord> Records { get; } = [];

    public Dictionary<CustomerNo, LedgerEntry> Ledger { get; } = [];

    public List<StoredLink> Links { get; } = [];

    public List<StoredAssertion> Assertions { get; } = [];

    public Dictionary<string, byte[]> Settings { get; } = new(StringComparer.Ordinal);

    public List<StoredModel> Models { get; } = [];

    /// <summary>Number of the model in force; none in a store nobody has opened an index on.</summary>
    public ModelNo InForce => Models.Count == 0 ? default : Models[^1].No;

    /// <summary>Some records may be placed under a former model.</summary>
    public bool IsModelUnderWay { get; private set; }

    public long Events { get; private set; }

    public IEnumerable<IReadOnlyCollection<RecordIdentity>> Partition => Records.Values
        .Where(record => record.IsLive && !record.Customer.IsNone)
        .GroupBy(record => record.Customer, record => record.Identity)
        .Select(customer => customer.ToArray());

    public static StoreContents Read(SqliteDatabase database, Findings findings)
    {
        var contents = new StoreContents();
        var names = new Dictionary<int, string>();
        Each(database, "SELECT source_no, name, region, date_order FROM source", row =>
        {
            names.Add(row.Int32(0), row.Text(1));
            contents.Sources.Add(row.Int32(0), new SourceDefaults { Region = row.Text(2), DateOrder = (DateOrder)row.Int32(3) });
        });
        Each(database, "SELECT name, value FROM setting", row => contents.Settings.Add(row.Text(0), row.Blob(1)));
        var total = database.Scalar("SELECT count(*) FROM record");
        var done = 0L;
        Each(
            database,
            "SELECT record_no, source_no, record_id, revision, live, position, resolved_revision, component, customer, content_hash, model_no FROM record",
            row =>
            {
                findings.Report("reading", ++done, total);
                var source = names.GetValueOrDefault(row.Int32(1), "?");
                var record = new StoredRecord(
                    new RecordNo(row.Int64(0)),
                    row.Int32(1),
                    new RecordIdentity(source, row.Text(2)),
                    row.Int32(3),
                    row.Boolean(4),
                    row.Int64(5),
                    row.Int32(6),
                    new RecordNo(row.Int64(7)),
                    new CustomerNo(row.Int64(8)),
                    row.Span(9).Length == 16 ? Encodings.ToHash(row.Span(9)) : default,
                    new ModelNo(row.Int32(10)));
                contents.Records.Add(record.No, record);
            });
        Each(database, "SELECT customer_no, state, born, superseded_by, changed_at FROM customer", row =>
        {
            var entry = new LedgerEntry(new CustomerNo(row.Int64(0)), (CustomerState)row.Int32(1), new RecordNo(row.Int64(2)), new CustomerNo(row.Int64(3)), row.Int64(4));
            contents.Ledger.Add(entry.No, entry);
        });
        Each(database, "SELECT a, a_revision, b, b_revision, weight, kind, review FROM link", row => contents.Links.Add(new StoredLink(
            new RecordRevision(new RecordNo(row.Int64(0)), row.Int32(1)), new RecordRevision(new RecordNo(row.Int64(2)), row.Int32(3)), row.Int32(4), (LinkKind)row.Int32(5), row.Boolean(6))));
        Each(database, "SELECT assertion_no, a, b, decision, newest, resolved FROM assertion ORDER BY assertion_no", row => contents.Assertions.Add(new StoredAssertion(
            row.Int64(0), new RecordNo(row.Int64(1)), new RecordNo(row.Int64(2)), (AssertionDecision)row.Int32(3), row.Boolean(4), row.Boolean(5))));
        Each(database, $"{SqliteReads.ModelColumns} ORDER BY model_no", row => contents.Models.Add(SqliteReads.ModelOf(row)));
        contents.IsModelUnderWay = database.Scalar("SELECT under_way FROM model ORDER BY model_no DESC LIMIT 1") != 0;
        contents.Events = database.Scalar("SELECT count(*) FROM event");
        return contents;
    }

    public static void Each(SqliteDatabase database, string sql, Action<Statement> take)
    {
        var rows = database.Prepare(sql);
        try
        {
            while (rows.Step())
            {
                take(rows);
            }
        }
        finally
        {
            database.Close(rows);
        }
    }

    /// <summary>Words for a record: its identity when it is there, else its number.</summary>
    public string Name(RecordNo record) => Records.TryGetValue(record, out var stored) ? $"{stored.Identity} (number {record})" : $"number {record}";
}
