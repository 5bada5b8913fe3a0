using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Stores.Sqlite.Verifying;

/// <summary>The file is sound and of this build's schema.</summary>
internal static class FileCheck
{
    private const string Name = "file";

    /// <returns>False when nothing more can be read.</returns>
    public static bool Run(SqliteDatabase database, Findings findings)
    {
        findings.Report(Name, 0, 1);
        try
        {
            var applied = SchemaMigrations.Check(database, SchemaMigrations.All);
            findings.Require(applied == SchemaMigrations.All.Count, Name, $"The schema has {applied} of {SchemaMigrations.All.Count} steps: start a server on the folder once.");
        }
        catch (StoreFormatException error)
        {
            findings.Add(Name, error.Message);
        }

        var rows = database.Prepare("PRAGMA integrity_check(20)");
        try
        {
            while (rows.Step())
            {
                if (rows.Text(0) != "ok")
                {
                    findings.Add(Name, $"SQLite finds the file damaged: {rows.Text(0)}");
                }
            }
        }
        finally
        {
            database.Close(rows);
        }

        findings.Report(Name, 1, 1);
        return findings.Count == 0;
    }
}
