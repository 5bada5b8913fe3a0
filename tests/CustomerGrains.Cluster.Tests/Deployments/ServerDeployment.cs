namespace CustomerGrains.Cluster.Tests.Deployments;

/// <summary>One server on PostgreSQL.</summary>
internal sealed class ServerDeployment : PostgresDeployment
{
    private readonly ServerSlot _server;

    public ServerDeployment(string folder, OwnDatabase database)
        : base(folder, database)
    {
        var wire = NewWire();
        _server = new ServerSlot(() => [], () => ["serve", "--postgres", Over(wire), "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0"], LogOf(0), wire);
    }

    public override IReadOnlyList<ServerSlot> Servers => [_server];
}
