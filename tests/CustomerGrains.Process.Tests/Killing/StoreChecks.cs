using System.Globalization;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>What must hold of a store whose process was killed.</summary>
internal static class StoreChecks
{
    /// <summary>Seed of the run: CG_SEED, or one from the clock.</summary>
    public static int Seed =>
        int.TryParse(Environment.GetEnvironmentVariable("CG_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Environment.TickCount & 0xfffff;

    /// <summary>Verifies what lies on the disk.</summary>
    public static StoreReport AssertClean(string folder, string when)
    {
        var report = StoreVerifier.Verify(folder);
        Assert.True(report.IsClean, $"{when}: {string.Join('\n', report.Findings)}");
        return report;
    }

    /// <summary>Every record is at least as new as its newest acknowledged operation left it.</summary>
    public static async Task AssertNothingLostAsync(string folder, IReadOnlyList<bool> acknowledged, string when)
    {
        var count = acknowledged.Count;
        var last = new Dictionary<RecordIdentity, int>();
        for (var number = 0; number < count; number++)
        {
            if (acknowledged[number])
            {
                last[Operations.IdentityOf(number, count)] = number;
            }
        }

        await using var journal = SqliteJournal.Open(folder);
        foreach (var (identity, number) in last)
        {
            var record = await journal.FindRecordAsync(identity);
            if (record.IsNone)
            {
                // Of a record that was deleted before anything else came of it there is nothing that could be lost.
                Assert.True(
                    Enumerable.Range(number, count - number).Any(later => Operations.IsDelete(later) && Operations.IdentityOf(later, count) == identity), $"{when}: {identity} is lost");
                continue;
            }

            var body = (await journal.ReadBodiesAsync([record]))[0]!;
            Assert.True(body.SourceVersion >= Operations.VersionOf(number), $"{when}: {identity} fell back to version {body.SourceVersion} from {Operations.VersionOf(number)}");
            Assert.True(
                body.SourceVersion != Operations.VersionOf(number) || body.IsLive != Operations.IsDelete(number), $"{when}: {identity} is {(body.IsLive ? "" : "not ")}live");
        }
    }

    /// <summary>Both stores are clean, wholly resolved, and group the records alike.</summary>
    /// <returns>A line for people.</returns>
    public static string AssertAlike(string disturbedFolder, string undisturbedFolder)
    {
        var disturbed = StoreVerifier.Verify(disturbedFolder);
        var undisturbed = StoreVerifier.Verify(undisturbedFolder);
        foreach (var report in (StoreReport[])[disturbed, undisturbed])
        {
            Assert.Empty(report.Findings);

            // Nothing was left unresolved, so the partition was compared with one computed anew.
            Assert.Empty(report.Notes);
        }

        Assert.Equal(undisturbed.PartitionHash, disturbed.PartitionHash);
        Assert.Equal((undisturbed.LiveRecords, undisturbed.LiveCustomers), (disturbed.LiveRecords, disturbed.LiveCustomers));
        return $"{disturbed.LiveRecords} records, {disturbed.LiveCustomers} customers, {disturbed.Events} events against {undisturbed.Events} undisturbed, partition {disturbed.PartitionHash}";
    }
}
