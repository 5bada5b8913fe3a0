using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Verifying;

/// <summary>Every record is in exactly one live customer, or out of all; components are owned by their smallest record.</summary>
internal static class RecordCheck
{
    private const string Name = "records";
    private const string ComponentName = "components";

    public static void Run(IStoreReader store, StoreContents contents, Findings findings)
    {
        var positions = new HashSet<long>();
        var done = 0;
        foreach (var record in contents.Records.Values)
        {
            findings.Report(Name, ++done, contents.Records.Count);
            findings.Require(contents.Sources.ContainsKey(record.Source), Name, $"Record {record.No} has a source that is not there.");
            findings.Require(record.ResolvedRevision <= record.Revision, Name, $"Record {contents.Name(record.No)} is resolved beyond its revision.");
            findings.Require(record.Revision == 0 || positions.Add(record.Position), Name, $"Record {contents.Name(record.No)} has the position of another record.");
            findings.Require(record.OperationsFault is null, Name, $"Record {contents.Name(record.No)} {record.OperationsFault}.");
            CheckCustomer(record, contents, findings);
        }

        CheckComponents(contents, findings);
        var withContent = store.ReadContentNumbers().ToHashSet();
        var lost = contents.Records.Keys.Count(record => !withContent.Contains(record));
        findings.Require(lost == 0, Name, $"{lost} records have no content.");
        var orphans = withContent.Count(record => !contents.Records.ContainsKey(record));
        findings.Require(orphans == 0, Name, $"{orphans} contents belong to no record.");
        var taken = store.ReadReservedNumbers().Count(contents.Records.ContainsKey);
        findings.Require(taken == 0, Name, $"{taken} reserved numbers are also numbers of records.");
    }

    private static void CheckCustomer(StoredRecord record, StoreContents contents, Findings findings)
    {
        if (!record.IsResolved)
        {
            // Its last resolution still stands, or it has none yet.
            findings.Require(
                record.Customer.IsNone == record.Component.IsNone, Name, $"Record {contents.Name(record.No)} has a customer without component or the reverse.");
        }
        else if (record.IsLive)
        {
            findings.Require(!record.Customer.IsNone, Name, $"Live record {contents.Name(record.No)} is resolved and in no customer.");
            findings.Require(!record.Component.IsNone, Name, $"Live record {contents.Name(record.No)} is resolved and in no component.");
        }
        else
        {
            findings.Require(record.Customer.IsNone && record.Component.IsNone, Name, $"Deleted record {contents.Name(record.No)} is still in customer {record.Customer}.");
        }

        if (!record.Customer.IsNone)
        {
            findings.Require(
                contents.Ledger.TryGetValue(record.Customer, out var entry) && entry.State == CustomerState.Live,
                Name,
                $"Record {contents.Name(record.No)} is in customer {record.Customer}, which is not live.");
        }
    }

    private static void CheckComponents(StoreContents contents, Findings findings)
    {
        var smallest = new Dictionary<RecordNo, RecordNo>();
        var componentOf = new Dictionary<CustomerNo, RecordNo>();
        foreach (var record in contents.Records.Values.Where(record => !record.Component.IsNone))
        {
            if (!smallest.TryGetValue(record.Component, out var first) || record.No.CompareTo(first) < 0)
            {
                smallest[record.Component] = record.No;
            }

            if (!record.Customer.IsNone && !componentOf.TryAdd(record.Customer, record.Component))
            {
                findings.Require(
                    componentOf[record.Customer] == record.Component, ComponentName, $"Customer {record.Customer} has records in two components, one of them {contents.Name(record.No)}.");
            }
        }

        foreach (var (component, first) in smallest)
        {
            findings.Require(component == first, ComponentName, $"A component goes by record {contents.Name(component)}, but its smallest record is {contents.Name(first)}.");
        }
    }
}
