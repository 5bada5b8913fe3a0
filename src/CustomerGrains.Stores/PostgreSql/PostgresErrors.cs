using System.Net.Sockets;
using CustomerGrains.Index;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql;

/// <summary>Whose fault an error of the database is, and how callers are told.</summary>
internal static class PostgresErrors
{
    /// <summary>What was written is at fault, so its neighbours may succeed without it. Everything else is the database's or the way's to it.</summary>
    public static bool IsOfTheWrite(Exception error) => error switch
    {
        PostgresException database => database.SqlState.StartsWith("22", StringComparison.Ordinal) || database.SqlState.StartsWith("23", StringComparison.Ordinal),
        NpgsqlException or IOException or SocketException or TimeoutException or OperationCanceledException or ObjectDisposedException => false,
        _ => true,
    };

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
