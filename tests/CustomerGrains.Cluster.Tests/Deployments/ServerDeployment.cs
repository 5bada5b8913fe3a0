namespace CustomerGrains.Cluster.Tests.Deployments;

/// <summary>One server on PostgreSQL.</summary>
internal sealed class ServerDeployment : PostgresDeployment
{
    private readonly ServerSlot _server;

    public ServerDeployment(string folder, OwnDatabase database)
        : base(folder, database)
    {
        var wire = NewWire();
        var launch = new ServerLaunch(["serve", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0"], LogOf(0))
        {
            // By the environment: arguments are for all to see.
            Environment = new Dictionary<string, string>([new("CGRAINS_POSTGRES", Over(wire)), WayOf(0)]),
        };
        _server = new ServerSlot(launch, wire);
    }

    public override IReadOnlyList<ServerSlot> Servers => [_server];
}
