using CustomerGrains.Index;
using CustomerGrains.Stores.PostgreSql.Following;
using CustomerGrains.Stores.Postings;
using CustomerGrains.Stores.Writing;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <summary>One transaction at a time: locks the head, follows what others wrote, lets writes be decided in memory, then writes their rows and commits.</summary>
/// <remarks>Everything is decided with the head locked, in a transaction that ends with the lock: whoever loses the lock (a process that was stopped, a connection that was cut) loses the transaction with it.</remarks>
internal sealed class PostgresBatch(DirectoryFollower follower, DirectoryLoader loader, PostgresSources sources, PostgresStoreOptions options, TimeProvider time)
{
    private const int PruneEvery = 64;

    private readonly PostgresRows _rows = new(sources);
    private JournalDirectory? _directory;
    private JournalBatch? _writes;
    private JournalHead _head;
    private bool _othersWrite;

    /// <summary>Changes of rows so far; a write that throws and has made none leaves nothing to take back.</summary>
    public long ChangeCount => _rows.ChangeCount;

    /// <summary>Decides writes, between <see cref="Begin"/> and <see cref="Commit"/>.</summary>
    public JournalBatch Writes => _writes ?? throw new InvalidOperationException("No batch is open.");

    /// <summary>Opens a transaction, brings the directory to the moment of the lock and fetches what the writes are going to need.</summary>
    public void Begin(NpgsqlConnection connection, IReadOnlyList<object?> requests)
    {
        // A directory that is too far behind is read anew without holding anybody up; meanwhile the log goes on, so that the second look finds it close enough.
        for (var attempt = 0; !TryBegin(connection, requests); attempt++)
        {
            Run(connection, "ROLLBACK");
            if (attempt == 3)
            {
                throw new JournalUnavailableException("This process cannot keep up with what others write.");
            }

            loader.LoadAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        if (_writes is null || _directory != follower.Directory)
        {
            _directory = follower.Directory;
            _writes = new JournalBatch(_directory, _rows, time);
        }

        _writes.Forget();
    }

    /// <summary>Makes the batch durable, then visible to this process.</summary>
    public void Commit(NpgsqlConnection connection)
    {
        var head = new JournalHead(_head.Sequence + 1, _rows.LastAssertion, Writes.Numbers);
        var at = Encodings.ToColumn(time.GetUtcNow());
        using (var batch = new NpgsqlBatch(connection))
        {
            PostgresFlush.AddTo(batch, _rows);
            batch.Add("INSERT INTO directory_log (sequence, at, changes) VALUES ($1, $2, $3)").With(head.Sequence).With(at).With(LogEncoding.ToColumn(Writes.Changes));
            if (head.Sequence % PruneEvery == 0)
            {
                batch.Add("DELETE FROM directory_log WHERE sequence < $1 AND at < $2").With(head.Sequence - options.LogBatchesMin).With(at - (options.LogSecondsMin * 1_000_000L));
            }

            PostgresFlush.AddHead(batch, head);
            batch.Add("COMMIT").ExecuteNonQuery();
        }

        follower.Apply(head.Sequence, Writes.Changes, head.Numbers);
        _rows.Committed();
        Writes.Forget();
        _head = head;
    }

    /// <summary>Forgets the batch; its transaction was taken back, or nobody knows what became of it.</summary>
    public void Forget()
    {
        _rows.RolledBack();
        _writes?.Forget();
        _head = default;
    }

    private bool TryBegin(NpgsqlConnection connection, IReadOnlyList<object?> requests)
    {
        var wanted = new WantedRows(requests, sources);
        var expected = _head.Sequence;
        var log = new List<(long, byte[])>();
        JournalHead head = default;
        var forgotten = _othersWrite;
        if (forgotten)
        {
            // They did last time, so nothing kept from before is worth keeping.
            _rows.Forget();
        }

        // Read committed: statements after the lock see everything that was committed before it was given.
        var prefetch = new PostgresPrefetch(connection, _rows)
            .Also(batch => batch.Add("BEGIN ISOLATION LEVEL READ COMMITTED").Add($"SELECT {JournalHead.Columns} FROM journal_head FOR UPDATE"), reader =>
            {
                reader.Read();
                head = JournalHead.Of(reader);
            })
            .Also(
                batch => batch.Add("SELECT sequence, changes FROM directory_log WHERE sequence > $1 ORDER BY sequence").With(follower.Sequence),
                reader =>
                {
                    while (reader.Read())
                    {
                        log.Add((reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
                    }
                });
        prefetch.Defaults();
        wanted.AddTo(prefetch);
        prefetch.Run();
        if (!follower.Follow(head, log))
        {
            return false;
        }

        _rows.Begin(connection, head.LastAssertion);
        _othersWrite = head.Sequence != expected;
        if (_othersWrite && !forgotten)
        {
            // What was kept from the batches before may be as it was; what was just fetched is not, but which is which is not worth knowing.
            _rows.Forget();
            prefetch.Defaults();
            wanted.AddTo(prefetch);
            prefetch.Run();
        }

        _head = head;
        do
        {
            wanted.AddRestTo(prefetch, _rows);
        }
        while (prefetch.Run());
        return true;
    }

    private static void Run(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Only constants get here.
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
