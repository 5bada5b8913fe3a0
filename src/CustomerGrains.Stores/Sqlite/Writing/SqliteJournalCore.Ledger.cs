using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Sqlite.Writing;

public sealed partial class SqliteJournalCore
{
    private Statement _selectCustomerState;
    private Statement _upsertCustomer;
    private Statement _insertEvent;
    private Statement _insertEventCustomer;

    [MemberNotNull(nameof(_selectCustomerState), nameof(_upsertCustomer), nameof(_insertEvent), nameof(_insertEventCustomer))]
    private void PrepareLedger()
    {
        _selectCustomerState = _database.Prepare("SELECT state FROM customer WHERE customer_no = ?");
        _upsertCustomer = _database.Prepare(
            """
            INSERT INTO customer (customer_no, state, born, superseded_by, changed_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET state = excluded.state, born = excluded.born, superseded_by = excluded.superseded_by, changed_at = excluded.changed_at
            """);
        _insertEvent = _database.Prepare("INSERT INTO event (sequence, at, kind, customer, change) VALUES (?, ?, ?, ?, ?)");
        _insertEventCustomer = _database.Prepare("INSERT INTO event_customer (customer, sequence) VALUES (?, ?) ON CONFLICT DO NOTHING");
    }

    private void StoreLedger(LedgerChange change, long changedAt)
    {
        if (change.No.IsNone || (change.State == CustomerState.Superseded) == change.SupersededBy.IsNone || change.SupersededBy == change.No)
        {
            throw new ArgumentException($"The ledger entry of customer {change.No} contradicts itself.");
        }

        var wasLive = false;
        using (var row = _selectCustomerState.With(change.No.Value))
        {
            wasLive = row.Step() && row.Int32(0) == (int)CustomerState.Live;
        }

        _upsertCustomer.With(change.No.Value).With((long)change.State).With(change.Born.Value).With(change.SupersededBy.Value).With(changedAt).Run();
        var live = _numbers.LiveCustomers + (change.State == CustomerState.Live ? 1 : 0) - (wasLive ? 1 : 0);
        _numbers = _numbers with { LiveCustomers = live };
    }

    /// <summary>Appends events.</summary>
    /// <param name="eventOf">Sequence of the last of them that each customer has part in.</param>
    /// <returns>Sequence of the last event of the journal.</returns>
    private long AppendEvents(IReadOnlyList<EventDraft> events, out Dictionary<CustomerNo, long> eventOf)
    {
        eventOf = [];
        if (events.Count == 0)
        {
            return _numbers.LastEvent;
        }

        var at = Encodings.ToColumn(_time.GetUtcNow());
        var sequence = _numbers.LastEvent;
        foreach (var change in events)
        {
            sequence++;
            _insertEvent.With(sequence).With(at).With((long)change.Kind).With(change.Customer.Value).With(Encodings.ToColumn(change)).Run();
            _insertEventCustomer.With(change.Customer.Value).With(sequence).Run();
            eventOf[change.Customer] = sequence;
            foreach (var other in change.Others)
            {
                _insertEventCustomer.With(other.Value).With(sequence).Run();
                eventOf[other] = sequence;
            }
        }

        _numbers = _numbers with { LastEvent = sequence };
        return sequence;
    }
}
