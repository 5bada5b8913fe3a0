using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>Checks what must hold when faults have stopped and the index has come to rest, reading nothing but the store and the histories of its clients.</summary>
/// <remarks>The store's own invariants are the verifier's: one live customer for each live record, the partition that resolving everything anew gives, keys, links, ledger, a feed without gaps that folds to
/// the partition. Here is what only clients can know: what they were told is so, is so once, and stays so.</remarks>
internal static class ClusterChecker
{
    public static ClusterReport Check(StoreLocation location, History history)
    {
        var report = location.Verify();
        var findings = new List<StoreFinding>(report.Findings);

        // What the verifier leaves out while something waits to be resolved, it may not leave out now.
        findings.AddRange(report.Notes.Select(note => new StoreFinding("rest", note)));
        if (report.Unresolved > 0)
        {
            findings.Add(new StoreFinding("rest", $"{report.Unresolved} records were never resolved."));
        }

        using var connection = location.Connect();
        connection.Open();
        findings.AddRange(UniquenessCheck.Run(connection, location.Dialect));
        var held = HeldStore.Read(connection, location.Dialect);
        var heard = new Heard(history);
        findings.AddRange(RecordsCheck.Run(heard, held));
        findings.AddRange(AnswersCheck.Run(heard));
        findings.AddRange(CustomersCheck.Run(heard, held));
        findings.AddRange(DecisionsCheck.Run(heard, held));
        findings.AddRange(ReadsCheck.Run(heard));
        return new ClusterReport(findings, report);
    }
}
