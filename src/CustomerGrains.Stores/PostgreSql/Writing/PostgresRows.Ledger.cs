using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.PostgreSql.Writing;

internal sealed partial class PostgresRows
{
    // Null: never issued.
    private readonly Dictionary<long, LedgerEntry?> _customers = [];
    private readonly HashSet<long> _changedCustomers = [];
    private readonly List<JournalEvent> _events = [];

    public IEnumerable<LedgerEntry> ChangedCustomers => _changedCustomers.Select(customer => _customers[customer]!.Value);

    public IReadOnlyList<JournalEvent> Events => _events;

    public bool KnowsCustomer(long customer) => _customers.ContainsKey(customer);

    /// <summary>Takes in an entry as stored. One that is here already is newer.</summary>
    public void LoadCustomer(long customer, LedgerEntry? entry) => _customers.TryAdd(customer, entry);

    public bool IsLive(CustomerNo customer)
    {
        if (!_customers.TryGetValue(customer.Value, out var entry))
        {
            new PostgresPrefetch(Connection, this).Customers([customer.Value]).Run();
            entry = _customers[customer.Value];
        }

        return entry is { State: CustomerState.Live };
    }

    public void PutCustomer(in LedgerEntry entry)
    {
        ChangeCount++;
        _customers[entry.No.Value] = entry;
        _changedCustomers.Add(entry.No.Value);
    }

    public void AppendEvent(JournalEvent change)
    {
        ChangeCount++;
        _events.Add(change);
    }
}
