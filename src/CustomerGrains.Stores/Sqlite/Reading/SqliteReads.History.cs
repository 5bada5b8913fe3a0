using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.Sqlite.Reading;

public sealed partial class SqliteReads
{
    private Statement _selectLedger;
    private Statement _selectDormant;
    private Statement _selectSuperseded;
    private Statement _selectEvents;
    private Statement _selectCustomerEvents;
    private Statement _selectSources;
    private Statement _selectMapping;

    /// <summary>See <see cref="IJournal.ReadLedgerAsync"/>.</summary>
    public LedgerEntry? ReadLedger(CustomerNo customer)
    {
        using var row = _selectLedger.With(customer.Value);
        return row.Step() ? LedgerOf(row) : null;
    }

    /// <summary>See <see cref="IJournal.ReadSupersededAsync"/>.</summary>
    public IReadOnlyList<CustomerNo> ReadSuperseded(CustomerNo customer)
    {
        var superseded = new List<CustomerNo>();
        using var rows = _selectSuperseded.With(customer.Value);
        while (rows.Step())
        {
            superseded.Add(new CustomerNo(rows.Int64(0)));
        }

        return superseded;
    }

    /// <summary>See <see cref="IJournal.ReadEventsAsync"/>.</summary>
    public IReadOnlyList<JournalEvent> ReadEvents(long after, int countMax) => EventsOf(_selectEvents.With(after).With(countMax));

    /// <summary>See <see cref="IJournal.ReadCustomerEventsAsync"/>.</summary>
    public IReadOnlyList<JournalEvent> ReadCustomerEvents(CustomerNo customer, long after, int countMax) =>
        EventsOf(_selectCustomerEvents.With(customer.Value).With(after).With(countMax));

    /// <summary>See <see cref="ISourceStore.ReadSourcesAsync"/>.</summary>
    public IReadOnlyList<SourceStatus> ReadSources()
    {
        var sources = new List<SourceStatus>();
        using var rows = _selectSources;
        while (rows.Step())
        {
            var defaults = new SourceDefaults { Region = rows.Text(3), DateOrder = (DateOrder)rows.Int32(4) };
            sources.Add(new SourceStatus(new Source(rows.Text(1), rows.Text(2), defaults), _directory.LiveRecordsOf(rows.Int32(0))));
        }

        return sources;
    }

    /// <summary>See <see cref="ISourceStore.ReadMappingAsync"/>.</summary>
    public string? ReadMapping(string source)
    {
        using var row = _selectMapping.With(source);
        return row.Step() && !row.IsNull(0) ? row.Text(0) : null;
    }

    [MemberNotNull(
        nameof(_selectLedger),
        nameof(_selectDormant),
        nameof(_selectSuperseded),
        nameof(_selectEvents),
        nameof(_selectCustomerEvents),
        nameof(_selectSources),
        nameof(_selectMapping))]
    private void PrepareHistory()
    {
        _selectLedger = _database.Prepare("SELECT customer_no, state, born, superseded_by, changed_at FROM customer WHERE customer_no = ?");
        _selectDormant = _database.Prepare("SELECT customer_no, state, born, superseded_by, changed_at FROM customer WHERE born = ? AND state <> 1");
        _selectSuperseded = _database.Prepare("SELECT customer_no FROM customer WHERE superseded_by = ? AND superseded_by <> 0 ORDER BY customer_no");
        _selectEvents = _database.Prepare("SELECT sequence, at, kind, customer, change FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?");
        _selectCustomerEvents = _database.Prepare(
            """
            SELECT event.sequence, event.at, event.kind, event.customer, event.change
            FROM event_customer JOIN event USING (sequence)
            WHERE event_customer.customer = ? AND event_customer.sequence > ? ORDER BY event_customer.sequence LIMIT ?
            """);
        _selectSources = _database.Prepare("SELECT source_no, name, title, region, date_order FROM source WHERE registered <> 0 ORDER BY name");
        _selectMapping = _database.Prepare("SELECT mapping FROM source WHERE name = ?");
    }

    private static LedgerEntry LedgerOf(Statement row) => new(
        new CustomerNo(row.Int64(0)), (CustomerState)row.Int32(1), new RecordNo(row.Int64(2)), new CustomerNo(row.Int64(3)), row.Int64(4));

    private static List<JournalEvent> EventsOf(Statement bound)
    {
        var events = new List<JournalEvent>();
        using var rows = bound;
        while (rows.Step())
        {
            var change = Encodings.ToEvent((EventKind)rows.Int32(2), new CustomerNo(rows.Int64(3)), rows.Span(4));
            events.Add(new JournalEvent(rows.Int64(0), Encodings.ToTime(rows.Int64(1)), change));
        }

        return events;
    }
}
