using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.PostgreSql;

namespace CustomerGrains.Stores.Tests.PostgreSql;

/// <summary>A database of a test's own, and the journals it opens on it: each stands for a process.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly List<PostgresJournal> _journals = [];

    private TestDatabase(PostgresServer server, string connectionString)
    {
        _server = server;
        ConnectionString = connectionString;
    }

    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync(PostgresServer? server = null)
    {
        server ??= await PostgresServer.SharedAsync();
        return new TestDatabase(server, await server.CreateDatabaseAsync());
    }

    public PostgresStoreOptions Options => new() { ConnectionString = ConnectionString };

    public async Task<PostgresJournal> OpenAsync(Func<PostgresStoreOptions, PostgresStoreOptions>? change = null)
    {
        var journal = await PostgresJournal.OpenAsync(change is null ? Options : change(Options));
        _journals.Add(journal);
        return journal;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var journal in _journals)
        {
            await journal.DisposeAsync();
        }

        await _server.DropDatabaseAsync(ConnectionString);
    }
}
