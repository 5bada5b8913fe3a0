using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Cluster.Tests.Networks;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Cluster.Tests.Running;

namespace CustomerGrains.Cluster.Tests.Deployments;

/// <summary>Servers on one store, as processes of their own.</summary>
internal abstract class Deployment(string folder) : IAsyncDisposable
{
    /// <summary>Where this run keeps its logs, histories and data.</summary>
    public string Folder { get; } = folder;

    /// <summary>When what happened.</summary>
    public Timeline Timeline { get; } = new(folder);

    public abstract IReadOnlyList<ServerSlot> Servers { get; }

    /// <summary>The store as the checker finds it.</summary>
    public abstract StoreLocation Store { get; }

    /// <summary>The database server; null where the store is a file of the server's own.</summary>
    public virtual IDatabase? Database => null;

    /// <summary>The network of the servers; null where they have none of their own.</summary>
    public virtual Network? Network => null;

    /// <summary>Servers of a second cluster on the same store, not started; empty where there can be none.</summary>
    public virtual IReadOnlyList<ServerSlot> Intruders => [];

    /// <summary>Faults that cannot be made on this machine, with the reason.</summary>
    public virtual IReadOnlyDictionary<FaultKind, string> Impossible { get; } = new Dictionary<FaultKind, string>();

    /// <summary>Makes the store and starts the servers.</summary>
    /// <param name="crowdLimit">Most records that may share a value.</param>
    public abstract Task StartAsync(int crowdLimit);

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        foreach (var server in Servers.Concat(Intruders))
        {
            await server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>What of the environment makes servers work otherwise and come to the same: how many others a key may have to be compared without its grain.</summary>
    protected static KeyValuePair<string, string> WayOf(int server) => new("CGRAINS_SMALLKEYOTHERSMAX", (server % 3) switch { 0 => "2", 1 => "0", _ => "32" });

    protected string LogOf(int server) => Path.Combine(Folder, $"server-{server}.log");

    protected Task StartServersAsync() => Task.WhenAll(Servers.Select(server => server.StartAsync()));
}
