using System.Net;
using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Cluster.Tests.Wires;
using CustomerGrains.Index;
using CustomerGrains.Stores.PostgreSql;
using Npgsql;

namespace CustomerGrains.Cluster.Tests.Deployments;

/// <summary>Servers on PostgreSQL, each with a wire of its own to it.</summary>
internal abstract class PostgresDeployment : Deployment
{
    private readonly OwnDatabase _database;

    protected PostgresDeployment(string folder, OwnDatabase database)
        : base(folder)
    {
        _database = database;
        Store = StoreLocation.OfDatabase(database.ConnectionString);
    }

    public override StoreLocation Store { get; }

    public override IDatabase Database => _database;

    public override async Task StartAsync(int crowdLimit)
    {
        // Fixed when a store is made.
        await using (var journal = await PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = _database.ConnectionString }))
        {
            await journal.GetOrAddSettingAsync(IndexSettings.CrowdLimit, IndexSettings.WriteCrowdLimit(crowdLimit));
        }

        await StartServersAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _database.DropAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A wire to the database, from an address of this machine.</summary>
    protected DatabaseWire NewWire(IPAddress? listenOn = null) => new(new IPEndPoint(IPAddress.Loopback, new NpgsqlConnectionStringBuilder(_database.ConnectionString).Port), listenOn);

    /// <summary>The way to the database over a wire.</summary>
    protected string Over(DatabaseWire wire) => new NpgsqlConnectionStringBuilder(_database.ConnectionString)
    {
        Host = $"{wire.Wire.Address.Address}",
        Port = wire.Wire.Address.Port,

        // The wire reads what goes over it.
        SslMode = SslMode.Disable,
    }.ConnectionString;
}
