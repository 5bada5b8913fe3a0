using System.Diagnostics;
using System.Globalization;
using System.Net;
using CustomerGrains.Cluster.Tests.Running;
using SystemProcess = System.Diagnostics.Process;

namespace CustomerGrains.Cluster.Tests.Networks;

/// <summary>A network of its own for each server (Linux network namespaces), joined by a bridge that this process is on, too. What is cut here is lost without a word, as when a cable is pulled.</summary>
internal sealed class Network : IDisposable
{
    private static int s_count;

    private readonly string _id;
    private readonly int _subnet;
    private readonly List<string> _names = [];

    private Network(int number)
    {
        // Names of devices have at most 15 characters.
        _id = string.Create(CultureInfo.InvariantCulture, $"cg{Environment.ProcessId}x{number}");
        _subnet = (Environment.ProcessId + number) % 250;
    }

    /// <summary>Where this process is reached from within.</summary>
    public IPAddress Here => AddressAt(1);

    /// <summary>Makes networks for so many servers.</summary>
    /// <param name="reason">Why this machine does not allow it.</param>
    /// <returns>Null when it does not.</returns>
    public static Network? TryMake(int servers, out string reason)
    {
        var network = new Network(Interlocked.Increment(ref s_count));
        try
        {
            network.Make(servers);
            reason = "";
            return network;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            network.Dispose();
            reason = $"no network namespaces here: {e.Message.Trim()}";
            return null;
        }
    }

    /// <summary>Address of a server.</summary>
    public IPAddress AddressOf(int server) => AddressAt(10 + server);

    /// <summary>Words that start a program in a server's network.</summary>
    public IReadOnlyList<string> CommandIn(int server) => ["ip", "netns", "exec", _names[server]];

    /// <summary>Takes a server's network away: nothing goes in or out.</summary>
    public void Cut(int server) => Run("link", "set", Device(server), "down");

    /// <summary>Gives it back.</summary>
    public void Mend(int server) => Run("link", "set", Device(server), "up");

    /// <summary>Packets of one server to the others vanish; theirs arrive.</summary>
    public void CutTo(int server)
    {
        // To a neighbour that nobody is.
        foreach (var other in Others(server))
        {
            Run("-n", _names[server], "neigh", "replace", $"{AddressOf(other)}", "lladdr", "02:00:00:00:00:fe", "nud", "permanent", "dev", "eth0");
        }
    }

    /// <summary>They arrive again.</summary>
    public void MendTo(int server)
    {
        foreach (var other in Others(server))
        {
            Run("-n", _names[server], "neigh", "del", $"{AddressOf(other)}", "dev", "eth0");
        }
    }

    public void Dispose()
    {
        LeftOver.Remove(this);
        foreach (var name in _names)
        {
            TryRun("netns", "del", name);
        }

        TryRun("link", "del", Bridge);
    }

    private string Bridge => _id;

    private string Device(int server) => string.Create(CultureInfo.InvariantCulture, $"{_id}v{server}");

    private IPAddress AddressAt(int place) => new([10, 199, (byte)_subnet, (byte)place]);

    private IEnumerable<int> Others(int server) => Enumerable.Range(0, _names.Count).Where(other => other != server);

    private void Make(int servers)
    {
        LeftOver.Add(this);
        Run("link", "add", Bridge, "type", "bridge");
        Run("addr", "add", $"{Here}/24", "dev", Bridge);
        Run("link", "set", Bridge, "up");
        for (var server = 0; server < servers; server++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{_id}s{server}");
            Run("netns", "add", name);
            _names.Add(name);
            Run("link", "add", Device(server), "type", "veth", "peer", "name", "eth0", "netns", name);
            Run("link", "set", Device(server), "master", Bridge);
            Run("link", "set", Device(server), "up");
            Run("-n", name, "addr", "add", $"{AddressOf(server)}/24", "dev", "eth0");
            Run("-n", name, "link", "set", "eth0", "up");
            Run("-n", name, "link", "set", "lo", "up");
        }
    }

    private static void Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("ip", arguments) { RedirectStandardError = true };
        using var process = SystemProcess.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {said}");
        }
    }

    private static void TryRun(params string[] arguments)
    {
        try
        {
            Run(arguments);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It was never made.
        }
    }
}
