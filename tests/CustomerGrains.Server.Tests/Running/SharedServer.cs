namespace CustomerGrains.Server.Tests.Running;

/// <summary>One server for all tests of a class that do not mind each other's records.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    private RunningServer? _server;

    public RunningServer Server => _server ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync(options => options.Reflection = true);
        await _server.RegisterAsync("housing", "benefits", "registrars");
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}
