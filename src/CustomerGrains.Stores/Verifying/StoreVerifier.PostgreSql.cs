using System.Data;
using CustomerGrains.Stores.PostgreSql.Verifying;
using Npgsql;

namespace CustomerGrains.Stores.Verifying;

public static partial class StoreVerifier
{
    /// <summary>Verifies the store in a PostgreSQL database. Servers may be running: one transaction reads one moment and writes nothing.</summary>
    /// <param name="connectionString">A role that may read suffices.</param>
    /// <param name="progress">Called from time to time.</param>
    /// <exception cref="NpgsqlException">The database cannot be reached or read.</exception>
    public static StoreReport VerifyPostgres(string connectionString, StoreVerifierOptions? options = null, Action<VerifyProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options ??= new StoreVerifierOptions();
        var findings = new Findings(options.FindingsPerCheckMax, progress, cancellationToken);
        using var database = NpgsqlDataSource.Create(connectionString);
        using var connection = database.OpenConnection();
        using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        var store = new PostgresStoreReader(connection);
        try
        {
            store.Begin();
            return DatabaseCheck.Run(store, findings) ? Verify(store, options, findings) : ReportOf(null, findings);
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted)
        {
            findings.Add("database", $"PostgreSQL finds the database damaged: {error.MessageText}");
            return ReportOf(null, findings);
        }
    }
}
