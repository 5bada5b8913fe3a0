using System.Diagnostics;

namespace CustomerGrains.PostgresServers;

/// <summary>The user of this machine that the server runs as: PostgreSQL refuses to run as root.</summary>
/// <param name="Name">Null: this process's own.</param>
internal sealed record SystemUser(string? Name)
{
    public static SystemUser Current { get; } = new(Environment.IsPrivilegedProcess ? Unprivileged() : null);

    /// <summary>A command to be run as this user, in the C locale.</summary>
    public ProcessStartInfo Command(IReadOnlyList<string> command)
    {
        IReadOnlyList<string> whole = Name is null ? command : ["setpriv", $"--reuid={Name}", $"--regid={Group}", "--clear-groups", "--", .. command];
        var start = new ProcessStartInfo(whole[0], whole.Skip(1));
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    /// <summary>Runs a command as this user.</summary>
    /// <exception cref="InvalidOperationException">It failed; the text has what it said.</exception>
    public async Task RunAsync(IReadOnlyList<string> command)
    {
        var start = Command(command);
        start.WorkingDirectory = "/";
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync().ConfigureAwait(false);
        await output.ConfigureAwait(false);
        await process.WaitForExitAsync().ConfigureAwait(false);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {errors}");
        }
    }

    /// <summary>Number of the user's own group, the fourth field of its entry.</summary>
    private string Group => Entry(Name!)!.Split(':')[3];

    private static string Unprivileged() => Entry("postgres") is null ? "nobody" : "postgres";

    private static string? Entry(string name) => File.ReadLines("/etc/passwd").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal));
}
