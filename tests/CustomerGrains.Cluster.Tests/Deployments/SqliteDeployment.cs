using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Index;
using CustomerGrains.Stores.Sqlite;

namespace CustomerGrains.Cluster.Tests.Deployments;

/// <summary>One server on the embedded store.</summary>
internal sealed class SqliteDeployment : Deployment
{
    private readonly string _data;
    private readonly ServerSlot _server;

    public SqliteDeployment(string folder)
        : base(folder)
    {
        _data = Path.Combine(folder, "data");
        _server = new ServerSlot(new ServerLaunch(["serve", "--data", _data, "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0"], LogOf(0)) { Environment = new Dictionary<string, string>([WayOf(0)]) });
        Store = StoreLocation.OfFolder(_data);
    }

    public override IReadOnlyList<ServerSlot> Servers => [_server];

    public override StoreLocation Store { get; }

    public override async Task StartAsync(int crowdLimit)
    {
        // Fixed when a store is made.
        await using (var journal = SqliteJournal.Open(_data))
        {
            await journal.GetOrAddSettingAsync(IndexSettings.CrowdLimit, IndexSettings.WriteCrowdLimit(crowdLimit));
        }

        await StartServersAsync();
    }
}
