using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Verifying;

/// <summary>The feed has no gaps, and folding it from the start gives the customers as they are.</summary>
internal static class EventCheck
{
    private const string Name = "events";

    public static void Run(IStoreReader store, StoreContents contents, Findings findings)
    {
        var customerOf = new Dictionary<RecordNo, CustomerNo>();
        var listed = store.ReadHistories().ToHashSet();
        var expected = 0L;
        foreach (var stored in store.ReadEvents())
        {
            findings.Require(stored.Sequence == expected + 1, Name, $"The feed goes from event {expected} to event {stored.Sequence}.");
            expected = stored.Sequence;
            findings.Report(Name, Math.Min(stored.Sequence, contents.Events), contents.Events);
            EventDraft change;
            try
            {
                change = Encodings.ToEvent(stored.Kind, stored.Customer, stored.Change);
            }
            catch (InvalidDataException error)
            {
                findings.Add(Name, $"Event {stored.Sequence} cannot be read: {error.Message}");
                continue;
            }

            Fold(stored.Sequence, change, customerOf, contents, findings);
            foreach (var customer in change.Others.Prepend(change.Customer).Distinct())
            {
                findings.Require(listed.Remove((customer.Value, stored.Sequence)), Name, $"Event {stored.Sequence} is missing from the history of customer {customer}.");
            }
        }

        foreach (var (customer, sequence) in listed)
        {
            findings.Add(Name, FormattableString.Invariant($"The history of customer {customer} names event {sequence}, which is not about it."));
        }

        foreach (var record in contents.Records.Values)
        {
            var folded = customerOf.GetValueOrDefault(record.No);
            findings.Require(folded == record.Customer, Name, $"By the events record {contents.Name(record.No)} is in {Words(folded)}, but it is in {Words(record.Customer)}.");
        }
    }

    private static void Fold(long sequence, EventDraft change, Dictionary<RecordNo, CustomerNo> customerOf, StoreContents contents, Findings findings)
    {
        findings.Require(contents.Ledger.ContainsKey(change.Customer), Name, $"Event {sequence} is about customer {change.Customer}, which was never issued.");
        foreach (var record in change.Removed)
        {
            if (customerOf.GetValueOrDefault(record) == change.Customer)
            {
                customerOf.Remove(record);
            }
            else
            {
                // An event of the customer it went to may come first.
                findings.Require(customerOf.ContainsKey(record), Name, $"Event {sequence} takes record {contents.Name(record)} out of customer {change.Customer}, where it was not.");
            }
        }

        foreach (var record in change.Added)
        {
            findings.Require(contents.Records.ContainsKey(record), Name, $"Event {sequence} adds record {record}, which is not there.");
            customerOf[record] = change.Customer;
        }
    }

    private static string Words(CustomerNo customer) => customer.IsNone ? "no customer" : $"customer {customer}";
}
