using CustomerGrains.Stores.Migrations;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Stores.PostgreSql.Verifying;

/// <summary>The database has this build's schema, and the log that processes follow ends where the journal does.</summary>
internal static class DatabaseCheck
{
    private const string Name = "database";

    /// <returns>False when nothing more can be read.</returns>
    public static bool Run(PostgresStoreReader store, Findings findings)
    {
        findings.Report(Name, 0, 1);
        try
        {
            var applied = AppliedSteps.Check(store.ReadSteps(), PostgresMigrations.All);
            findings.Require(applied == PostgresMigrations.All.Count, Name, $"The schema has {applied} of {PostgresMigrations.All.Count} steps: run 'cgrains migrate'.");
        }
        catch (StoreFormatException error)
        {
            findings.Add(Name, error.Message);
        }

        if (findings.Count > 0)
        {
            return false;
        }

        if (store.ReadNumbers() is null)
        {
            findings.Add(Name, "The journal has no head.");
            return false;
        }

        var lost = store.CountPlacesWithoutRecord();
        findings.Require(lost == 0, Name, $"{lost} places belong to no record.");
        CheckLog(store, findings);
        findings.Report(Name, 1, 1);
        return true;
    }

    private static void CheckLog(PostgresStoreReader store, Findings findings)
    {
        var last = -1L;
        foreach (var sequence in store.ReadLogSequences())
        {
            findings.Require(last < 0 || sequence == last + 1, Name, $"The log of batches goes from {last} to {sequence}.");
            last = sequence;
        }

        var head = store.ReadLastBatch();
        findings.Require(last < 0 || last == head, Name, $"The log of batches ends at {last}, but the journal at {head}.");
    }
}
