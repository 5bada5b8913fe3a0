using System.Net;
using CustomerGrains.Client;
using CustomerGrains.Cluster.Tests.Wires;

namespace CustomerGrains.Cluster.Tests.Deployments;

/// <summary>A place where a server runs, is killed and started again; clients reach it over a wire that outlives it.</summary>
internal sealed class ServerSlot : IAsyncDisposable
{
    private const int StartsMax = 30;

    private readonly ServerLaunch _launch;
    private readonly SemaphoreSlim _turn = new(1);
    private ServerProcess? _process;

    /// <param name="launch">How its processes are started.</param>
    /// <param name="database">Wire to the database; null: it has none.</param>
    public ServerSlot(ServerLaunch launch, DatabaseWire? database = null)
    {
        _launch = launch;
        Database = database;
    }

    /// <summary>Between it and its clients.</summary>
    public Wire Clients { get; } = new();

    /// <summary>Between it and the database; null when it has none.</summary>
    public DatabaseWire? Database { get; }

    /// <summary>Connects to whatever process runs here at the time.</summary>
    public CustomerGrainsClient Connect(TimeSpan deadline) => new(new CustomerGrainsClientOptions
    {
        Address = new Uri($"http://{Clients.Address}"),
        Deadline = deadline,
        BackoffMin = TimeSpan.FromMilliseconds(20),
        BackoffMax = TimeSpan.FromMilliseconds(200),
    });

    /// <summary>Takes the slot for one fault at a time.</summary>
    public async Task<IDisposable> TakeAsync()
    {
        await _turn.WaitAsync();
        return new Turn(_turn);
    }

    /// <summary>Starts a process unless one runs; as often as it takes, because one that finds its database away ends again.</summary>
    public async Task StartAsync()
    {
        for (var attempt = 1; _process is null; attempt++)
        {
            try
            {
                _process = await ServerProcess.StartAsync(_launch);
                Clients.Target = new IPEndPoint(IPAddress.Parse(_process.Address.Host), _process.Address.Port);
            }
            catch (InvalidOperationException) when (attempt < StartsMax)
            {
                // What would start it again on a real machine does so here.
            }
        }
    }

    public Task KillAsync() => EndAsync(process => process.KillAsync());

    public Task StopAsync() => EndAsync(process => process.StopAsync());

    public void Pause() => _process?.Pause();

    public void Resume() => _process?.Resume();

    public async ValueTask DisposeAsync()
    {
        await EndAsync(process => process.KillAsync());
        Clients.Dispose();
        Database?.Dispose();
        _turn.Dispose();
    }

    private async Task EndAsync(Func<ServerProcess, Task> end)
    {
        if (_process is { } process)
        {
            _process = null;
            try
            {
                await end(process);
            }
            finally
            {
                Clients.Target = null;
                process.Dispose();
            }
        }
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
