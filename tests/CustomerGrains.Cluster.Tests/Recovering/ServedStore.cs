using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CustomerGrains.Client;
using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Cluster.Tests.Deployments;
using Npgsql;

namespace CustomerGrains.Cluster.Tests.Recovering;

/// <summary>A store and the servers on it, started, killed and started again on the same ports. Nothing stands between them and their clients, or between them and the database: what is measured is theirs.</summary>
internal sealed class ServedStore : IAsyncDisposable
{
    /// <summary>What a deployment may be.</summary>
    public static readonly IReadOnlyList<string> Kinds = [.. DeploymentKind.All.Select(kind => kind.Name)];

    private readonly OwnDatabase? _database;
    private readonly Func<long> _bytes;
    private readonly List<ServerProcess> _running = [];

    private ServedStore(StoreLocation location, Func<long> bytes, IReadOnlyList<ServedAddress> servers, OwnDatabase? database)
    {
        Location = location;
        _bytes = bytes;
        Servers = servers;
        _database = database;
    }

    public StoreLocation Location { get; }

    /// <summary>Where each server listens.</summary>
    public IReadOnlyList<ServedAddress> Servers { get; }

    /// <summary>Bytes of the store on the disk: of SQLite with its write-ahead log, of PostgreSQL without.</summary>
    public long Bytes => _bytes();

    /// <summary>Memory of each server, in bytes.</summary>
    public IReadOnlyList<long> ResidentBytes => [.. _running.Select(process => process.ResidentBytes)];

    /// <summary>Processor time that the running servers have spent together.</summary>
    public TimeSpan ProcessorTime => _running.Aggregate(TimeSpan.Zero, (sum, process) => sum + process.ProcessorTime);

    /// <summary>A fresh store; no server runs yet.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="folder">Folder for logs and data.</param>
    public static async Task<ServedStore> MakeAsync(string kind, string folder)
    {
        if (kind == DeploymentKind.Sqlite.Name)
        {
            var data = Path.Combine(folder, "data");
            return new ServedStore(
                StoreLocation.OfFolder(data), () => new DirectoryInfo(data).EnumerateFiles().Sum(file => file.Length), [ServedAddress.Of(folder, 0, ["--data", data], new Dictionary<string, string>())], null);
        }

        var database = await OwnDatabase.MakeAsync();

        // By the environment: arguments are for all to see.
        var environment = new Dictionary<string, string> { ["CGRAINS_POSTGRES"] = database.ConnectionString };
        var servers = kind == DeploymentKind.Server.Name
            ? [ServedAddress.Of(folder, 0, [], environment)]
            : Enumerable.Range(0, SiloDeployment.Silos).Select(silo => ServedAddress.Of(
                folder, silo, ["--cluster", "--advertise", "127.0.0.1", "--silo-port", LocalPorts.Free().ToString(CultureInfo.InvariantCulture)], environment)).ToArray();
        return new ServedStore(StoreLocation.OfDatabase(database.ConnectionString), () => DatabaseBytes(database.ConnectionString), servers, database);
    }

    /// <summary>Starts every server. Their processes have been started when this returns; what it returns ends when all say that they are ready.</summary>
    public async Task StartAsync() => _running.AddRange(await Task.WhenAll(Servers.Select(server => ServerProcess.StartAsync(server.Launch))));

    /// <summary>SIGKILL to all of them at once.</summary>
    public async Task KillAsync()
    {
        await Task.WhenAll(_running.Select(process => process.KillAsync()));
        _running.ForEach(process => process.Dispose());
        _running.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        _running.ForEach(process => process.Dispose());
        if (_database is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await _database.DropAsync();
        }
    }

    private static long DatabaseBytes(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var size = new NpgsqlCommand("SELECT pg_database_size(current_database())", connection);
        return (long)size.ExecuteScalar()!;
    }
}

/// <summary>Where a server listens, and how it is started.</summary>
internal sealed record ServedAddress(ServerLaunch Launch, Uri Grpc, Uri Http)
{
    /// <summary>A server on free ports, which stay its own over restarts.</summary>
    public static ServedAddress Of(string folder, int number, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var (grpc, http) = ($"127.0.0.1:{LocalPorts.Free()}", $"127.0.0.1:{LocalPorts.Free()}");
        return new ServedAddress(
            new ServerLaunch(["serve", "--grpc", grpc, "--http", http, .. arguments], Path.Combine(folder, $"server-{number}.log")) { Environment = environment },
            new Uri($"http://{grpc}"),
            new Uri($"http://{http}"));
    }

    /// <summary>A client that tries once, so that the caller sees the first call that is answered.</summary>
    public CustomerGrainsClient ConnectOnce(TimeSpan deadline) => new(new CustomerGrainsClientOptions { Address = Grpc, Deadline = deadline, AttemptsMax = 1 });
}

/// <summary>Ports of this machine.</summary>
internal static class LocalPorts
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
