using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Stores.PostgreSql;
using Npgsql;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains migrate</c>: brings a PostgreSQL database to the schema of this version.</summary>
internal static class MigrateCommand
{
    public static Command Create(Terminal terminal)
    {
        var status = new Option<bool>("--status") { Description = "Only say which steps are applied. Ends with 1 when some are missing." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only print the statements of the missing steps." };
        var command = new Command("migrate",
            """
            Makes or extends the tables of a PostgreSQL database, for this version's servers to use. Run it before the first start and after each update, once, while
            servers of the version before may still be running; servers refuse a database that it was not run on. Applied steps are never
            applied again; several that run at once wait for each other.

            Example: cgrains migrate --postgres 'Host=db.example;Database=customergrains;Username=customergrains'
            """) { status, dryRun };
        var postgres = new PostgresOption(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (connection, address) = postgres.Require(parsed);
            try
            {
                var database = NpgsqlDataSource.Create(connection);
                await using (database.ConfigureAwait(false))
                {
                    return parsed.GetValue(status) ? await ShowAsync(database, address, terminal, cancellationToken).ConfigureAwait(false)
                        : parsed.GetValue(dryRun) ? await PrintAsync(database, address, terminal, cancellationToken).ConfigureAwait(false)
                        : await ApplyAsync(database, address, terminal, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception fault) when (PostgresOption.Explain(fault, address) is { } explained)
            {
                throw explained;
            }
        });
        return command;
    }

    private static async Task<int> ShowAsync(NpgsqlDataSource database, PostgresAddress address, Terminal terminal, CancellationToken cancellationToken)
    {
        var status = await PostgresMigrations.StatusAsync(database, cancellationToken).ConfigureAwait(false);
        foreach (var step in status.Steps)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{step.Number:0000} {step.Name,-24} {(step.AppliedAt is { } at ? $"applied {at:yyyy-MM-dd HH:mm:ss}Z" : "missing")}"));
        }

        terminal.Say(status.IsCurrent ? $"current: {address}" : string.Create(CultureInfo.InvariantCulture, $"{status.Missing.Count} missing: {address}"));
        return status.IsCurrent ? ExitCode.Done : ExitCode.Look;
    }

    private static async Task<int> PrintAsync(NpgsqlDataSource database, PostgresAddress address, Terminal terminal, CancellationToken cancellationToken)
    {
        var status = await PostgresMigrations.StatusAsync(database, cancellationToken).ConfigureAwait(false);
        foreach (var step in status.Missing)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"-- Step {step.Number:0000}, {step.Name}"));
            terminal.Say(PostgresMigrations.StatementsOf(step.Number));
        }

        terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{status.Missing.Count} steps would be applied to {address}."));
        return ExitCode.Done;
    }

    private static async Task<int> ApplyAsync(NpgsqlDataSource database, PostgresAddress address, Terminal terminal, CancellationToken cancellationToken)
    {
        var applied = await PostgresMigrations.ApplyAsync(database, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        foreach (var step in applied)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{step.Number:0000} {step.Name} applied"));
        }

        terminal.Say($"current: {address}");
        return ExitCode.Done;
    }
}
