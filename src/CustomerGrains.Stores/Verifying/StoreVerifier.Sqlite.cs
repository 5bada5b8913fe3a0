using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Sqlite.Verifying;
using Microsoft.Data.Sqlite;

namespace CustomerGrains.Stores.Verifying;

public static partial class StoreVerifier
{
    /// <summary>Verifies the store of a data folder.</summary>
    /// <param name="progress">Called from time to time.</param>
    /// <exception cref="FileNotFoundException">The folder holds no store.</exception>
    public static StoreReport Verify(string folder, StoreVerifierOptions? options = null, Action<VerifyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new StoreVerifierOptions();
        var path = Path.Combine(folder, DataFolder.DatabaseName);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no store in '{folder}'.", path);
        }

        var findings = new Findings(options.FindingsPerCheckMax, progress, cancellationToken);
        try
        {
            using var database = SqliteDatabase.OpenForReading(path, new SqliteStoreOptions());
            database.Begin();
            return FileCheck.Run(database, findings) ? Verify(new SqliteStoreReader(database), options, findings) : ReportOf(null, findings);
        }
        catch (SqliteException error)
        {
            findings.Add("file", $"The file cannot be read: {error.Message}");
            return ReportOf(null, findings);
        }
    }
}
