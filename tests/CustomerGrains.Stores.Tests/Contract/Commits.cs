using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Tests.Contract;

/// <summary>Commits as the grains make them, for tests of the journal.</summary>
internal static class Commits
{
    /// <summary>Nothing but the comparison.</summary>
    public static ResolutionCommit Empty { get; } = new()
    {
        Model = default,
        Expected = [],
        ExpectedRecords = [],
        Links = [],
        UnblockedLinks = [],
        Components = [],
        Customers = [],
        Ledger = [],
        Events = [],
        Resolved = [],
    };

    /// <summary>A new record that matches nobody.</summary>
    public static ResolutionCommit Alone(RecordRevision record, ModelNo model = default)
    {
        var customer = new CustomerNo(record.No.Value);
        return Empty with
        {
            Model = model,
            ExpectedRecords = [(record, default)],
            Components = [new CommittedComponent([record.No])],
            Customers = [(record.No, customer)],
            Ledger = [new LedgerChange(customer, CustomerState.Live, record.No, default)],
            Events = [new EventDraft { Kind = EventKind.Created, Customer = customer, Added = [record.No] }],
            Resolved = [record],
        };
    }

    /// <summary>Everything a snapshot holds becomes one component and one customer, that of its smallest record.</summary>
    public static ResolutionCommit Merge(ComponentSnapshot snapshot, params Link[] links)
    {
        var live = snapshot.Records.Where(record => record.IsLive).Select(record => record.No).Order().ToArray();
        var survivor = new CustomerNo(live[0].Value);
        var before = snapshot.Records.Where(record => record.Customer == survivor).Select(record => record.No).ToHashSet();
        var others = snapshot.Records.Select(record => record.Customer).Where(customer => !customer.IsNone && customer != survivor).Distinct().Order().ToArray();
        return Expecting(snapshot) with
        {
            Links = links,
            Components = [new CommittedComponent(live)],
            Customers = [.. live.Select(record => (record, survivor))],
            Ledger =
            [
                new LedgerChange(survivor, CustomerState.Live, live[0], default),
                .. others.Select(other => new LedgerChange(other, CustomerState.Superseded, new RecordNo(other.Value), survivor)),
            ],
            Events = [new EventDraft { Kind = EventKind.Merged, Customer = survivor, Added = [.. live.Where(record => !before.Contains(record))], Others = [.. others] }],
            Resolved = [.. snapshot.Records.Select(record => new RecordRevision(record.No, record.Revision))],
        };
    }

    /// <summary>Every live record of a snapshot on its own, with the customer of its number.</summary>
    public static ResolutionCommit Split(ComponentSnapshot snapshot, params Link[] links)
    {
        var live = snapshot.Records.Where(record => record.IsLive).Select(record => record.No).Order().ToArray();
        return Expecting(snapshot) with
        {
            Links = links,
            Components = [.. live.Select(record => new CommittedComponent([record]))],
            Customers = [.. live.Select(record => (record, new CustomerNo(record.Value)))],
            Ledger = [.. live.Select(record => new LedgerChange(new CustomerNo(record.Value), CustomerState.Live, record, default))],
            Resolved = [.. snapshot.Records.Select(record => new RecordRevision(record.No, record.Revision))],
        };
    }

    /// <summary>A link; an edge from <see cref="JournalContract.LinkThreshold"/> on.</summary>
    public static Link Link(RecordRevision a, RecordRevision b, int weight, bool blocked = true)
    {
        var kind = !blocked ? LinkKind.Unblocked : weight >= JournalContract.LinkThreshold ? LinkKind.Edge : LinkKind.Possible;
        return a.No.CompareTo(b.No) < 0 ? new Link(a, b, weight, kind) : new Link(b, a, weight, kind);
    }

    private static ResolutionCommit Expecting(ComponentSnapshot snapshot) => Empty with
    {
        Model = snapshot.Model,
        Expected = snapshot.Epochs,
        ExpectedRecords = [.. snapshot.Records.Select(record => (new RecordRevision(record.No, record.Revision), record.Component))],
    };
}
