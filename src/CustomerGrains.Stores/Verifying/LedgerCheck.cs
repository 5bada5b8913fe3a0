using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Verifying;

/// <summary>Every customer number ever issued leads to a live customer or to one whose records were deleted.</summary>
internal static class LedgerCheck
{
    private const string Name = "ledger";

    public static void Run(StoreContents contents, Findings findings)
    {
        var held = contents.Records.Values.Select(record => record.Customer).ToHashSet();
        var done = 0;
        foreach (var entry in contents.Ledger.Values)
        {
            findings.Report(Name, ++done, contents.Ledger.Count);
            findings.Require(contents.Records.ContainsKey(entry.Born), Name, $"Customer {entry.No} was born with record {entry.Born}, which is not there.");
            findings.Require(entry.ChangedAt >= 0 && entry.ChangedAt <= contents.Events, Name, $"Customer {entry.No} was changed by event {entry.ChangedAt}, which is not there.");
            switch (entry.State)
            {
                case CustomerState.Live:
                    findings.Require(held.Contains(entry.No), Name, $"Live customer {entry.No} has no records.");
                    findings.Require(entry.SupersededBy.IsNone, Name, $"Live customer {entry.No} is said to be superseded.");
                    break;
                case CustomerState.Superseded:
                    CheckRedirect(entry, contents, findings);
                    break;
                case CustomerState.Empty:
                    findings.Require(entry.SupersededBy.IsNone, Name, $"Empty customer {entry.No} is said to be superseded.");
                    break;
                default:
                    findings.Add(Name, $"Customer {entry.No} is in a state that does not exist.");
                    break;
            }
        }
    }

    private static void CheckRedirect(LedgerEntry entry, StoreContents contents, Findings findings)
    {
        var seen = new HashSet<CustomerNo>();
        var current = entry;
        while (current.State == CustomerState.Superseded)
        {
            if (!seen.Add(current.No))
            {
                findings.Add(Name, $"Following customer {entry.No} goes round in a circle.");
                return;
            }

            if (!contents.Ledger.TryGetValue(current.SupersededBy, out var next))
            {
                findings.Add(Name, $"Customer {current.No} is superseded by {current.SupersededBy}, which was never issued.");
                return;
            }

            current = next;
        }
    }
}
