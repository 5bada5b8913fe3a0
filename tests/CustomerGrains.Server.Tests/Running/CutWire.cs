using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CustomerGrains.Server.Tests.Running;

/// <summary>A wire between client and server that can be cut: carries bytes both ways and resets every connection when told to. New connections work again.</summary>
public sealed class CutWire : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly IPEndPoint _to;

    public CutWire(Uri server)
    {
        _to = new IPEndPoint(IPAddress.Loopback, server.Port);
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    /// <summary>Where the client connects.</summary>
    public Uri Address { get; }

    /// <summary>Resets all connections, without a word to either side.</summary>
    public void Cut()
    {
        foreach (var socket in _open.Keys)
        {
            _open.TryRemove(socket, out _);
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await server.ConnectAsync(_to);
                _open[client] = _open[server] = true;
                _ = CarryAsync(client, server);
                _ = CarryAsync(server, client);
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The wire is taken down.
        }
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        var buffer = new byte[16_384];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // Cut, or an end went away.
        }
    }
}
