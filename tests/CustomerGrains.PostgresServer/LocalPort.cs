using System.Net;
using System.Net.Sockets;

namespace CustomerGrains.PostgresServers;

/// <summary>Ports of 127.0.0.1 for servers that stop and come back on the same one.</summary>
internal static class LocalPort
{
    /// <summary>Below what systems hand out for outgoing connections: nobody takes the port by chance while its server is down.</summary>
    private const int First = 15_000, Count = 15_000;

    private static int s_next = Environment.ProcessId * 31;

    public static int Free()
    {
        for (var attempt = 0; attempt < Count; attempt++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref s_next) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next.
            }
        }

        throw new InvalidOperationException("No port of 127.0.0.1 is free.");
    }
}
