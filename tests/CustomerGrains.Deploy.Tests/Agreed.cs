using CustomerGrains.Cli.Commands;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Server;

namespace CustomerGrains.Deploy.Tests;

/// <summary>Names that the deployment uses before the server has them. Empty again when it does: a test sees to that.</summary>
internal static class Agreed
{
    public static IReadOnlyList<string> Options { get; } = ["CLUSTERID", "ADVERTISEADDRESS", "SILOPORT"];

    public static IReadOnlyList<string> Words { get; } = ["--cluster"];
}

public sealed class AgreedTests
{
    [Fact]
    public void What_is_agreed_and_has_come_is_no_exception_any_more()
    {
        var options = typeof(ServerOptions).GetProperties().Select(property => property.Name);
        Assert.Empty(Agreed.Options.Intersect(options, StringComparer.OrdinalIgnoreCase));
        using var nowhere = new StringWriter();
        var words = CommandLine.Root(new Terminal(nowhere, nowhere)).Subcommands.SelectMany(command => command.Options.Select(option => option.Name).Append(command.Name));
        Assert.Empty(Agreed.Words.Intersect(words, StringComparer.Ordinal));
    }
}
