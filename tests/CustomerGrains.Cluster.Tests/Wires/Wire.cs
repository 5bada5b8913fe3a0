using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CustomerGrains.Cluster.Tests.Wires;

/// <summary>A TCP wire that can be cut, held and slowed down. Whoever connects to <see cref="Address"/> is connected on to the target of that moment.</summary>
/// <remarks>What TCP makes of lost packets is bytes that arrive late or, in the end, a broken connection; so loss is holding bytes back for a while, in one direction or both.</remarks>
internal sealed class Wire : IDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentDictionary<WireConnection, bool> _open = new();
    private readonly Func<IWireProtocol?> _protocol;
    private volatile IPEndPoint? _target;

    /// <param name="protocol">Makes what reads the bytes of one connection; null: they are carried as they come.</param>
    /// <param name="listenOn">Address to listen on. Default: loopback.</param>
    public Wire(Func<IWireProtocol?>? protocol = null, IPAddress? listenOn = null)
    {
        _protocol = protocol ?? (() => null);
        _listener = new TcpListener(listenOn ?? IPAddress.Loopback, 0);
        _listener.Start();
        Address = (IPEndPoint)_listener.LocalEndpoint;
        _ = AcceptAsync();
    }

    /// <summary>Where to connect.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Where connections go on to; null: they are refused.</summary>
    public IPEndPoint? Target
    {
        get => _target;
        set => _target = value;
    }

    /// <summary>Bytes wait while these are not done.</summary>
    public Gate There { get; } = new();

    /// <inheritdoc cref="There"/>
    public Gate Back { get; } = new();

    /// <summary>How much later everything from the target arrives. Default: not at all.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Resets every connection, without a word to either side.</summary>
    public void Cut()
    {
        foreach (var connection in _open.Keys)
        {
            connection.Cut();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        Cut();
        There.Open();
        Back.Open();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // The wire is taken down.
        }
    }

    private async Task CarryAsync(Socket from)
    {
        var to = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        from.NoDelay = true;
        var connection = new WireConnection(this, from, to, _protocol());
        _open[connection] = true;
        try
        {
            await to.ConnectAsync(_target ?? throw new SocketException((int)SocketError.ConnectionRefused));
            await connection.CarryAsync();
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // Cut, or an end went away.
        }
        finally
        {
            _open.TryRemove(connection, out _);
            connection.Cut();
        }
    }
}
