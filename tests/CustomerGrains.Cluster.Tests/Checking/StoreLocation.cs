using System.Data.Common;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Verifying;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>Where a store is, and how the checker reads it.</summary>
/// <param name="Option">How the command line names it.</param>
internal sealed record StoreLocation(string Option, Func<DbConnection> Connect, StoreDialect Dialect, Func<StoreReport> Verify)
{
    /// <summary>The embedded store of a data folder.</summary>
    public static StoreLocation OfFolder(string folder) => new(
        $"--data {folder}",
        () => new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, DataFolder.DatabaseName), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString),
        new SqliteDialect(),
        () => StoreVerifier.Verify(folder));

    /// <summary>A database on PostgreSQL.</summary>
    public static StoreLocation OfDatabase(string connectionString) =>
        new("--postgres …", () => new NpgsqlConnection(connectionString), new PostgresDialect(), () => StoreVerifier.VerifyPostgres(connectionString));
}
