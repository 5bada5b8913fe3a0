using System.Net;

namespace CustomerGrains.Cluster.Tests.Wires;

/// <summary>One server's wire to the database.</summary>
internal sealed class DatabaseWire : IDisposable
{
    public DatabaseWire(IPEndPoint target, IPAddress? listenOn = null) =>
        Wire = new Wire(() => new DatabaseProtocol(Strike), listenOn) { Target = target };

    public Wire Wire { get; }

    /// <summary>When its connections shall be cut.</summary>
    public DatabaseStrike Strike { get; } = new();

    public void Dispose() => Wire.Dispose();
}
