using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Sqlite.Reading;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Stores.Sqlite.Verifying;

/// <summary>A file's rows, within one transaction of one connection.</summary>
internal sealed class SqliteStoreReader(SqliteDatabase database) : IStoreReader
{
    public IEnumerable<StoredSource> ReadSources() => Each(
        "SELECT source_no, name, region, date_order FROM source",
        row => new StoredSource(row.Int32(0), row.Text(1), new SourceDefaults { Region = row.Text(2), DateOrder = (DateOrder)row.Int32(3) }));

    public IEnumerable<KeyValuePair<string, byte[]>> ReadSettings() => Each("SELECT name, value FROM setting", row => KeyValuePair.Create(row.Text(0), row.Blob(1)));

    public long CountRecords() => database.Scalar("SELECT count(*) FROM record");

    public IEnumerable<StoredRow> ReadRecords() => Each(
        "SELECT record_no, source_no, record_id, revision, live, position, resolved_revision, component, customer, content_hash, model_no, earlier_operations, reading_version FROM record",
        row => new StoredRow(
            new RecordNo(row.Int64(0)),
            row.Int32(1),
            row.Text(2),
            row.Int32(3),
            row.Boolean(4),
            row.Int64(5),
            row.Int32(6),
            new RecordNo(row.Int64(7)),
            new CustomerNo(row.Int64(8)),
            row.Blob(9),
            new ModelNo(row.Int32(10)),
            row.Blob(11),
            row.Int32(12)));

    public IEnumerable<LedgerEntry> ReadLedger() => Each(
        "SELECT customer_no, state, born, superseded_by, changed_at FROM customer",
        row => new LedgerEntry(new CustomerNo(row.Int64(0)), (CustomerState)row.Int32(1), new RecordNo(row.Int64(2)), new CustomerNo(row.Int64(3)), row.Int64(4)));

    public IEnumerable<StoredLink> ReadLinks() => Each(
        "SELECT a, a_revision, b, b_revision, weight, kind, review FROM link",
        row => new StoredLink(
            new RecordRevision(new RecordNo(row.Int64(0)), row.Int32(1)),
            new RecordRevision(new RecordNo(row.Int64(2)), row.Int32(3)),
            row.Int32(4),
            (LinkKind)row.Int32(5),
            row.Boolean(6)));

    public IEnumerable<StoredAssertion> ReadAssertions() => Each(
        "SELECT assertion_no, a, b, decision, newest, resolved FROM assertion ORDER BY assertion_no",
        row => new StoredAssertion(row.Int64(0), new RecordNo(row.Int64(1)), new RecordNo(row.Int64(2)), (AssertionDecision)row.Int32(3), row.Boolean(4), row.Boolean(5)));

    public IEnumerable<StoredModel> ReadModels() => Each($"{SqliteReads.ModelColumns} ORDER BY model_no", SqliteReads.ModelOf);

    public bool ReadIsModelUnderWay() => database.Scalar("SELECT under_way FROM model ORDER BY model_no DESC LIMIT 1") != 0;

    public StoreReading? ReadReading() => Each("SELECT version, finished FROM reading", row => (StoreReading?)new StoreReading(row.Int32(0), row.Int32(1))).SingleOrDefault();

    public long CountEvents() => database.Scalar("SELECT count(*) FROM event");

    public IEnumerable<StoredEvent> ReadEvents() => Each(
        "SELECT sequence, kind, customer, change FROM event ORDER BY sequence",
        row => new StoredEvent(row.Int64(0), (EventKind)row.Int32(1), new CustomerNo(row.Int64(2)), row.Blob(3)));

    public IEnumerable<(long Customer, long Sequence)> ReadHistories() => Each("SELECT customer, sequence FROM event_customer", row => (row.Int64(0), row.Int64(1)));

    public IEnumerable<RecordNo> ReadContentNumbers() => Each("SELECT record_no FROM content", row => new RecordNo(row.Int64(0)));

    public IEnumerable<StoredContent> ReadContents() => Each(
        "SELECT record.record_no, keys, search_keys, crowded_keys, features, payload FROM record JOIN content USING (record_no) ORDER BY record.record_no",
        row => new StoredContent(new RecordNo(row.Int64(0)), row.Blob(1), row.Blob(2), row.Blob(3), row.Blob(4), row.Blob(5)));

    public IEnumerable<RecordNo> ReadReservedNumbers() => Each("SELECT number FROM reserved_number", row => new RecordNo(row.Int64(0)));

    /// <summary>They are found out from the rows when the file is opened.</summary>
    public StoredNumbers? ReadNumbers() => null;

    private IEnumerable<T> Each<T>(string sql, Func<Statement, T> read)
    {
        var rows = database.Prepare(sql);
        try
        {
            while (rows.Step())
            {
                yield return read(rows);
            }
        }
        finally
        {
            database.Close(rows);
        }
    }
}
