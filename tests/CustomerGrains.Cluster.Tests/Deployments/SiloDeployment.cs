using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CustomerGrains.Cluster.Tests.Networks;
using CustomerGrains.Cluster.Tests.Planning;

namespace CustomerGrains.Cluster.Tests.Deployments;

/// <summary>Three silos on PostgreSQL, each in a network of its own where the machine allows it, and a fourth of another cluster for when it is called in.</summary>
internal sealed class SiloDeployment : PostgresDeployment
{
    public const int Silos = 3;

    private readonly Network? _network;

    public SiloDeployment(string folder, OwnDatabase database)
        : base(folder, database)
    {
        _network = Network.TryMake(Silos + 1, out var reason);
        if (_network is null)
        {
            Impossible = new Dictionary<FaultKind, string> { [FaultKind.CutNetwork] = reason, [FaultKind.CutNetworkOneWay] = reason };
        }

        Servers = [.. Enumerable.Range(0, Silos).Select(silo => NewSlot(silo, "nemesis"))];
        Intruders = [NewSlot(Silos, "another")];
    }

    public override IReadOnlyList<ServerSlot> Servers { get; }

    public override IReadOnlyList<ServerSlot> Intruders { get; }

    public override IReadOnlyDictionary<FaultKind, string> Impossible { get; } = new Dictionary<FaultKind, string>();

    public override Network? Network => _network;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _network?.Dispose();
        GC.SuppressFinalize(this);
    }

    private ServerSlot NewSlot(int silo, string cluster)
    {
        var wire = NewWire(_network?.Here);
        var address = $"{_network?.AddressOf(silo) ?? IPAddress.Loopback}";
        var port = (_network is null ? FreePort() : 11_111).ToString(CultureInfo.InvariantCulture);
        string[] arguments = ["serve", "--cluster", "--cluster-id", cluster, "--advertise", address, "--silo-port", port, "--grpc", $"{address}:0", "--http", $"{address}:0"];
        var launch = new ServerLaunch(arguments, LogOf(silo))
        {
            Command = _network?.CommandIn(silo) ?? [],
            Environment = new Dictionary<string, string>([new("CGRAINS_POSTGRES", Over(wire)), WayOf(silo)]),
        };
        return new ServerSlot(launch, wire);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
