using CustomerGrains.PostgresServers;

namespace CustomerGrains.Cluster.Tests.Deployments;

/// <summary>A real PostgreSQL server that faults may stop and kill. The runs of this process take turns at it, each with a fresh database.</summary>
internal sealed class OwnDatabase : IDatabase
{
    private static readonly Lazy<Task<PostgresServer>> One = new(() => PostgresServer.StartAsync());

    private readonly PostgresServer _server;

    private OwnDatabase(PostgresServer server, string connectionString)
    {
        _server = server;
        ConnectionString = connectionString;
    }

    /// <summary>Straight to the database, past every wire.</summary>
    public string ConnectionString { get; }

    /// <summary>A fresh database with the schema of this build.</summary>
    public static async Task<OwnDatabase> MakeAsync()
    {
        var server = await One.Value;
        return new OwnDatabase(server, await server.CreateDatabaseAsync());
    }

    public Task StopAsync() => _server.StopAsync();

    public Task KillAsync() => _server.KillAsync();

    public Task StartAsync() => _server.StartAgainAsync();

    /// <summary>Drops the database.</summary>
    public Task DropAsync() => _server.DropDatabaseAsync(ConnectionString);
}
