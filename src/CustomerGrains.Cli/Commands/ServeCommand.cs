using System.CommandLine;
using CustomerGrains.Cli.Showing;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains serve</c>: runs the index.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("serve",
            """
            Runs the index until Ctrl-C or SIGTERM: gRPC on one port; staff pages, JSON, health and metrics on another. Everything is kept in the data
            folder, or in a PostgreSQL database that 'cgrains migrate' was run on, and found again at the next start. Every option of the server can also be given by the environment, by its name, e.g. CGRAINS_GRPCLISTEN
            or CGRAINS_SHUTDOWNMAX; what the command line says counts more.

            Example: cgrains serve --data /var/lib/customergrains
            Example, one of several: cgrains serve --cluster --postgres 'Host=db.example;Database=customergrains;Username=customergrains' --advertise 10.0.0.7
            """);
        var server = new LocalServer(command, mayCluster: true);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var host = await server.StartAsync(parsed, LogLevel.Information, cancellationToken).ConfigureAwait(false);
            terminal.Say($"gRPC {host.GrpcAddress}");
            terminal.Say($"http {host.HttpAddress}");
            if (host.DashboardAddress is { } dashboard)
            {
                terminal.Say($"dashboard {dashboard}");
            }

            terminal.Say($"data {server.Store(parsed)}");
            terminal.Say("ready");
            await host.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        });
        return command;
    }
}
