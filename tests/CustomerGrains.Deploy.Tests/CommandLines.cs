using CustomerGrains.Cli.Commands;
using CustomerGrains.Cli.Showing;

namespace CustomerGrains.Deploy.Tests;

/// <summary>Command lines of cgrains that a deployment names: each must be one that cgrains takes.</summary>
internal static class CommandLines
{
    /// <exception cref="Xunit.Sdk.XunitException">cgrains would refuse it.</exception>
    public static void Check(string where, IReadOnlyList<string> arguments)
    {
        using var nowhere = new StringWriter();
        var parsed = CommandLine.Root(new Terminal(nowhere, nowhere)).Parse(arguments);
        Assert.True(parsed.Errors.Count == 0, $"{where}: cgrains {string.Join(' ', arguments)}: {string.Join(' ', parsed.Errors.Select(error => error.Message))}");
    }
}
