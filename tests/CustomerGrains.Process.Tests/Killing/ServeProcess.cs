using System.Globalization;
using System.Net;
using System.Net.Sockets;
using CustomerGrains.Client;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>A real <c>cgrains serve</c> in a process of its own.</summary>
internal static class ServeProcess
{
    /// <summary>Longest wait for anything.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(5);

    /// <summary>Starts a server and waits until it is ready.</summary>
    public static async Task<ChildProcess> StartAsync(string folder, int port, params string[] more)
    {
        var server = ChildProcess.Start(
            "cgrains.dll", ["serve", "--data", folder, "--grpc", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "--http", "127.0.0.1:0", .. more]);
        await server.WaitForLineAsync("ready").WaitAsync(WaitMax);

        // Whatever else it says must not fill the pipe.
        _ = server.Output.ReadToEndAsync();
        return server;
    }

    /// <summary>Waits for what crashes cut off; the running server sees to it.</summary>
    public static async Task WaitUntilResolvedAsync(int port)
    {
        using var client = Connect(port);
        using var timeout = new CancellationTokenSource(WaitMax);
        while ((await client.GetStatusAsync(timeout.Token)).Backlog > 0)
        {
        }
    }

    public static CustomerGrainsClient Connect(int port) => CustomerGrainsClient.Connect(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
