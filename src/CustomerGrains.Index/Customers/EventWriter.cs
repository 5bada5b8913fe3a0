using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Customers;

/// <summary>Derives the events of a resolution from who was where before and who is where after.</summary>
/// <remarks>What is lost is told before what is gained, so that at no point of the feed is a record in two customers. A customer that both loses and gains records has two events, one
/// of each. The records of a superseded customer go over with the one merge event of the customer that took its place.</remarks>
public static class EventWriter
{
    /// <summary>Writes the events.</summary>
    /// <param name="before">Customer of each record that had one.</param>
    /// <param name="after">Customer of each record that has one.</param>
    /// <param name="ledger">Ledger entries that change with it.</param>
    /// <param name="updated">Records whose content is new with it.</param>
    public static IReadOnlyList<EventDraft> Write(
        IReadOnlyDictionary<RecordNo, CustomerNo> before,
        IReadOnlyDictionary<RecordNo, CustomerNo> after,
        IReadOnlyList<LedgerChange> ledger,
        IReadOnlySet<RecordNo> updated)
    {
        var changes = new SortedDictionary<CustomerNo, Change>();
        foreach (var (record, customer) in before)
        {
            var now = after.GetValueOrDefault(record);
            if (now == customer)
            {
                if (updated.Contains(record))
                {
                    ChangeOf(changes, customer).Updated.Add(record);
                }

                continue;
            }

            ChangeOf(changes, customer).Removed.Add(record);
            if (!now.IsNone)
            {
                ChangeOf(changes, customer).LeftFor.Add(now);
            }
        }

        foreach (var (record, customer) in after)
        {
            if (before.GetValueOrDefault(record) != customer)
            {
                ChangeOf(changes, customer).Added.Add(record);
            }
        }

        var states = ledger.ToDictionary(change => change.No);
        foreach (var change in ledger)
        {
            if (change.State == CustomerState.Superseded)
            {
                ChangeOf(changes, change.SupersededBy).Absorbed.Add(change.No);
                Absorb(changes, change);
            }
        }

        var losing = new List<EventDraft>();
        var gaining = new List<EventDraft>();
        foreach (var (customer, change) in changes)
        {
            Draft(customer, change, states.TryGetValue(customer, out var entry) ? entry.State : null, losing, gaining);
        }

        return [.. losing, .. gaining];
    }

    /// <summary>What went into the customer that took its place is told by that one's merge.</summary>
    private static void Absorb(SortedDictionary<CustomerNo, Change> changes, LedgerChange superseded)
    {
        if (!changes.TryGetValue(superseded.No, out var own))
        {
            return;
        }

        own.LeftFor.Remove(superseded.SupersededBy);
        own.Removed.ExceptWith(ChangeOf(changes, superseded.SupersededBy).Added);
    }

    private static void Draft(CustomerNo customer, Change change, CustomerState? newState, List<EventDraft> losing, List<EventDraft> gaining)
    {
        if (newState == CustomerState.Live)
        {
            gaining.Add(new EventDraft { Kind = EventKind.Created, Customer = customer, Added = [.. change.Added] });
            return;
        }

        if (newState == CustomerState.Empty)
        {
            losing.Add(new EventDraft { Kind = EventKind.Emptied, Customer = customer, Removed = [.. change.Removed], Others = [.. change.LeftFor] });
            return;
        }

        if (change.Removed.Count > 0)
        {
            var kind = change.LeftFor.Count > 0 ? EventKind.Split : EventKind.RecordsChanged;
            losing.Add(new EventDraft { Kind = kind, Customer = customer, Removed = [.. change.Removed], Others = [.. change.LeftFor] });
        }

        if (change.Absorbed.Count + change.Added.Count + change.Updated.Count > 0)
        {
            gaining.Add(new EventDraft
            {
                Kind = change.Absorbed.Count > 0 ? EventKind.Merged : EventKind.RecordsChanged,
                Customer = customer,
                Added = [.. change.Added],
                Updated = [.. change.Updated],
                Others = [.. change.Absorbed],
            });
        }
    }

    private static Change ChangeOf(SortedDictionary<CustomerNo, Change> changes, CustomerNo customer)
    {
        if (!changes.TryGetValue(customer, out var change))
        {
            changes[customer] = change = new Change();
        }

        return change;
    }

    private sealed class Change
    {
        public SortedSet<RecordNo> Added { get; } = [];
        public SortedSet<RecordNo> Removed { get; } = [];
        public SortedSet<RecordNo> Updated { get; } = [];
        public SortedSet<CustomerNo> LeftFor { get; } = [];
        public SortedSet<CustomerNo> Absorbed { get; } = [];
    }
}
