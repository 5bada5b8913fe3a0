using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Index.Journal;
using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.PostgreSql;
using Npgsql;

namespace CustomerGrains.Cluster.Tests.Planting;

/// <summary>A database of the server that all tests of this process share.</summary>
internal sealed class ScratchDatabase : ScratchStore
{
    private readonly PostgresServer _server;
    private readonly string _connection;

    private ScratchDatabase(PostgresServer server, string connection)
    {
        _server = server;

        // Nobody may be connected to a database that is copied. Journals have pools all the same, which end with them.
        _connection = new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString;
    }

    public override StoreLocation Location => StoreLocation.OfDatabase(_connection);

    public static async Task<ScratchStore> MakeAsync()
    {
        var server = await PostgresServer.SharedAsync();
        return new ScratchDatabase(server, await server.CreateDatabaseAsync());
    }

    public override async Task<ScratchStore> CopyAsync()
    {
        var from = new NpgsqlConnectionStringBuilder(_connection).Database!;
        var copy = new NpgsqlConnectionStringBuilder(_connection) { Database = $"{from}_{Guid.NewGuid():N}" };
        await _server.RunAsync($"CREATE DATABASE {copy.Database} OWNER {PostgresServer.Role} TEMPLATE {from}");
        return new ScratchDatabase(_server, copy.ConnectionString);
    }

    public override async ValueTask DisposeAsync() => await _server.DropDatabaseAsync(_connection);

    protected override async Task<IReadOnlyList<(IJournal Journal, ISourceStore Sources)>> OpenAsync()
    {
        var journals = new List<(IJournal, ISourceStore)>();
        for (var index = 0; index < Indexes; index++)
        {
            var journal = await PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = _connection });
            journals.Add((journal, journal));
        }

        return journals;
    }
}
