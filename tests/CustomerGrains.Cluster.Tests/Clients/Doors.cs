using CustomerGrains.Client;
using CustomerGrains.Cluster.Tests.Deployments;

namespace CustomerGrains.Cluster.Tests.Clients;

/// <summary>One client's connections to all servers; which it prefers changes when one does not answer.</summary>
internal sealed class Doors : IDisposable
{
    /// <summary>How long one call may take: short, so that a server that is held does not hold its clients for long.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly CustomerGrainsClient[] _doors;
    private readonly Func<int> _open;
    private int _current;

    /// <param name="first">Server to begin with.</param>
    /// <param name="open">How many of the servers, from the first, may be asked at the moment.</param>
    public Doors(IEnumerable<ServerSlot> servers, int first, Func<int> open)
    {
        _doors = [.. servers.Select(server => server.Connect(Deadline))];
        _open = open;
        _current = first;
    }

    /// <summary>The server it uses.</summary>
    public CustomerGrainsClient Current => _doors[Volatile.Read(ref _current) % _open()];

    /// <summary>Another server than <see cref="Current"/>, where there is one.</summary>
    public CustomerGrainsClient Other => _doors[(Volatile.Read(ref _current) + 1) % _open()];

    /// <summary>Goes on with another server.</summary>
    public void MoveOn() => Interlocked.Increment(ref _current);

    public void Dispose()
    {
        foreach (var door in _doors)
        {
            door.Dispose();
        }
    }
}
