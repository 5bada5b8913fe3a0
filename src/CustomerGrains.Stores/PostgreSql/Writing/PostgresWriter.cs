using CustomerGrains.Index;
using CustomerGrains.Stores.Writing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <inheritdoc/>
/// <remarks>While the database cannot be reached everything that waits fails at once, and what comes then is the next attempt.</remarks>
internal sealed partial class PostgresWriter : GroupCommit<JournalBatch>
{
    private readonly NpgsqlDataSource _writing;
    private readonly PostgresBatch _batch;
    private readonly PostgresStoreOptions _options;
    private readonly ILogger _logger;
    private NpgsqlConnection? _connection;

    // From here on what became of a batch that fails is not known.
    private bool _committing;

    public PostgresWriter(NpgsqlDataSource writing, PostgresBatch batch, PostgresStoreOptions options, TimeProvider time, ILogger logger)
        : base(options.QueueCountMax, options.BatchCountMax, time)
    {
        _writing = writing;
        _batch = batch;
        _options = options;
        _logger = logger;
        Start();
    }

    /// <inheritdoc/>
    protected override void Close() => Disconnect();

    /// <inheritdoc/>
    protected override void WriteBatch(List<JournalWrite<JournalBatch>> batch)
    {
        if (!TryConnect(out var error))
        {
            // Nobody who waits now would fare better.
            while (TryTake(out var write))
            {
                batch.Add(write);
            }

            FailAll(batch, error);
            return;
        }

        if (TryWrite(batch, out error) || (MayTryAgain(error) && TryWrite(batch, out error)))
        {
            return;
        }

        if (batch.Count == 1 || !PostgresErrors.IsOfTheWrite(error))
        {
            FailAll(batch, error);
            return;
        }

        // One of them is at fault. Each alone, so that it fails alone; nobody has an answer yet, so doing them again changes nothing.
        foreach (var write in batch)
        {
            if (!TryWrite([write], out error))
            {
                FailAll([write], error);
            }
        }
    }

    /// <summary>Nothing was committed, and another attempt may succeed: the connection was dead when the batch began, or another process stood still in the middle of its batch and has been cut off.</summary>
    private bool MayTryAgain(Exception error) => (!_committing || PostgresErrors.IsOfSilence(error))
        && (PostgresErrors.IsOfTheConnection(error) ? TryConnect(out _) : StalledWriters.IsHeldUp(error) && TryConnect(out _) && StalledWriters.CutOff(_connection!, _options, _logger));

    private bool TryWrite(List<JournalWrite<JournalBatch>> batch, out Exception error)
    {
        error = null!;
        _committing = false;
        var began = Time.GetTimestamp();
        var written = new List<JournalWrite<JournalBatch>>(batch.Count);
        try
        {
            var connection = _connection ?? throw new JournalUnavailableException("The connection to the database was lost.");
            _batch.Begin(connection, [.. batch.Select(write => write.Request)]);
            foreach (var write in batch)
            {
                if (TryRun(write, batch.Count))
                {
                    written.Add(write);
                }
            }

            _committing = true;
            _batch.Commit(connection);
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the callers, and the thread must go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            error = failure;
            TakeBack(failure);
            return false;
        }

        Metrics.Committed(written.Count, Time.GetElapsedTime(began));
        foreach (var write in written)
        {
            write.Complete();
        }

        return true;
    }

    /// <summary>Decides a write. One that throws before it has changed anything fails here and now; its neighbours go on.</summary>
    private bool TryRun(JournalWrite<JournalBatch> write, int count)
    {
        var (changes, numbers, directory) = (_batch.ChangeCount, _batch.Writes.Numbers, _batch.Writes.Changes.Count);
        try
        {
            write.Run(_batch.Writes);
            return true;
        }
        catch (Exception error) when (
            count > 1 && PostgresErrors.IsOfTheWrite(error) && error is not PostgresException
            && changes == _batch.ChangeCount && numbers == _batch.Writes.Numbers && directory == _batch.Writes.Changes.Count)
        {
            write.Fail(error);
            return false;
        }
    }

    private bool TryConnect(out Exception error)
    {
        error = null!;
        if (_connection is not null)
        {
            return true;
        }

        try
        {
            _connection = _writing.OpenConnection();
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, it belongs to the callers, and the thread must go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            error = failure;
            return false;
        }
    }

    /// <summary>Takes the batch back. After anything but a write's own fault the connection goes, too: whether it has an open transaction, or answers still to come, is not worth finding out.</summary>
    private void TakeBack(Exception failure)
    {
        _batch.Forget();
        if (PostgresErrors.IsOfTheWrite(failure) && _connection is { } connection)
        {
            try
            {
                using var rollback = new NpgsqlCommand("ROLLBACK", connection);
                rollback.ExecuteNonQuery();
                return;
            }
            catch (NpgsqlException error)
            {
                LogRollbackFailed(_logger, error);
            }
        }

        Disconnect();
    }

    private void Disconnect()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            try
            {
                // Not back to the pool.
                NpgsqlConnection.ClearPool(connection);
                connection.Dispose();
            }
            catch (NpgsqlException error)
            {
                LogRollbackFailed(_logger, error);
            }
        }
    }

    private void FailAll(List<JournalWrite<JournalBatch>> batch, Exception error)
    {
        LogFailed(_logger, batch.Count, error);
        var told = PostgresErrors.Translate(error);
        batch.ForEach(write => write.Fail(told));
    }

    [LoggerMessage(EventId = 3101, Level = LogLevel.Error, Message = "Writes to the journal failed: count={Count}")]
    private static partial void LogFailed(ILogger logger, int count, Exception error);

    [LoggerMessage(EventId = 3102, Level = LogLevel.Warning, Message = "A failed batch could not be taken back; the database does so when the connection ends")]
    private static partial void LogRollbackFailed(ILogger logger, Exception error);
}
