using System.Net.Sockets;
using CustomerGrains.Index;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql;

/// <summary>Whose fault an error of the database is, and how callers are told.</summary>
internal static class PostgresErrors
{
    /// <summary>The server ended a session that had a transaction open and said nothing.</summary>
    private const string IdleInTransaction = "25P03";

    /// <summary>What was written is at fault, so its neighbours may succeed without it. Everything else is the database's or the way's to it.</summary>
    public static bool IsOfTheWrite(Exception error) => error switch
    {
        PostgresException database => database.SqlState.StartsWith("22", StringComparison.Ordinal) || database.SqlState.StartsWith("23", StringComparison.Ordinal),
        NpgsqlException or IOException or SocketException or TimeoutException or OperationCanceledException or ObjectDisposedException => false,
        _ => true,
    };

    /// <summary>The server ended a session that had said nothing for too long, so what it was sent afterwards, the commit included, was not heard.</summary>
    public static bool IsOfSilence(Exception error) => error is PostgresException { SqlState: IdleInTransaction };

    /// <summary>An open connection turned out to be dead: the server was started anew, or ended the session. Another connection may do.</summary>
    public static bool IsOfTheConnection(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or IdleInTransaction } => true,
        NpgsqlException { InnerException: IOException } => true,
        _ => false,
    };

    /// <summary>Reads, and when a connection of the pool was dead reads once more on a new one: after a restart of the server nobody need notice.</summary>
    public static async Task<T> ReadAsync<T>(NpgsqlDataSource reading, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (NpgsqlException error) when (IsOfTheConnection(error))
        {
            reading.Clear();
        }

        return await read().ConfigureAwait(false);
    }

    /// <summary>The error as callers of the port get it.</summary>
    public static Exception Translate(Exception error) => error switch
    {
        _ when IsOfTheWrite(error) => error,
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new JournalUnavailableException("The database's disk is full. Nothing acknowledged is lost; free some space.", error),
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } => new JournalUnavailableException("Another process holds the journal for too long.", error),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => new JournalUnavailableException("The database takes no writes: it is a standby, or set to read only.", error),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => new JournalUnavailableException("The database has no connection left.", error),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            new JournalUnavailableException("The database does not know the user, or another password.", error),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn } =>
            new JournalUnavailableException("The database's schema is not as this version made it, or the user may not use it.", error),
        JournalUnavailableException => error,
        _ => new JournalUnavailableException("The database cannot be reached at the moment. Whether what was under way is committed is not known.", error),
    };
}
