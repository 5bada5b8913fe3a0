using Microsoft.Extensions.Logging;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <summary>Ends sessions of processes that hold the head and say nothing.</summary>
/// <remarks>The database itself does so between two statements (<c>idle_in_transaction_session_timeout</c>), but not when a process is stopped while it sends one: that session waits for the rest without limit.</remarks>
internal static partial class StalledWriters
{
    /// <summary>The head could not be locked in time.</summary>
    public static bool IsHeldUp(Exception error) => error is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>Ends sessions that have had the head for longer than anybody waits for it and wait for their process to go on. Their transactions are taken back.</summary>
    /// <returns>There was one.</returns>
    public static bool CutOff(NpgsqlConnection connection, PostgresStoreOptions options, ILogger logger)
    {
        try
        {
            using var command = new NpgsqlCommand(
                """
                SELECT count(pg_terminate_backend(a.pid)) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND l.relation = 'journal_head'::regclass
                    AND l.mode = 'RowShareLock' AND a.pid <> pg_backend_pid() AND a.wait_event = 'ClientRead' AND a.xact_start < clock_timestamp() - make_interval(secs => $1)
                """,
                connection).With((double)options.LockSecondsMax / 2);
            var count = (long)command.ExecuteScalar()!;
            if (count > 0)
            {
                LogCutOff(logger, count);
            }

            return count > 0;
        }
        catch (NpgsqlException error)
        {
            LogNotCutOff(logger, error);
            return false;
        }
    }

    [LoggerMessage(EventId = 3103, Level = LogLevel.Warning, Message = "Ended sessions of processes that stood still in the middle of a batch: count={Count}")]
    private static partial void LogCutOff(ILogger logger, long count);

    [LoggerMessage(EventId = 3104, Level = LogLevel.Warning, Message = "Could not look for a process that stands still in the middle of a batch")]
    private static partial void LogNotCutOff(ILogger logger, Exception error);
}
