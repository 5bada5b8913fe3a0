using System.Diagnostics;

namespace CustomerGrains.GrpcFallback.Tests.Peers;

/// <summary>A foreign gRPC implementation on this machine.</summary>
public enum Peer
{
    /// <summary>grpcio of Debian's packages.</summary>
    Python,

    /// <summary>@grpc/grpc-js, as <c>build/peers.sh</c> installs it.</summary>
    Node,
}

/// <summary>Finds the peers and starts their scripts.</summary>
internal static class PeerTool
{
    /// <summary>Debian's own interpreter: another one earlier in the path does not see Debian's packages.</summary>
    private const string Python = "/usr/bin/python3";

    private static readonly string Output = AppContext.BaseDirectory;
    private static readonly string NodeModules = Path.Combine(Root(), "artifacts", "peers", "node", "node_modules");
    private static readonly Lazy<string?> PythonMissing = new(() =>
        Try(Python, "-c", "import grpc, grpc_tools.protoc, google.protobuf") ? null : $"{Python} with grpcio and grpcio-tools");

    private static readonly Lazy<string?> NodeMissing = new(() =>
        !Try("node", "--version") ? "node"
        : !Directory.Exists(Path.Combine(NodeModules, "@grpc", "grpc-js")) ? "@grpc/grpc-js"
        : null);

    private static readonly Lazy<string> PythonStubs = new(GeneratePythonStubs);

    /// <summary>What is not there, or null.</summary>
    public static string? Missing(Peer peer) => (peer == Peer.Python ? PythonMissing : NodeMissing).Value;

    public static PeerProcess StartPythonServer(bool gzip = false) => StartPython("server.py", gzip ? ["gzip"] : []);

    public static PeerProcess StartClient(Peer peer, string authority, string scenario) => peer == Peer.Python
        ? StartPython("client.py", authority, scenario)
        : new PeerProcess(
            new ProcessStartInfo("node", [Path.Combine(Output, "Peers", "node", "client.js"), authority, Path.Combine(Output, "Echo", "echo.proto"), scenario])
            {
                Environment = { ["NODE_PATH"] = NodeModules },
            });

    private static PeerProcess StartPython(string script, params string[] arguments) => new(
        new ProcessStartInfo(Python, [Path.Combine(Output, "Peers", "python", script), .. arguments])
        {
            Environment = { ["PYTHONPATH"] = PythonStubs.Value, ["PYTHONIOENCODING"] = "utf-8" },
        });

    private static string GeneratePythonStubs()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Output, "Peers", "python", "generated")).FullName;
        var echo = Path.Combine(Output, "Echo");
        return Try(Python, "-m", "grpc_tools.protoc", $"-I{echo}", $"--python_out={folder}", $"--grpc_python_out={folder}", Path.Combine(echo, "echo.proto"))
            ? folder
            : throw new InvalidOperationException("grpc_tools.protoc could not compile echo.proto.");
    }

    private static bool Try(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.StandardError.ReadToEndAsync();
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CustomerGrains.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
