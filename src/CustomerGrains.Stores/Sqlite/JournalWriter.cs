using CustomerGrains.Index;
using CustomerGrains.Stores.Sqlite.Writing;
using CustomerGrains.Stores.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Stores.Sqlite;

/// <inheritdoc/>
internal sealed partial class JournalWriter : GroupCommit<SqliteJournalCore>
{
    private readonly SqliteJournalCore _core;
    private readonly ILogger _logger;

    public JournalWriter(SqliteJournalCore core, SqliteStoreOptions options, TimeProvider time, ILogger logger)
        : base(options.QueueCountMax, options.BatchCountMax, time)
    {
        _core = core;
        _logger = logger;
        Start();
    }

    /// <inheritdoc/>
    protected override void WriteBatch(List<JournalWrite<SqliteJournalCore>> batch)
    {
        if (TryWrite(batch, out var error))
        {
            return;
        }

        if (batch.Count == 1 || IsOfTheFile(error))
        {
            LogFailed(_logger, batch.Count, error);
            batch.ForEach(write => write.Fail(Translate(error)));
            return;
        }

        // One of them is at fault. Each alone, so that it fails alone; nobody has an answer yet, so doing them again changes nothing.
        foreach (var write in batch)
        {
            if (!TryWrite([write], out error))
            {
                LogFailed(_logger, 1, error);
                write.Fail(Translate(error));
            }
        }
    }

    private bool TryWrite(List<JournalWrite<SqliteJournalCore>> batch, out Exception error)
    {
        error = null!;
        var began = Time.GetTimestamp();
        try
        {
            _core.Begin();
            foreach (var write in batch)
            {
                write.Run(_core);
            }

            _core.Commit();
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the callers, and the thread must go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            error = failure;
            TryRollback();
            return false;
        }

        Metrics.Committed(batch.Count, Time.GetElapsedTime(began));
        foreach (var write in batch)
        {
            write.Complete();
        }

        return true;
    }

    private void TryRollback()
    {
        try
        {
            _core.Rollback();
        }
        catch (SqliteException error)
        {
            LogRollbackFailed(_logger, error);
        }
    }

    /// <summary>The file, not the write, is at fault: doing it alone would fail too.</summary>
    private static bool IsOfTheFile(Exception error) => error is SqliteException { SqliteErrorCode: 5 or 6 or 7 or 8 or 10 or 13 or 14 or 11 or 26 };

    private static Exception Translate(Exception error) => error switch
    {
        SqliteException { SqliteErrorCode: 13 } => new JournalUnavailableException("The disk of the data folder is full. Nothing acknowledged is lost; free some space.", error),
        SqliteException { SqliteErrorCode: 8 } => new JournalUnavailableException("The data folder cannot be written to. Nothing acknowledged is lost; check its permissions.", error),
        SqliteException { SqliteErrorCode: 5 or 6 } => new JournalUnavailableException("Another program holds the store's file.", error),
        SqliteException { SqliteErrorCode: 7 or 10 or 14 } => new JournalUnavailableException("The store's file cannot be written at the moment.", error),
        _ => error,
    };

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "Writes to the journal failed: count={Count}")]
    private static partial void LogFailed(ILogger logger, int count, Exception error);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Error, Message = "A failed batch could not be taken back")]
    private static partial void LogRollbackFailed(ILogger logger, Exception error);
}
