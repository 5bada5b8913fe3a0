using System.Net.Sockets;

namespace CustomerGrains.Cluster.Tests.Wires;

/// <summary>One connection over a wire.</summary>
internal sealed class WireConnection(Wire wire, Socket from, Socket to, IWireProtocol? protocol)
{
    private int _cut;

    /// <summary>Carries bytes both ways until both directions have ended or one broke.</summary>
    public Task CarryAsync() => Task.WhenAll(PumpAsync(Direction.There, from, to), PumpAsync(Direction.Back, to, from));

    /// <summary>Resets both ends.</summary>
    public void Cut()
    {
        if (Interlocked.Exchange(ref _cut, 1) == 0)
        {
            foreach (var socket in (Socket[])[from, to])
            {
                if (socket.Connected)
                {
                    socket.LingerState = new LingerOption(true, 0);
                }

                socket.Dispose();
            }
        }
    }

    private async Task PumpAsync(Direction direction, Socket source, Socket sink)
    {
        try
        {
            await new Pump(wire, direction, source, sink, protocol).RunAsync();
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // Either end broke: the other learns it at once, as it would without a wire between.
            Cut();
        }
    }
}
