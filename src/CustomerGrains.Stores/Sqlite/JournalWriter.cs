using System.Threading.Channels;
using CustomerGrains.Index;
using CustomerGrains.Stores.Sqlite.Writing;
using CustomerGrains.Stores.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Stores.Sqlite;

/// <summary>The one thread that writes: takes what waits, commits it as one transaction, then answers the callers.</summary>
/// <remarks>No timer: while one batch is on its way to the disk the next one gathers, so a batch is as large as the load asks for and a lone write waits for nobody.</remarks>
internal sealed partial class JournalWriter : IAsyncDisposable
{
    private readonly SqliteJournalCore _core;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly JournalMetrics _metrics = new();
    private readonly int _batchCountMax;
    private readonly Channel<JournalWrite<SqliteJournalCore>> _queue;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public JournalWriter(SqliteJournalCore core, SqliteStoreOptions options, TimeProvider time, ILogger logger)
    {
        _core = core;
        _logger = logger;
        _time = time;
        _batchCountMax = options.BatchCountMax;
        _queue = Channel.CreateBounded<JournalWrite<SqliteJournalCore>>(new BoundedChannelOptions(options.QueueCountMax) { SingleReader = true, AllowSynchronousContinuations = false });
        new Thread(Run) { Name = "journal writer", IsBackground = true }.Start();
    }

    /// <summary>Has a write done. The reply comes when it is durable.</summary>
    public async ValueTask<TReply> WriteAsync<TRequest, TReply>(TRequest request, Func<SqliteJournalCore, TRequest, TReply> run, CancellationToken cancellationToken)
    {
        var write = new JournalWrite<SqliteJournalCore, TRequest, TReply>(request, run, _time.GetTimestamp());
        if (!_queue.Writer.TryWrite(write))
        {
            try
            {
                await _queue.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException error)
            {
                throw new JournalUnavailableException("The journal is closed.", error);
            }
        }

        return await write.Reply.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what waits, then ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
        _metrics.Dispose();
    }

    private void Run()
    {
        var batch = new List<JournalWrite<SqliteJournalCore>>(_batchCountMax);
        try
        {
            while (WaitForWrites())
            {
                while (batch.Count < _batchCountMax && _queue.Reader.TryRead(out var write))
                {
                    batch.Add(write);
                }

                foreach (var write in batch)
                {
                    _metrics.Began(_time.GetElapsedTime(write.QueuedAt));
                }

                WriteBatch(batch);
                batch.Clear();
            }
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private bool WaitForWrites()
    {
        var wait = _queue.Reader.WaitToReadAsync();
        return wait.IsCompletedSuccessfully ? wait.Result : wait.AsTask().GetAwaiter().GetResult();
    }

    private void WriteBatch(List<JournalWrite<SqliteJournalCore>> batch)
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
        var began = _time.GetTimestamp();
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

        _metrics.Committed(batch.Count, _time.GetElapsedTime(began));
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
