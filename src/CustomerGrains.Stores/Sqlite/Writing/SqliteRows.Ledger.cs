using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Sqlite.Writing;

internal sealed partial class SqliteRows
{
    private Statement _selectCustomerState;
    private Statement _upsertCustomer;
    private Statement _insertEvent;
    private Statement _insertEventCustomer;

    public bool IsLive(CustomerNo customer)
    {
        using var row = _selectCustomerState.With(customer.Value);
        return row.Step() && row.Int32(0) == (int)CustomerState.Live;
    }

    public void PutCustomer(in LedgerEntry entry) =>
        _upsertCustomer.With(entry.No.Value).With((long)entry.State).With(entry.Born.Value).With(entry.SupersededBy.Value).With(entry.ChangedAt).Run();

    public void AppendEvent(JournalEvent change)
    {
        var draft = change.Change;
        _insertEvent.With(change.Sequence).With(Encodings.ToColumn(change.At)).With((long)draft.Kind).With(draft.Customer.Value).With(Encodings.ToColumn(draft)).Run();
        _insertEventCustomer.With(draft.Customer.Value).With(change.Sequence).Run();
        foreach (var other in draft.Others)
        {
            _insertEventCustomer.With(other.Value).With(change.Sequence).Run();
        }
    }

    [MemberNotNull(nameof(_selectCustomerState), nameof(_upsertCustomer), nameof(_insertEvent), nameof(_insertEventCustomer))]
    private void PrepareLedger(SqliteDatabase database)
    {
        _selectCustomerState = database.Prepare("SELECT state FROM customer WHERE customer_no = ?");
        _upsertCustomer = database.Prepare(
            """
            INSERT INTO customer (customer_no, state, born, superseded_by, changed_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET state = excluded.state, born = excluded.born, superseded_by = excluded.superseded_by, changed_at = excluded.changed_at
            """);
        _insertEvent = database.Prepare("INSERT INTO event (sequence, at, kind, customer, change) VALUES (?, ?, ?, ?, ?)");
        _insertEventCustomer = database.Prepare("INSERT INTO event_customer (customer, sequence) VALUES (?, ?) ON CONFLICT DO NOTHING");
    }
}
