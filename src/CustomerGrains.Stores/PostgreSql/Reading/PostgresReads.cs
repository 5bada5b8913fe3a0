using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Reading;

/// <summary>The journal's reads of what is stored. Every call reads one moment: it is one statement, or one transaction that sees one moment.</summary>
internal sealed partial class PostgresReads
{
    /// <summary>Records r. Names of sources are looked up and not joined: there are so few that the planner would begin with them and take all their records.</summary>
    private const string Record =
        """
        SELECT r.record_no, (SELECT s.name FROM source s WHERE s.source_no = r.source_no), r.record_id, r.revision, r.live, coalesce(p.resolved_revision, 0), coalesce(p.component, 0), coalesce(p.customer, 0), r.keys, c.features, coalesce(p.model_no, 0),
            r.crowded_keys, r.content_revision, coalesce(p.epoch, 0)
        """;

    private const string RecordTables = "JOIN content c ON c.record_no = r.record_no LEFT JOIN place p ON p.record_no = r.record_no";

    private readonly NpgsqlDataSource _reading;
    private readonly Gathering<IReadOnlyList<RecordNo>, IReadOnlyList<JournalRecord?>> _records;
    private readonly Gathering<IReadOnlyCollection<RecordNo>, ComponentSnapshot> _components;
    private readonly Gathering<CustomerNo, LedgerEntry?> _ledger;

    public PostgresReads(NpgsqlDataSource reading)
    {
        _reading = reading;
        _records = new Gathering<IReadOnlyList<RecordNo>, IReadOnlyList<JournalRecord?>>(ReadRoundAsync, GatheredMax);
        _components = new Gathering<IReadOnlyCollection<RecordNo>, ComponentSnapshot>(ReadRoundAsync, GatheredMax);
        _ledger = new Gathering<CustomerNo, LedgerEntry?>(ReadRoundAsync, GatheredMax);
    }

    /// <summary>See <see cref="IJournal.ReadRecordsAsync"/>.</summary>
    public Task<IReadOnlyList<JournalRecord?>> ReadRecordsAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken) => _records.AskAsync(records, cancellationToken);

    /// <summary>See <see cref="IJournal.ReadLiveRecordsAsync"/>.</summary>
    public async Task<IReadOnlyList<JournalRecord>> ReadLiveRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken) => await QueryAsync(
        $"{Record} FROM record r {RecordTables} WHERE r.record_no > $1 AND r.live ORDER BY r.record_no LIMIT $2",
        command => command.With(after.Value).With(countMax),
        RecordOf,
        cancellationToken).ConfigureAwait(false);

    /// <summary>See <see cref="IJournal.ReadOlderReadingsAsync"/>.</summary>
    public async Task<IReadOnlyList<RecordNo>> ReadOlderReadingsAsync(RecordNo after, int version, int countMax, CancellationToken cancellationToken) => await QueryAsync(
        "SELECT r.record_no FROM record r WHERE r.record_no > $1 AND r.live AND r.reading_version < $2 ORDER BY r.record_no LIMIT $3",
        command => command.With(after.Value).With(version).With(countMax),
        row => new RecordNo(row.GetInt64(0)),
        cancellationToken).ConfigureAwait(false);

    /// <summary>See <see cref="IJournal.ReadBodiesAsync"/>.</summary>
    public async Task<IReadOnlyList<JournalRecordBody?>> ReadBodiesAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken)
    {
        var bodies = await QueryAsync(
            """
            SELECT r.record_no, (SELECT s.name FROM source s WHERE s.source_no = r.source_no), r.record_id, r.live, c.payload, r.source_version, r.revision, r.accepted_at, coalesce(p.customer, 0)
            FROM unnest($1) AS m (record_no) JOIN record r ON r.record_no = m.record_no JOIN content c ON c.record_no = r.record_no
                LEFT JOIN place p ON p.record_no = r.record_no
            WHERE r.revision > 0
            """,
            command => command.With(Distinct(records)),
            row => new JournalRecordBody(
                new RecordNo(row.GetInt64(0)),
                IdentityOf(row, 1),
                row.GetBoolean(3),
                row.GetFieldValue<byte[]>(4),
                row.GetInt64(5),
                row.GetInt32(6),
                Encodings.ToTime(row.GetInt64(7)),
                new CustomerNo(row.GetInt64(8))),
            cancellationToken).ConfigureAwait(false);
        var byNumber = bodies.ToDictionary(body => body.No);
        return [.. records.Select(record => byNumber.GetValueOrDefault(record))];
    }

    /// <summary>See <see cref="IJournal.FindRecordAsync"/>.</summary>
    public async Task<RecordNo> FindRecordAsync(RecordIdentity identity, CancellationToken cancellationToken) => (await QueryAsync(
        "SELECT r.record_no FROM record r WHERE r.source_no = (SELECT s.source_no FROM source s WHERE s.name = $1) AND r.record_id = $2 AND r.revision > 0",
        command => command.With(identity.Source).With(Encoding.UTF8.GetBytes(identity.RecordId)),
        row => new RecordNo(row.GetInt64(0)),
        cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>See <see cref="IJournal.ReadMembersAsync"/>.</summary>
    public async Task<IReadOnlyList<RecordNo>> ReadMembersAsync(CustomerNo customer, CancellationToken cancellationToken) => await QueryAsync(
        "SELECT p.record_no FROM place p JOIN record r ON r.record_no = p.record_no WHERE p.customer = $1 AND p.customer <> 0 AND r.live ORDER BY p.record_no",
        command => command.With(customer.Value),
        row => new RecordNo(row.GetInt64(0)),
        cancellationToken).ConfigureAwait(false);

    /// <summary>When some records were accepted.</summary>
    public async Task<IReadOnlyDictionary<RecordNo, DateTimeOffset>> ReadAcceptedAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken) => (await QueryAsync(
        "SELECT r.record_no, r.accepted_at FROM unnest($1) AS m (record_no) JOIN record r ON r.record_no = m.record_no",
        command => command.With(Distinct(records)),
        row => (No: new RecordNo(row.GetInt64(0)), At: Encodings.ToTime(row.GetInt64(1))),
        cancellationToken).ConfigureAwait(false)).ToDictionary(row => row.No, row => row.At);

    /// <summary>See <see cref="IJournal.ReadPartitionAsync"/>. The moment lasts until the enumeration ends.</summary>
    public async IAsyncEnumerable<(CustomerNo Customer, IReadOnlyList<RecordIdentity> Records)> ReadPartitionAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await _reading.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                // As long as it takes; whole tables, so by whatever way is best for those.
                await RunAsync(connection, "SET LOCAL statement_timeout = 0; SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on", cancellationToken)
                    .ConfigureAwait(false);
                var select = new NpgsqlCommand(
                    """
                    SELECT p.customer, s.name, r.record_id FROM place p JOIN record r ON r.record_no = p.record_no JOIN source s ON s.source_no = r.source_no
                    WHERE p.customer <> 0 AND r.live ORDER BY p.customer, p.record_no
                    """,
                    connection)
                {
                    CommandTimeout = 0,
                };
                await using (select.ConfigureAwait(false))
                {
                    var rows = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                    await using (rows.ConfigureAwait(false))
                    {
                        var customer = default(CustomerNo);
                        var records = new List<RecordIdentity>();
                        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                        {
                            var next = new CustomerNo(rows.GetInt64(0));
                            if (next != customer && records.Count > 0)
                            {
                                yield return (customer, records);
                                records = [];
                            }

                            customer = next;
                            records.Add(IdentityOf(rows, 1));
                        }

                        if (records.Count > 0)
                        {
                            yield return (customer, records);
                        }
                    }
                }
            }
        }
    }

    private async Task<IReadOnlyList<IReadOnlyList<JournalRecord?>>> ReadRoundAsync(IReadOnlyList<IReadOnlyList<RecordNo>> asked)
    {
        var records = await QueryAsync(
            $"{Record} FROM unnest($1) AS m (record_no) JOIN record r ON r.record_no = m.record_no {RecordTables} WHERE r.revision > 0",
            command => command.With(Distinct(asked.SelectMany(records => records))),
            RecordOf,
            CancellationToken.None).ConfigureAwait(false);
        var byNumber = records.ToDictionary(record => record.No);
        return [.. asked.Select(records => (IReadOnlyList<JournalRecord?>)[.. records.Select(record => byNumber.GetValueOrDefault(record))])];
    }

    private Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlCommand, NpgsqlCommand> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        PostgresErrors.ReadAsync(_reading, () => QueryOnceAsync(sql, bind, read, cancellationToken));

    private async Task<List<T>> QueryOnceAsync<T>(string sql, Func<NpgsqlCommand, NpgsqlCommand> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        var command = bind(_reading.CreateCommand(sql));
        await using (command.ConfigureAwait(false))
        {
            var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    found.Add(read(rows));
                }
            }
        }

        return found;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
#pragma warning disable CA2100 // Only constants get here.
        var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static long[] Distinct(IEnumerable<RecordNo> records) => [.. records.Select(record => record.Value).Distinct()];

    public static RecordIdentity IdentityOf(DbDataReader row, int column) => new(row.GetString(column), Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(column + 1)));

    private static JournalRecord RecordOf(NpgsqlDataReader row) => new()
    {
        No = new RecordNo(row.GetInt64(0)),
        Identity = IdentityOf(row, 1),
        Revision = row.GetInt32(3),
        IsLive = row.GetBoolean(4),
        ResolvedRevision = row.GetInt32(5),
        Component = new RecordNo(row.GetInt64(6)),
        Customer = new CustomerNo(row.GetInt64(7)),
        Keys = Encodings.ToKeys(row.GetFieldValue<byte[]>(8)),
        Features = row.GetFieldValue<byte[]>(9),
        Model = new ModelNo(row.GetInt32(10)),
        CrowdedKeys = Encodings.ToKeys(row.GetFieldValue<byte[]>(11)),
        ContentRevision = row.GetInt32(12),
    };
}
