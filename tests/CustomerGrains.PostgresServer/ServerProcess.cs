using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CustomerGrains.PostgresServers;

/// <summary>One run of the postmaster, guarded by a shell that holds a pipe to this process: when this process dies, however it does, the shell stops the server and removes its folder.</summary>
internal sealed class ServerProcess : IDisposable
{
    /// <summary>$1: folder to remove; the rest: the server and its arguments. The reader ends when nobody holds the other end of the pipe any more. A signal is lost on a server that has not set its handlers up yet, so it is sent until the server is gone.</summary>
    private const string Guard = """
        folder=$1; shift
        trap : INT TERM HUP
        exec 3<&0
        "$@" </dev/null & server=$!
        echo $server
        { read -r line <&3; : >"$folder/abandoned"; while kill -QUIT $server; do sleep 0.1; done; } 2>/dev/null & reader=$!
        exec 3<&-
        while :; do
          wait $server; code=$?
          kill -0 $server 2>/dev/null || break
        done
        if [ -e "$folder/abandoned" ]; then until rm -rf "$folder" 2>/dev/null; do sleep 0.1; done; else kill $reader; wait; fi
        exit $code
        """;

    private readonly Process _guard;
    private readonly Task _output;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _log;

    private ServerProcess(Process guard, int pid, Queue<string> log)
    {
        _guard = guard;
        Pid = pid;
        _log = log;
        _output = ReadLogAsync();
    }

    /// <summary>The postmaster.</summary>
    public int Pid { get; }

    /// <summary>Ends with the readiness to take connections, or fails when the server ended before.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Ends when every process of the server is gone: all of them hold the pipe of the log.</summary>
    public Task Ended => _output;

    public static async Task<ServerProcess> StartAsync(SystemUser user, string folder, IReadOnlyList<string> command, Queue<string> log)
    {
        var start = user.Command(["/bin/sh", "-c", Guard, "guard", folder, .. command]);
        start.WorkingDirectory = folder;
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        var guard = Process.Start(start) ?? throw new InvalidOperationException("The server was not started.");
        var pid = await guard.StandardOutput.ReadLineAsync().ConfigureAwait(false);
        return int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ServerProcess(guard, number, log)
            : throw new InvalidOperationException($"The server was not started: {await guard.StandardError.ReadToEndAsync().ConfigureAwait(false)}");
    }

    public void Stop(StopMode mode) => Signal(Pid, mode == StopMode.Fast ? 2 : 3);

    /// <summary>SIGKILL to the postmaster and all its children. The postmaster is held first, so that it starts no more of them.</summary>
    public void Kill()
    {
        Signal(Pid, 19);
        foreach (var child in Children())
        {
            Signal(child, 9);
        }

        Signal(Pid, 9);
    }

    public void Dispose() => _guard.Dispose();

    /// <summary>Lets go of the pipe: the guard stops the server and removes the folder.</summary>
    public void Abandon() => _guard.StandardInput.Close();

    private async Task ReadLogAsync()
    {
        while (await _guard.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            lock (_log)
            {
                if (_log.Count == 500)
                {
                    _log.Dequeue();
                }

                _log.Enqueue(line);
            }

            if (line.Contains("database system is ready to accept connections", StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
        }

        await _guard.WaitForExitAsync().ConfigureAwait(false);
        _ready.TrySetException(new InvalidOperationException("The server ended before it was ready."));
    }

    private IEnumerable<int> Children()
    {
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            {
                continue;
            }

            string stat;
            try
            {
                stat = File.ReadAllText(Path.Combine(folder, "stat"));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            // pid (name) state parent …; the name may hold anything.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (int.Parse(fields[1], CultureInfo.InvariantCulture) == Pid)
            {
                yield return pid;
            }
        }
    }

    private static void Signal(int pid, int signal)
    {
        const int noSuchProcess = 3;
        if (Kill(pid, signal) != 0 && Marshal.GetLastPInvokeError() is var error and not noSuchProcess)
        {
            throw new Win32Exception(error);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
