using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;

namespace CustomerGrains.Stores.Tests.PostgreSql;

/// <summary>Stands between a journal and its server, passes bytes on, and does to them what networks and stopped processes do.</summary>
internal sealed class FaultyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _port;
    private readonly List<Task> _tasks = [];
    private Fault? _armed;

    public FaultyProxy(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        _port = builder.Port;
        _listener.Start();
        builder.Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        ConnectionString = builder.ConnectionString;
        _tasks.Add(AcceptAsync());
    }

    /// <summary>The way through this proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>The next time the server reports a statement's end with this tag ("COMMIT", "UPDATE 1"), the report is lost and the connection cut.</summary>
    /// <returns>Ends when it has happened.</returns>
    public Task LoseReport(string tag) => Arm(new Fault(tag, Freeze: false, HoldBackAfter: 0));

    /// <summary>The next time the server reports a statement's end with this tag, its connection stands still in both directions, as when the process is stopped, until <see cref="Thaw"/>.</summary>
    public Task FreezeAt(string tag) => Arm(new Fault(tag, Freeze: true, HoldBackAfter: 0));

    /// <summary>The first time the process sends more than so many bytes before it hears from the server, only so many are passed on and its connection stands still.</summary>
    public Task FreezeInTheMiddleOf(int bytes) => Arm(new Fault("", Freeze: true, HoldBackAfter: bytes));

    /// <summary>Lets frozen connections go on.</summary>
    public void Thaw() => _armed?.Thawed.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Thaw();
        _listener.Stop();
        Task[] tasks;
        lock (_tasks)
        {
            tasks = [.. _tasks];
        }

        await Task.WhenAll(tasks);
        _end.Dispose();
    }

    private Task Arm(Fault fault)
    {
        Volatile.Write(ref _armed, fault);
        return fault.Struck.Task;
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                lock (_tasks)
                {
                    _tasks.Add(PassAsync(client));
                }
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port, _end.Token);
                var (near, far) = (client.GetStream(), server.GetStream());
                var unheard = new StrongBox<int>();
                await await Task.WhenAny(PassRequestsAsync(near, far, unheard), PassReportsAsync(far, near, unheard));
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // One side is gone, and the other goes with it.
            }
        }
    }

    /// <param name="unheard">Bytes passed on since the server said something.</param>
    private async Task PassRequestsAsync(NetworkStream near, NetworkStream far, StrongBox<int> unheard)
    {
        var buffer = new byte[1 << 20];
        while (await near.ReadAsync(buffer, _end.Token) is > 0 and var count)
        {
            var sent = 0;
            var before = Volatile.Read(ref unheard.Value);
            if (Volatile.Read(ref _armed) is { HoldBackAfter: > 0 } fault && before + count > fault.HoldBackAfter && fault.TryStrike())
            {
                sent = Math.Max(0, fault.HoldBackAfter - before);
                await far.WriteAsync(buffer.AsMemory(0, sent), _end.Token);
                fault.Struck.TrySetResult();
                await fault.Thawed.Task;
            }

            await far.WriteAsync(buffer.AsMemory(sent, count - sent), _end.Token);
            Interlocked.Add(ref unheard.Value, count);
        }
    }

    private async Task PassReportsAsync(NetworkStream far, NetworkStream near, StrongBox<int> unheard)
    {
        var buffer = new byte[1 << 20];
        while (await far.ReadAsync(buffer, _end.Token) is > 0 and var count)
        {
            Volatile.Write(ref unheard.Value, 0);
            if (Volatile.Read(ref _armed) is { HoldBackAfter: 0 } fault && buffer.AsSpan(0, count).IndexOf(fault.Report) >= 0 && fault.TryStrike())
            {
                fault.Struck.TrySetResult();
                if (!fault.Freeze)
                {
                    return;
                }

                await fault.Thawed.Task;
            }

            await near.WriteAsync(buffer.AsMemory(0, count), _end.Token);
        }
    }

    private sealed record Fault(string Tag, bool Freeze, int HoldBackAfter)
    {
        private int _struck;

        /// <summary>"C", a length, the tag and a zero: how the protocol reports the end of a statement.</summary>
        public byte[] Report { get; } = [(byte)'C', 0, 0, 0, (byte)(Tag.Length + 5), .. Encoding.ASCII.GetBytes(Tag), 0];

        public TaskCompletionSource Struck { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Thawed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool TryStrike() => Interlocked.Exchange(ref _struck, 1) == 0;
    }
}
