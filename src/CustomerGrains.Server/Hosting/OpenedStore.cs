using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.PostgreSql;
using CustomerGrains.Stores.Sqlite;

namespace CustomerGrains.Server;

/// <summary>The store of this server, and the one place that chooses it: PostgreSQL when a database is named, else the embedded one in the data folder. Opened before anything asks for it.</summary>
internal sealed class OpenedStore(ServerOptions options, TimeProvider time, ILoggerFactory loggers) : IAsyncDisposable
{
    private IJournal? _journal;

    public IJournal Journal => _journal ?? throw new InvalidOperationException("The store is asked for before the server has started.");

    /// <summary>Both stores are journal and source store in one.</summary>
    public ISourceStore Sources => (ISourceStore)Journal;

    /// <exception cref="DataFolderInUseException">Another process has the data folder.</exception>
    /// <exception cref="Stores.StoreFormatException">The store is not of this version's schema.</exception>
    /// <exception cref="JournalUnavailableException">The database cannot be reached. The text says which and why.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken) => _journal = options.Postgres is { } connection
        ? await OpenAsync(connection, cancellationToken).ConfigureAwait(false)
        : SqliteJournal.Open(options.DataFolder, options.Store, time, loggers.CreateLogger<SqliteJournal>());

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _journal, null) is IAsyncDisposable journal)
        {
            await journal.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<PostgresJournal> OpenAsync(string connection, CancellationToken cancellationToken)
    {
        try
        {
            return await PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = connection }, time, loggers.CreateLogger<PostgresJournal>(), cancellationToken).ConfigureAwait(false);
        }
        catch (JournalUnavailableException fault) when (fault.InnerException is { } cause && PostgresAddress.Parse(connection).Explain(cause) is { } words)
        {
            throw new JournalUnavailableException(words, cause);
        }
    }
}
