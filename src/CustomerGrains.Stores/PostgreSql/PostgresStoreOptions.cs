using Npgsql;

namespace CustomerGrains.Stores.PostgreSql;

/// <summary>How the store on PostgreSQL is reached and written. Checked when the store is opened.</summary>
public sealed record PostgresStoreOptions
{
    /// <summary>Npgsql's connection string of the database, with the schema of this version (<c>cgrains migrate</c>). Required. Never printed.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Every commit waits for the disk; off, a crash of the database's machine may lose the last commits. Default: true.</summary>
    public bool SynchronousCommit { get; init; } = true;

    /// <summary>Most writes committed as one transaction. Default: 512.</summary>
    public int BatchCountMax { get; init; } = 512;

    /// <summary>Most writes that wait for the writer; callers past it wait for a place. Default: 8192.</summary>
    public int QueueCountMax { get; init; } = 8192;

    /// <summary>Most connections for reading; callers past it wait for one. Default: 8.</summary>
    public int ReadConnectionsMax { get; init; } = 8;

    /// <summary>Seconds to wait for a connection to the database. Default: 5.</summary>
    public int ConnectSecondsMax { get; init; } = 5;

    /// <summary>Seconds a query or a commit may take. Default: 30.</summary>
    public int CommandSecondsMax { get; init; } = 30;

    /// <summary>Seconds to wait for another process's batch. Half of it is how long a process may hold its own open without a word, before the database takes it back. Default: 10.</summary>
    public int LockSecondsMax { get; init; } = 10;

    /// <summary>Batches whose changes are kept for other processes at least. Default: 1024.</summary>
    public int LogBatchesMin { get; init; } = 1024;

    /// <summary>Seconds for which the changes of a batch are kept for other processes at least; longer than it takes to read all records. Default: 300.</summary>
    public int LogSecondsMin { get; init; } = 300;

    /// <exception cref="ArgumentException">A value is out of its range. The text does not repeat the connection string.</exception>
    public void Validate()
    {
        Require(IsConnectionString(ConnectionString), nameof(ConnectionString), "an Npgsql connection string that names a host and a database");
        Require(BatchCountMax is >= 1 and <= 16_384, nameof(BatchCountMax), "1 to 16384");
        Require(QueueCountMax is >= 1 and <= 1_048_576, nameof(QueueCountMax), "1 to 1048576");
        Require(ReadConnectionsMax is >= 1 and <= 256, nameof(ReadConnectionsMax), "1 to 256");
        Require(ConnectSecondsMax is >= 1 and <= 300, nameof(ConnectSecondsMax), "1 to 300");
        Require(CommandSecondsMax is >= 1 and <= 3_600, nameof(CommandSecondsMax), "1 to 3600");
        Require(LockSecondsMax is >= 2 and <= 3_600, nameof(LockSecondsMax), "2 to 3600");
        Require(LogBatchesMin is >= 0 and <= 1_048_576, nameof(LogBatchesMin), "0 to 1048576");
        Require(LogSecondsMin is >= 0 and <= 86_400, nameof(LogSecondsMin), "0 to 86400");
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            return !string.IsNullOrEmpty(builder.Host) && !string.IsNullOrEmpty(builder.Database);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException)
        {
            // Its text may hold the password.
            return false;
        }
    }

    private static void Require(bool holds, string option, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(PostgresStoreOptions)}.{option} must be {range}.");
        }
    }
}
