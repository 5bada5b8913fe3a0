using CustomerGrains.Server;

namespace CustomerGrains.Deploy.Tests;

/// <summary>The environment variables that a deployment gives the server: each must be an option that exists and takes the value.</summary>
internal static class ServerSettings
{
    private const string Prefix = "CGRAINS_";

    /// <summary>Variables that are read elsewhere than in the server's options.</summary>
    private static readonly string[] Others = ["CGRAINS_SERVER", "CGRAINS_TRACE", "CGRAINS_LOGIN", "CGRAINS_BUILD"];

    /// <summary>The program is given this long to end once it was told to, whatever the server's own limit.</summary>
    public static TimeSpan ProgramEnds { get; } = Cli.Commands.CommandLine.TerminationMax;

    /// <exception cref="Xunit.Sdk.XunitException">A name is no option, or a value makes no sense.</exception>
    public static ServerOptions Check(string where, IEnumerable<(string Name, string Value)> variables)
    {
        var options = typeof(ServerOptions).GetProperties().Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var given = variables.Where(variable => variable.Name.StartsWith(Prefix, StringComparison.Ordinal) && !Others.Contains(variable.Name)).ToList();
        foreach (var (name, _) in given)
        {
            Assert.True(options.Contains(name[Prefix.Length..].Split("__")[0]), $"{where}: {name} is no option of the server.");
        }

        var read = ServerOptions.Read([.. given.Select(variable => $"--{variable.Name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal)}={variable.Value}")]);
#if ORLEANS_PACKAGES
        // Whoever has an address for other silos is one.
        read.Cluster = given.Exists(variable => variable.Name == "CGRAINS_ADVERTISE");
#endif
        read.Validate();
        return read;
    }

    /// <summary>A server that is told to stop must not be killed while it drains.</summary>
    public static void GraceIsLonger(string where, TimeSpan grace, ServerOptions options, TimeSpan before = default)
    {
        Assert.True(grace >= options.ShutdownMax + before + TimeSpan.FromSeconds(10), $"{where}: {grace} of grace is too short for ShutdownMax {options.ShutdownMax} after {before}.");
        Assert.True(grace > ProgramEnds + before, $"{where}: {grace} of grace is shorter than the {ProgramEnds} the program may take after {before}.");
    }
}
