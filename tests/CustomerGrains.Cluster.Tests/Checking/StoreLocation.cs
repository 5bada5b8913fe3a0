using System.Data.Common;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Verifying;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>Where a store is, and how the checker reads it.</summary>
/// <param name="Connect">A connection to read by.</param>
/// <param name="ConnectToWrite">A connection to spoil it by.</param>
/// <param name="Dialect">What differs between stores.</param>
/// <param name="Verify">What the verifier says of it.</param>
internal sealed record StoreLocation(Func<DbConnection> Connect, Func<DbConnection> ConnectToWrite, StoreDialect Dialect, Func<StoreReport> Verify)
{
    /// <summary>The embedded store of a data folder.</summary>
    public static StoreLocation OfFolder(string folder) => new(
        () => Sqlite(folder, SqliteOpenMode.ReadOnly), () => Sqlite(folder, SqliteOpenMode.ReadWrite), new SqliteDialect(), () => StoreVerifier.Verify(folder));

    /// <summary>A database on PostgreSQL.</summary>
    public static StoreLocation OfDatabase(string connectionString) => new(
        () => new NpgsqlConnection(connectionString), () => new NpgsqlConnection(connectionString), new PostgresDialect(), () => StoreVerifier.VerifyPostgres(connectionString));

    private static SqliteConnection Sqlite(string folder, SqliteOpenMode mode) =>
        new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, DataFolder.DatabaseName), Mode = mode, Pooling = false }.ConnectionString);
}
