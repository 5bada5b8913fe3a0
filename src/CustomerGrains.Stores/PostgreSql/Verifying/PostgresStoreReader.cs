using System.Text;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Migrations;
using CustomerGrains.Stores.PostgreSql.Reading;
using CustomerGrains.Stores.Verifying;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Verifying;

/// <summary>A database's rows, within one transaction of one connection.</summary>
internal sealed class PostgresStoreReader(NpgsqlConnection connection) : IStoreReader
{
    /// <summary>Whole tables are read, which takes as long as it takes.</summary>
    public void Begin()
    {
        using var command = new NpgsqlCommand("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0", connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Schema steps that are applied; none in a database that is not ours.</summary>
    public IEnumerable<AppliedStep> ReadSteps() => Scalar("SELECT count(to_regclass('schema_migration'))") == 0
        ? []
        : Each("SELECT number, name, checksum FROM schema_migration ORDER BY number", row => new AppliedStep(row.GetInt32(0), row.GetString(1), row.GetString(2)));

    public long CountPlacesWithoutRecord() => Scalar("SELECT count(*) FROM place WHERE NOT EXISTS (SELECT FROM record WHERE record.record_no = place.record_no)");

    public long ReadLastBatch() => Scalar("SELECT sequence FROM journal_head");

    public IEnumerable<long> ReadLogSequences() => Each("SELECT sequence FROM directory_log ORDER BY sequence", row => row.GetInt64(0));

    public IEnumerable<StoredSource> ReadSources() => Each(
        "SELECT source_no, name, region, date_order FROM source",
        row => new StoredSource(row.GetInt32(0), row.GetString(1), new SourceDefaults { Region = row.GetString(2), DateOrder = (DateOrder)row.GetInt32(3) }));

    public IEnumerable<KeyValuePair<string, byte[]>> ReadSettings() => Each("SELECT name, value FROM setting", row => KeyValuePair.Create(row.GetString(0), Bytes(row, 1)));

    public long CountRecords() => Scalar("SELECT count(*) FROM record");

    public IEnumerable<StoredRow> ReadRecords() => Each(
        """
        SELECT record_no, source_no, record_id, revision, live, position, coalesce(resolved_revision, 0), coalesce(component, 0), coalesce(customer, 0), content_hash, coalesce(model_no, 0),
            earlier_operations, reading_version
        FROM record LEFT JOIN place USING (record_no)
        """,
        row => new StoredRow(
            new RecordNo(row.GetInt64(0)),
            row.GetInt32(1),
            Encoding.UTF8.GetString(Bytes(row, 2)),
            row.GetInt32(3),
            row.GetBoolean(4),
            row.GetInt64(5),
            row.GetInt32(6),
            new RecordNo(row.GetInt64(7)),
            new CustomerNo(row.GetInt64(8)),
            Bytes(row, 9),
            new ModelNo(row.GetInt32(10)),
            Bytes(row, 11),
            row.GetInt32(12)));

    public IEnumerable<LedgerEntry> ReadLedger() => Each(
        "SELECT customer_no, state, born, superseded_by, changed_at FROM customer",
        row => new LedgerEntry(new CustomerNo(row.GetInt64(0)), (CustomerState)row.GetInt32(1), new RecordNo(row.GetInt64(2)), new CustomerNo(row.GetInt64(3)), row.GetInt64(4)));

    public IEnumerable<StoredLink> ReadLinks() => Each(
        "SELECT a, a_revision, b, b_revision, weight, kind, review FROM link",
        row => new StoredLink(
            new RecordRevision(new RecordNo(row.GetInt64(0)), row.GetInt32(1)),
            new RecordRevision(new RecordNo(row.GetInt64(2)), row.GetInt32(3)),
            row.GetInt32(4),
            (LinkKind)row.GetInt32(5),
            row.GetBoolean(6)));

    public IEnumerable<StoredAssertion> ReadAssertions() => Each(
        "SELECT assertion_no, a, b, decision, newest, resolved FROM assertion ORDER BY assertion_no",
        row => new StoredAssertion(
            row.GetInt64(0), new RecordNo(row.GetInt64(1)), new RecordNo(row.GetInt64(2)), (AssertionDecision)row.GetInt32(3), row.GetBoolean(4), row.GetBoolean(5)));

    public IEnumerable<StoredModel> ReadModels() => Each($"{ModelReads.Columns} ORDER BY model_no", ModelReads.ModelOf);

    public bool ReadIsModelUnderWay() => Scalar("SELECT count(*) FROM model WHERE under_way AND model_no = (SELECT max(model_no) FROM model)") != 0;

    public StoreReading? ReadReading() => Each("SELECT reading_version, reading_finished FROM journal_head", row => (StoreReading?)new StoreReading(row.GetInt32(0), row.GetInt32(1))).SingleOrDefault();

    public long CountEvents() => Scalar("SELECT count(*) FROM event");

    public IEnumerable<StoredEvent> ReadEvents() => Each(
        "SELECT sequence, kind, customer, change FROM event ORDER BY sequence",
        row => new StoredEvent(row.GetInt64(0), (EventKind)row.GetInt32(1), new CustomerNo(row.GetInt64(2)), Bytes(row, 3)));

    public IEnumerable<(long Customer, long Sequence)> ReadHistories() => Each("SELECT customer, sequence FROM event_customer", row => (row.GetInt64(0), row.GetInt64(1)));

    public IEnumerable<RecordNo> ReadContentNumbers() => Each("SELECT record_no FROM content", row => new RecordNo(row.GetInt64(0)));

    public IEnumerable<StoredContent> ReadContents() => Each(
        "SELECT record_no, keys, search_keys, crowded_keys, features, payload FROM record JOIN content USING (record_no) ORDER BY record_no",
        row => new StoredContent(new RecordNo(row.GetInt64(0)), Bytes(row, 1), Bytes(row, 2), Bytes(row, 3), Bytes(row, 4), Bytes(row, 5)));

    public IEnumerable<RecordNo> ReadReservedNumbers() => Each("SELECT number FROM reserved_number", row => new RecordNo(row.GetInt64(0)));

    /// <summary>Null when the head is lost.</summary>
    public StoredNumbers? ReadNumbers() => Each(
        "SELECT last_number, last_position, last_event, last_assertion, live_customers, review_pairs, model_no, former_records, placed_records, model_under_way FROM journal_head",
        row => new StoredNumbers(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt32(6), row.GetInt64(7), row.GetInt64(8), row.GetBoolean(9))).SingleOrDefault();

    private static byte[] Bytes(NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    private long Scalar(string sql) => Each(sql, row => row.GetInt64(0)).Single();

    private IEnumerable<T> Each<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
#pragma warning disable CA2100 // Constants of this class.
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            yield return read(rows);
        }
    }
}
