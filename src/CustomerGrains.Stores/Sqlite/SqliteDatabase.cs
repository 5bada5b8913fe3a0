using Microsoft.Data.Sqlite;

namespace CustomerGrains.Stores.Sqlite;

/// <summary>One connection with its prepared statements. Not for use by two threads at once.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    // SQLite's own largest.
    private const long PageCountMax = 4_294_967_294;

    private readonly SqliteConnection _connection;
    private readonly List<Statement> _statements = [];
    private readonly Statement _begin;
    private readonly Statement _beginWrite;
    private readonly Statement _commit;
    private readonly Statement _rollback;

    private SqliteDatabase(SqliteConnection connection)
    {
        _connection = connection;
        _begin = Prepare("BEGIN");
        _beginWrite = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
    }

    /// <summary>A connection that writes.</summary>
    public static SqliteDatabase OpenForWriting(string path, SqliteStoreOptions options)
    {
        var database = Open(path, SqliteOpenMode.ReadWriteCreate);
        database.Execute(
            $"""
            PRAGMA busy_timeout = {options.BusyMillisecondsMax};
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = {(options.SynchronousFull ? "FULL" : "NORMAL")};
            PRAGMA temp_store = MEMORY;
            PRAGMA wal_autocheckpoint = {options.CheckpointPages};
            PRAGMA journal_size_limit = {options.CheckpointPages * 2L * 4096};
            PRAGMA cache_size = -{options.WriterCacheKibibytes};
            PRAGMA max_page_count = {(options.FileMebibytesMax == 0 ? PageCountMax : options.FileMebibytesMax * 256L)};
            """);
        return database;
    }

    /// <summary>A connection that only reads what a writer of this process keeps.</summary>
    public static SqliteDatabase OpenForReading(string path, SqliteStoreOptions options)
    {
        var database = Open(path, SqliteOpenMode.ReadOnly);
        database.Execute(
            $"""
            PRAGMA busy_timeout = {options.BusyMillisecondsMax};
            PRAGMA query_only = ON;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -{options.ReaderCacheKibibytes};
            """);
        return database;
    }

    /// <summary>A database that lives as long as its one connection.</summary>
    public static SqliteDatabase OpenInMemory() => Open(":memory:", SqliteOpenMode.Memory);

    public Statement Prepare(string sql)
    {
        var statement = new Statement(_connection.Handle!, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Ends the life of a statement that was prepared for one use.</summary>
    public void Close(Statement statement)
    {
        _statements.Remove(statement);
        statement.Close();
    }

    /// <summary>Runs statements that are needed once.</summary>
    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Only constants and validated options get here.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public long Scalar(string sql)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Only constants get here.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar() is long value ? value : 0;
    }

    /// <summary>What is prepared on this connection.</summary>
    public IEnumerable<string> PreparedSql => _statements.Select(statement => statement.Sql);

    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle!) == 0;

    public void Begin() => _begin.Run();

    public void BeginWrite() => _beginWrite.Run();

    public void Commit() => _commit.Run();

    /// <summary>Takes back the open transaction, if SQLite has not done so itself.</summary>
    public void Rollback()
    {
        if (InTransaction)
        {
            _rollback.Run();
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Close();
        }

        _connection.Dispose();
    }

    private static SqliteDatabase Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        try
        {
            connection.Open();
            return new SqliteDatabase(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
