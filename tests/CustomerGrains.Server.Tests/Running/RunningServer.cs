using CustomerGrains.Client;
using CustomerGrains.V1;
using Microsoft.AspNetCore.Builder;

namespace CustomerGrains.Server.Tests.Running;

/// <summary>The real server on free ports with a store in a folder of its own, and a real client.</summary>
public sealed class RunningServer : IAsyncDisposable
{
    private readonly bool _ownsFolder;

    private RunningServer(ServerHost host, string folder, bool ownsFolder)
    {
        Host = host;
        Folder = folder;
        _ownsFolder = ownsFolder;
        Client = new CustomerGrainsClient(new CustomerGrainsClientOptions { Address = host.GrpcAddress });
        Http = new HttpClient { BaseAddress = host.HttpAddress };
    }

    public ServerHost Host { get; }

    public string Folder { get; }

    public CustomerGrainsClient Client { get; }

    public HttpClient Http { get; }

    /// <param name="folder">A store to go on with; by default a new one that is deleted at the end.</param>
    public static async Task<RunningServer> StartAsync(Action<ServerOptions>? configure = null, string? folder = null, Action<WebApplicationBuilder>? application = null)
    {
        var path = folder ?? NewFolder();
        var options = new ServerOptions { DataFolder = path, GrpcListen = "127.0.0.1:0", HttpListen = "127.0.0.1:0" };
        options.Store = options.Store with { SynchronousFull = false };
        configure?.Invoke(options);
        var host = ServerHost.Build(options, application);
        await host.StartAsync();
        return new RunningServer(host, path, folder is null);
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("cgrains-server-").FullName;

    public Task RegisterAsync(params string[] sources) => Task.WhenAll(sources.Select(source => Client.RegisterSourceAsync(new Source { Name = source })));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await Host.StopAsync();
        await Host.DisposeAsync();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
