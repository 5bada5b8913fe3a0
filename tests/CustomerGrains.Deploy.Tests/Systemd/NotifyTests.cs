using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace CustomerGrains.Deploy.Tests.Systemd;

/// <summary>Goal: with Type=notify the unit counts as started when the server serves. Method: the real program, told where to notify as systemd tells it, with its options from the environment.</summary>
public sealed class NotifyTests
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_program_says_when_it_serves_and_when_it_stops()
    {
        var folder = Directory.CreateTempSubdirectory("cgrains-notify-");
        try
        {
            var address = Path.Combine(folder.FullName, "notify");
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(address));
            using var program = Start(folder.FullName, address);
            try
            {
                Assert.Contains("READY=1", await MessageAsync(socket), StringComparison.Ordinal);
                Assert.Equal("ready", await LastLineAsync(program.StandardOutput));
                Shell.Start("kill", ["-TERM", $"{program.Id}"]);
                Assert.Contains("STOPPING=1", await MessageAsync(socket), StringComparison.Ordinal);
                using var limit = new CancellationTokenSource(AnswerMax);
                await program.WaitForExitAsync(limit.Token);
                Assert.Equal(0, program.ExitCode);
            }
            finally
            {
                program.Kill();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Process Start(string folder, string address)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "cgrains"), ["serve"]) { RedirectStandardOutput = true };
        start.Environment["NOTIFY_SOCKET"] = address;
        start.Environment["CGRAINS_DATAFOLDER"] = Path.Combine(folder, "data");
        start.Environment["CGRAINS_GRPCLISTEN"] = "127.0.0.1:0";
        start.Environment["CGRAINS_HTTPLISTEN"] = "127.0.0.1:0";
        return Process.Start(start) ?? throw new InvalidOperationException("cgrains did not start.");
    }

    private static async Task<string> MessageAsync(Socket socket)
    {
        using var limit = new CancellationTokenSource(AnswerMax);
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, limit.Token));
    }

    private static async Task<string?> LastLineAsync(StreamReader output)
    {
        using var limit = new CancellationTokenSource(AnswerMax);
        string? line;
        do
        {
            line = await output.ReadLineAsync(limit.Token);
        }
        while (line is not (null or "ready"));
        return line;
    }
}
