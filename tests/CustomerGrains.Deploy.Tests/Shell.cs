using System.Diagnostics;

namespace CustomerGrains.Deploy.Tests;

/// <summary>Runs a program and waits for its end.</summary>
internal static class Shell
{
    private static readonly TimeSpan EndMax = TimeSpan.FromMinutes(2);

    /// <summary>Runs a script of the checkout; it must end with 0.</summary>
    public static string Run(string script, IReadOnlyList<string> arguments)
    {
        var (exitCode, output) = Start(Checkout.FullPath(script), arguments);
        Assert.True(exitCode == 0, $"{script} ended with {exitCode}: {output}");
        return output;
    }

    /// <returns>Exit code, and what the program wrote on both its streams.</returns>
    public static (int ExitCode, string Output) Start(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
        var complaints = process.StandardError.ReadToEndAsync();
        var answers = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(EndMax))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end.");
        }

        return (process.ExitCode, answers + complaints.GetAwaiter().GetResult());
    }

    /// <summary>Full path of a program on the PATH; null when there is none.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
