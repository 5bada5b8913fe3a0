using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Records;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Reading;

internal sealed partial class PostgresReads
{
    /// <summary>See <see cref="IJournal.ReadLedgerAsync"/>.</summary>
    public Task<LedgerEntry?> ReadLedgerAsync(CustomerNo customer, CancellationToken cancellationToken) => _ledger.AskAsync(customer, cancellationToken);

    /// <summary>See <see cref="IJournal.ReadSupersededAsync"/>.</summary>
    public async Task<IReadOnlyList<CustomerNo>> ReadSupersededAsync(CustomerNo customer, CancellationToken cancellationToken) => await QueryAsync(
        "SELECT customer_no FROM customer WHERE superseded_by = $1 AND superseded_by <> 0 ORDER BY customer_no",
        command => command.With(customer.Value),
        row => new CustomerNo(row.GetInt64(0)),
        cancellationToken).ConfigureAwait(false);

    /// <summary>See <see cref="IJournal.ReadEventsAsync"/>.</summary>
    public async Task<IReadOnlyList<JournalEvent>> ReadEventsAsync(long after, int countMax, CancellationToken cancellationToken) => await QueryAsync(
        "SELECT sequence, at, kind, customer, change FROM event WHERE sequence > $1 ORDER BY sequence LIMIT $2",
        command => command.With(after).With(countMax),
        EventOf,
        cancellationToken).ConfigureAwait(false);

    /// <summary>See <see cref="IJournal.ReadCustomerEventsAsync"/>.</summary>
    public async Task<IReadOnlyList<JournalEvent>> ReadCustomerEventsAsync(CustomerNo customer, long after, int countMax, CancellationToken cancellationToken) => await QueryAsync(
        """
        SELECT e.sequence, e.at, e.kind, e.customer, e.change FROM event_customer c JOIN event e ON e.sequence = c.sequence
        WHERE c.customer = $1 AND c.sequence > $2 ORDER BY c.sequence LIMIT $3
        """,
        command => command.With(customer.Value).With(after).With(countMax),
        EventOf,
        cancellationToken).ConfigureAwait(false);

    /// <summary>Registered sources by name, with their numbers.</summary>
    public async Task<IReadOnlyList<(int No, Source Source)>> ReadSourcesAsync(CancellationToken cancellationToken) => await QueryAsync(
        "SELECT source_no, name, title, region, date_order FROM source WHERE registered ORDER BY name",
        command => command,
        row => (row.GetInt32(0), new Source(row.GetString(1), row.GetString(2), new SourceDefaults { Region = row.GetString(3), DateOrder = (DateOrder)row.GetInt32(4) })),
        cancellationToken).ConfigureAwait(false);

    /// <summary>Numbers of all sources, registered or not.</summary>
    public async Task<IReadOnlyList<(string Name, int No)>> ReadSourceNumbersAsync(CancellationToken cancellationToken) => await QueryAsync(
        "SELECT name, source_no FROM source", command => command, row => (row.GetString(0), row.GetInt32(1)), cancellationToken).ConfigureAwait(false);

    /// <summary>See <see cref="ISourceStore.ReadMappingAsync"/>.</summary>
    public async Task<string?> ReadMappingAsync(string source, CancellationToken cancellationToken) => (await QueryAsync(
        "SELECT mapping FROM source WHERE name = $1 AND mapping IS NOT NULL", command => command.With(source), row => row.GetString(0), cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>See <see cref="IJournal.ReadModelAsync"/>.</summary>
    public async Task<StoredModel?> ReadModelAsync(ModelNo model, CancellationToken cancellationToken) => (await QueryAsync(
        $"{ModelReads.Columns} WHERE model_no = CASE WHEN $1 = 0 THEN (SELECT model_no FROM journal_head) ELSE $1 END",
        command => command.With(model.Value),
        ModelReads.ModelOf,
        cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>See <see cref="IJournal.ReadModelsAsync"/>.</summary>
    public async Task<IReadOnlyList<StoredModel>> ReadModelsAsync(int countMax, CancellationToken cancellationToken) => await QueryAsync(
        $"{ModelReads.Columns.Replace("content", "''::bytea", StringComparison.Ordinal)} ORDER BY model_no DESC LIMIT $1",
        command => command.With(countMax),
        ModelReads.ModelOf,
        cancellationToken).ConfigureAwait(false);

    /// <summary>See <see cref="IJournal.ReadFormerRecordsAsync"/>.</summary>
    public async Task<IReadOnlyList<RecordNo>> ReadFormerRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken) => await QueryAsync(
        """
        SELECT p.record_no FROM place p JOIN record r ON r.record_no = p.record_no
        WHERE p.record_no > $1 AND r.record_no > $1 AND p.component <> 0 AND r.live AND p.model_no <> (SELECT model_no FROM journal_head) ORDER BY p.record_no LIMIT $2
        """,
        command => command.With(after.Value).With(countMax),
        row => new RecordNo(row.GetInt64(0)),
        cancellationToken).ConfigureAwait(false);

    private static JournalEvent EventOf(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        Encodings.ToTime(row.GetInt64(1)),
        Encodings.ToEvent((EventKind)row.GetInt32(2), new CustomerNo(row.GetInt64(3)), row.GetFieldValue<byte[]>(4)));

    private async Task<IReadOnlyList<LedgerEntry?>> ReadRoundAsync(IReadOnlyList<CustomerNo> asked)
    {
        var entries = (await QueryAsync(
            "SELECT c.customer_no, c.state, c.born, c.superseded_by, c.changed_at FROM unnest($1) AS m (customer_no) JOIN customer c ON c.customer_no = m.customer_no",
            command => command.With(asked.Select(customer => customer.Value).Distinct().ToArray()),
            LedgerOf,
            CancellationToken.None).ConfigureAwait(false)).ToDictionary(entry => entry.No);
        return [.. asked.Select(customer => entries.TryGetValue(customer, out var entry) ? entry : (LedgerEntry?)null)];
    }
}
