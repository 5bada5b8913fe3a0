using CustomerGrains.Matching.Resolving;
using Microsoft.Data.Sqlite;

namespace CustomerGrains.Stores.Sqlite.Verifying;

/// <summary>Checks every invariant of a store, reading nothing but the store.</summary>
/// <remarks>Shares no code with the writer but the layout of columns, and with the grains but the pure matching library, so that a fault in either shows. Reads one moment, also beside a running server.</remarks>
public static class StoreVerifier
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
            return FileCheck.Run(database, findings) ? Verify(database, options, findings) : ReportOf(null, findings);
        }
        catch (SqliteException error)
        {
            findings.Add("file", $"The file cannot be read: {error.Message}");
            return ReportOf(null, findings);
        }
    }

    private static StoreReport Verify(SqliteDatabase database, StoreVerifierOptions options, Findings findings)
    {
        var contents = StoreContents.Read(database, findings);
        RecordCheck.Run(database, contents, findings);
        LedgerCheck.Run(contents, findings);
        LinkCheck.Run(contents, findings);
        var model = ModelCheck.Run(contents, findings);
        EventCheck.Run(database, contents, findings);
        var (records, asMatched) = ContentCheck.Run(database, contents, options.OracleRecordsMax, findings);
        if (model is not null)
        {
            ModelCheck.CheckLinks(contents, asMatched, model, findings);
            PartitionCheck.Run(contents, records, model, options, findings);
        }

        return ReportOf(contents, findings);
    }

    private static StoreReport ReportOf(StoreContents? contents, Findings findings) => new()
    {
        Findings = findings.Named,
        FindingCount = findings.Count,
        Notes = findings.Notes,
        Records = contents?.Records.Count ?? 0,
        LiveRecords = contents?.Records.Values.Count(record => record.IsLive) ?? 0,
        LiveCustomers = contents?.Ledger.Values.Count(entry => entry.State == Index.Journal.CustomerState.Live) ?? 0,
        Links = contents?.Links.Count ?? 0,
        Assertions = contents?.Assertions.Count ?? 0,
        Events = contents?.Events ?? 0,
        Unresolved = contents?.Records.Values.Count(record => !record.IsResolved) ?? 0,
        ModelVersion = contents?.Models.LastOrDefault()?.Version ?? "",
        FormerRecords = contents?.Records.Values.Count(record => !record.Component.IsNone && record.Model != contents.InForce) ?? 0,
        PartitionHash = contents is null ? "" : PartitionHash.Compute(contents.Partition),
    };
}
