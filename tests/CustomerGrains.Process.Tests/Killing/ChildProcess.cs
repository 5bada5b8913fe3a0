using System.Diagnostics;
using SystemProcess = System.Diagnostics.Process;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>A .NET program started by a test, to be killed.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int KilledExitCode = 128 + 9;

    private readonly SystemProcess _process;
    private readonly Task<string> _errors;

    private ChildProcess(SystemProcess process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public StreamReader Output => _process.StandardOutput;

    /// <summary>Starts the program of an assembly that lies beside the tests.</summary>
    public static ChildProcess Start(string assembly, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return new ChildProcess(SystemProcess.Start(start)!);
    }

    /// <summary>SIGKILL: the process learns nothing of it.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for the end, which must be a good one or the kill.</summary>
    public async Task WaitForEndAsync()
    {
        await _process.WaitForExitAsync();
        Assert.True(_process.ExitCode is 0 or KilledExitCode, $"exit code {_process.ExitCode}: {await _errors}");
    }

    /// <summary>A line of output that starts like this.</summary>
    public async Task<string> WaitForLineAsync(string start)
    {
        while (await Output.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The program ended without saying '{start}': {await _errors}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
