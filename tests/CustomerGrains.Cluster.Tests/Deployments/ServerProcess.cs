using System.Diagnostics;
using System.Runtime.InteropServices;
using CustomerGrains.Cluster.Tests.Running;
using SystemProcess = System.Diagnostics.Process;

namespace CustomerGrains.Cluster.Tests.Deployments;

/// <summary>A real <c>cgrains serve</c> in a process of its own, to be stopped, killed and held.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int KilledExitCode = 128 + 9;
    private const int SignalTerminate = 15;
    private const int SignalContinue = 18;
    private const int SignalStop = 19;

    /// <summary>Longest time until a server that was started takes calls, and until one that was told to stop has ended.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(3);

    private readonly SystemProcess _process;
    private readonly StreamWriter _log;
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(SystemProcess process, StreamWriter log)
    {
        _process = process;
        _log = log;
    }

    /// <summary>Where it listens for gRPC.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>Memory that is its own at the moment, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time it has spent so far. Not known any more once it has ended.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a server and waits until it takes calls. The process has been started when this returns.</summary>
    public static async Task<ServerProcess> StartAsync(ServerLaunch launch)
    {
        string[] words = [.. launch.Command, "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "cgrains.dll"), .. launch.Arguments];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Servers here live for seconds: code that is made fast only after it was counted costs more than it saves.
        start.Environment["DOTNET_TieredPGO"] = "0";
        // What was cut off is taken up soon, so that a run does not wait for it.
        start.Environment["CGRAINS_SWEEPINTERVAL"] = "00:00:05";
        foreach (var (name, value) in launch.Environment)
        {
            start.Environment[name] = value;
        }

        var server = new ServerProcess(SystemProcess.Start(start)!, File.AppendText(launch.Log));
        LeftOver.Add(server);
        server.Listen();
        try
        {
            await server._ready.Task.WaitAsync(WaitMax);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>SIGKILL: the process learns nothing of it.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(WaitMax);
    }

    /// <summary>SIGTERM; waits for the end.</summary>
    /// <exception cref="InvalidOperationException">It did not end well.</exception>
    public async Task StopAsync()
    {
        Send(SignalTerminate);
        await _process.WaitForExitAsync().WaitAsync(WaitMax);
        if (_process.ExitCode is not (0 or KilledExitCode))
        {
            throw new InvalidOperationException($"A server that was told to stop ended with {_process.ExitCode}.");
        }
    }

    /// <summary>Stops it in its tracks.</summary>
    public void Pause() => Send(SignalStop);

    /// <summary>Lets it go on.</summary>
    public void Resume() => Send(SignalContinue);

    public void Dispose()
    {
        LeftOver.Remove(this);
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        lock (_log)
        {
            _log.Dispose();
        }
    }

    private void Listen()
    {
        Write($"-- process {_process.Id} {string.Join(' ', _process.StartInfo.ArgumentList)}");
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Write(line.Data);
        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) =>
        {
            Write("-- ended");
            _ready.TrySetException(new InvalidOperationException("A server ended before it took calls; its log says why."));
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        Write(line);
        if (line?.Split(' ') is ["gRPC", var address])
        {
            Address = new Uri(address);
        }
        else if (line == "ready")
        {
            _ready.TrySetResult(Address);
        }
    }

    private void Write(string? line)
    {
        lock (_log)
        {
            if (line is not null && _log.BaseStream is { CanWrite: true })
            {
                _log.WriteLine(line);
                _log.Flush();
            }
        }
    }

    private void Send(int signal)
    {
        if (!_process.HasExited && kill(_process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} could not be sent: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int kill(int process, int signal);
}
