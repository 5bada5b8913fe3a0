using System.Net;
using System.Net.Sockets;

namespace CustomerGrains.Server.Tests.Running;

/// <summary>A port of this machine for what cannot be told to choose one by itself, such as a silo.</summary>
internal static class LoopbackPort
{
    /// <summary>One that nobody listened at just now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
