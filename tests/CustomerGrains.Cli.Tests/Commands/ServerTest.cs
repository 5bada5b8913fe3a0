namespace CustomerGrains.Cli.Tests.Commands;

/// <summary>A test of commands that ask a server: a real one in a process of its own, and a folder for files.</summary>
public abstract class ServerTest : IAsyncLifetime
{
    private protected TempFolder Folder { get; } = new();

    private protected ServerProcess Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await ServerProcess.StartAsync(Path.Combine(Folder.Path, "data"));

    public Task DisposeAsync()
    {
        Server.Dispose();
        Folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Runs a command against the server.</summary>
    private protected Task<Run> ClientAsync(params string[] arguments) => Run.OfAsync([.. arguments, "--server", Server.Grpc]);
}
