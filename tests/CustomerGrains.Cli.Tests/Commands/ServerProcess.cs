using System.Diagnostics;

namespace CustomerGrains.Cli.Tests.Commands;

/// <summary>A real <c>cgrains serve</c> in a process of its own, on free ports and a folder of the test's.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, string grpc, string http) => (_process, Grpc, Http) = (process, grpc, http);

    /// <summary>Address for <c>--server</c>.</summary>
    public string Grpc { get; }

    public string Http { get; }

    public static async Task<ServerProcess> StartAsync(string dataFolder, string grpc = "127.0.0.1:0", params string[] more)
    {
        var process = Program(["serve", "--data", dataFolder, "--grpc", grpc, "--http", "127.0.0.1:0", .. more]);
        process.ErrorDataReceived += (_, _) => { };
        process.Start();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var said = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line && line != "ready")
        {
            var gap = line.IndexOf(' ', StringComparison.Ordinal);
            said[line[..gap]] = line[(gap + 1)..].TrimEnd('/');
        }

        return new ServerProcess(process, said["gRPC"], said["http"]);
    }

    /// <summary>The command line as a process that has not started.</summary>
    public static Process Program(params string[] arguments) => new()
    {
        StartInfo = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "cgrains"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        },
    };

    /// <summary>Kills it as a power cut would.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
