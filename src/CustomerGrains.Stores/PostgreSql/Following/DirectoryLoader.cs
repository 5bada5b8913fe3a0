using System.Data;
using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Postings;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Following;

/// <summary>Reads the directory from the records, with the head of the same moment: what the log says after it can follow.</summary>
internal sealed partial class DirectoryLoader(NpgsqlDataSource reading, DirectoryFollower follower, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Reads it, unless somebody else has done so since this was asked for.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var behind = follower.Sequence;
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (follower.Sequence == behind)
            {
                var began = time.GetTimestamp();
                var (directory, sequence) = await ReadAsync(cancellationToken).ConfigureAwait(false);
                follower.Replace(directory, sequence);
                LogLoaded(logger, directory.Status.LiveRecords, sequence, behind, (long)time.GetElapsedTime(began).TotalMilliseconds);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<(JournalDirectory Directory, long Sequence)> ReadAsync(CancellationToken cancellationToken)
    {
        var connection = await reading.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                // Whole tables, so none of what keeps the other statements to their indexes.
                await RunAsync(connection, "SET LOCAL enable_seqscan = on; SET LOCAL max_parallel_workers_per_gather = 0; SET LOCAL statement_timeout = 0", cancellationToken).ConfigureAwait(false);
                var head = await ReadHeadAsync(connection, cancellationToken).ConfigureAwait(false);
                var resolved = await ReadResolvedAsync(connection, head.Numbers.LastNumber, cancellationToken).ConfigureAwait(false);
                var directory = new JournalDirectory();
                var filling = new DirectoryFilling(directory, head.Numbers.LastNumber);
                await ReadRecordsAsync(connection, filling, resolved, cancellationToken).ConfigureAwait(false);
                filling.End(head.Numbers);
                await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
                return (directory, head.Sequence);
            }
        }
    }

    private static async Task<JournalHead> ReadHeadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var select = Command(connection, $"SELECT {JournalHead.Columns} FROM journal_head");
        await using (select.ConfigureAwait(false))
        {
            var row = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                return await row.ReadAsync(cancellationToken).ConfigureAwait(false) ? JournalHead.Of(row) : throw new StoreFormatException("The database has lost the head of its journal.");
            }
        }
    }

    private static async Task<int[]> ReadResolvedAsync(NpgsqlConnection connection, long lastNumber, CancellationToken cancellationToken)
    {
        var resolved = new int[checked((int)lastNumber) + 1];
        var select = Command(connection, "SELECT record_no, resolved_revision FROM place");
        await using (select.ConfigureAwait(false))
        {
            var rows = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    resolved[rows.GetInt64(0)] = rows.GetInt32(1);
                }
            }
        }

        return resolved;
    }

    private static async Task ReadRecordsAsync(NpgsqlConnection connection, DirectoryFilling filling, int[] resolved, CancellationToken cancellationToken)
    {
        // Two arrays for each record would be garbage of several times what is kept.
        byte[] keys = new byte[1024], searchKeys = new byte[1024];
        var select = Command(connection, "SELECT record_no, revision, position, source_no, live, keys, search_keys FROM record WHERE revision > 0");
        await using (select.ConfigureAwait(false))
        {
            var rows = await select.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var no = rows.GetInt64(0);
                    var revision = rows.GetInt32(1);
                    filling.Add(
                        new RecordRevision(new RecordNo(no), revision),
                        rows.GetInt64(2),
                        Encodings.ToKeySpan(Bytes(rows, 5, ref keys)),
                        Encodings.ToKeySpan(Bytes(rows, 6, ref searchKeys)),
                        rows.GetInt32(3),
                        rows.GetBoolean(4),
                        resolved[no] == revision);
                }
            }
        }
    }

    [LoggerMessage(EventId = 3105, Level = LogLevel.Information, Message = "Directory read from the records: liveRecords={LiveRecords} batch={Batch} batchBefore={BatchBefore} milliseconds={Milliseconds}")]
    private static partial void LogLoaded(ILogger logger, long liveRecords, long batch, long batchBefore, long milliseconds);

    private static ReadOnlySpan<byte> Bytes(NpgsqlDataReader row, int column, ref byte[] buffer)
    {
        var length = (int)row.GetBytes(column, 0, buffer, 0, buffer.Length);
        if (length == buffer.Length)
        {
            // Perhaps not all of it.
            length = (int)row.GetBytes(column, 0, null, 0, 0);
            buffer = new byte[length * 2];
            length = (int)row.GetBytes(column, 0, buffer, 0, length);
        }

        return buffer.AsSpan(0, length);
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = Command(connection, sql);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

#pragma warning disable CA2100 // Only constants get here.
    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql) => new(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
}
