using CustomerGrains.Server;

namespace CustomerGrains.Deploy.Tests.Running;

/// <summary>A real server of one test, on free ports and a folder of its own.</summary>
internal sealed class LocalServerHost : IAsyncDisposable
{
    private readonly ServerHost _host;
    private readonly DirectoryInfo _folder;

    private LocalServerHost(ServerHost host, DirectoryInfo folder) => (_host, _folder) = (host, folder);

    public Uri GrpcAddress => _host.GrpcAddress;

    public Uri HttpAddress => _host.HttpAddress;

    public static async Task<LocalServerHost> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cgrains-deploy-");
        var host = ServerHost.Build(new ServerOptions { DataFolder = folder.FullName, GrpcListen = "127.0.0.1:0", HttpListen = "127.0.0.1:0" });
        await host.StartAsync();
        return new LocalServerHost(host, folder);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
