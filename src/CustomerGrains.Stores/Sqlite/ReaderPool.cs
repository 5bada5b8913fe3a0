using System.Collections.Concurrent;
using CustomerGrains.Stores.Postings;
using CustomerGrains.Stores.Sqlite.Reading;

namespace CustomerGrains.Stores.Sqlite;

/// <summary>Read connections, opened when asked for and kept. Readers see the last commit and never wait for the writer.</summary>
internal sealed class ReaderPool(string path, SqliteStoreOptions options, JournalDirectory directory) : IDisposable
{
    private readonly SemaphoreSlim _places = new(options.ReaderCountMax);
    private readonly ConcurrentBag<Reader> _idle = [];

    /// <summary>Takes a reader; disposing it gives it back.</summary>
    public async ValueTask<Reader> TakeAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return _idle.TryTake(out var idle) ? idle : new Reader(this, SqliteDatabase.OpenForReading(path, options), directory);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var reader))
        {
            reader.Close();
        }

        _places.Dispose();
    }

    /// <summary>One read connection, taken.</summary>
    public sealed class Reader : IDisposable
    {
        private readonly ReaderPool _pool;
        private readonly SqliteDatabase _database;

        internal Reader(ReaderPool pool, SqliteDatabase database, JournalDirectory directory)
        {
            _pool = pool;
            _database = database;
            Reads = new SqliteReads(database, directory);
        }

        public SqliteReads Reads { get; }

        public void Dispose()
        {
            _pool._idle.Add(this);
            _pool._places.Release();
        }

        public void Close() => _database.Dispose();
    }
}
