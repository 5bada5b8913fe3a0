using CustomerGrains.PostgresServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Storage;

namespace CustomerGrains.Orleans.Tests.Schema;

/// <summary>Orleans' own ADO.NET providers, as a silo registers them, on a fresh database with the schema of this build. The silo itself is not started, so nothing but the test uses the tables.</summary>
internal sealed class OrleansTables : IAsyncDisposable
{
    public const string Kept = "kept", Deleted = "deleted";
    private const string Invariant = "Npgsql", Cluster = "test-cluster", Service = "test-service";

    private readonly List<IHost> _hosts = [];
    private readonly PostgresServer _server;

    private OrleansTables(PostgresServer server, string connectionString)
    {
        _server = server;
        ConnectionString = connectionString;
        Database = NpgsqlDataSource.Create(connectionString);
    }

    public string ConnectionString { get; }

    public NpgsqlDataSource Database { get; }

    public static async Task<OrleansTables> CreateAsync()
    {
        var server = await PostgresServer.SharedAsync();
        return new OrleansTables(server, await server.CreateDatabaseAsync());
    }

    /// <summary>The membership table, as one silo of the cluster has it.</summary>
    public async Task<IMembershipTable> MembershipAsync()
    {
        var table = Build().GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        return table;
    }

    /// <summary>The reminder table, as one silo of the cluster has it.</summary>
    public async Task<IReminderTable> RemindersAsync()
    {
        var table = Build().GetRequiredService<IReminderTable>();
        await table.StartAsync();
        return table;
    }

    /// <summary>Grain storage, as one silo of the cluster has it.</summary>
    /// <param name="name"><see cref="Kept"/>: cleared state leaves its row; <see cref="Deleted"/>: it does not.</param>
    public async Task<IGrainStorage> StorageAsync(string name = Kept)
    {
        var storage = Build().GetRequiredKeyedService<IGrainStorage>(name);
        var lifecycle = new SiloLifecycleSubject(NullLogger<SiloLifecycleSubject>.Instance);
        ((ILifecycleParticipant<ISiloLifecycle>)storage).Participate(lifecycle);
        await lifecycle.OnStart();
        return storage;
    }

    /// <summary>The gateways that a client of the cluster is given.</summary>
    public async Task<IList<Uri>> GatewaysAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Cluster, Service))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, ConnectionString)));
        var host = builder.Build();
        _hosts.Add(host);
        var provider = host.Services.GetRequiredService<IGatewayListProvider>();
        await provider.InitializeGatewayListProvider();
        return await provider.GetGateways();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            host.Dispose();
        }

        await Database.DisposeAsync();
        await _server.DropDatabaseAsync(ConnectionString);
    }

    private IServiceProvider Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Cluster, Service))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, ConnectionString))
            .UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Invariant, ConnectionString))
            .AddAdoNetGrainStorage(Kept, options => (options.Invariant, options.ConnectionString) = (Invariant, ConnectionString))
            .AddAdoNetGrainStorage(Deleted, options => (options.Invariant, options.ConnectionString, options.DeleteStateOnClear) = (Invariant, ConnectionString, true)));
        var host = builder.Build();
        _hosts.Add(host);
        return host.Services;
    }
}
