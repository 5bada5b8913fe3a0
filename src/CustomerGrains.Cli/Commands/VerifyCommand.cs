using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains verify</c>: checks a store.</summary>
internal static class VerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var data = new Option<string?>("--data") { Description = "Folder of the embedded store. Default: data." };
        var command = new Command("verify",
            """
            Reads a store and checks everything that must hold: every record is in exactly one customer, the keys and features are those of its content,
            links, ledger and events agree, and the customers are the ones that resolving all records anew gives. Changes nothing; servers may
            be running: one moment is read, whatever is written meanwhile. Ends with 0 when the store is clean and with 1 when it is not.

            Example: cgrains verify --data data
            """) { data };
        var postgres = new PostgresOption(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var report = Verify(parsed.GetValue(data), postgres, parsed, terminal, cancellationToken);
            foreach (var finding in report.Findings)
            {
                terminal.Say($"{finding.Check}: {finding.Text}");
            }

            foreach (var note in report.Notes)
            {
                terminal.Note(note);
            }

            terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"{report.LiveRecords:N0} records of {report.LiveCustomers:N0} customers, {report.Links:N0} links, {report.Assertions:N0} decisions, {report.Events:N0} events, {report.Unresolved:N0} waiting to be resolved"));
            terminal.Say(report.FormerRecords == 0
                ? $"model {report.ModelVersion}"
                : string.Create(CultureInfo.InvariantCulture, $"model {report.ModelVersion}, {report.FormerRecords:N0} records still placed under a former one"));
            if (report.OlderReadings > 0)
            {
                terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{report.OlderReadings:N0} records yet to be read anew after an upgrade"));
            }

            terminal.Say($"partition hash {report.PartitionHash}");
            terminal.Say(report.IsClean ? "clean" : string.Create(CultureInfo.InvariantCulture, $"NOT clean: {report.FindingCount:N0} findings"));
            return Task.FromResult(report.IsClean ? ExitCode.Done : ExitCode.Look);
        });
        return command;
    }

    private static StoreReport Verify(string? folder, PostgresOption postgres, ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        var check = "";
        if (folder is not null && postgres.IsGiven(parsed))
        {
            throw new CommandException(ExitCode.Usage, "A store is either a folder (--data) or a database (--postgres), not both.");
        }

        if (folder is not null || postgres.Find(parsed) is null)
        {
            return StoreVerifier.Verify(Path.GetFullPath(folder ?? "data"), progress: Tell, cancellationToken: cancellationToken);
        }

        var (connection, address) = postgres.Require(parsed);
        try
        {
            return StoreVerifier.VerifyPostgres(connection, progress: Tell, cancellationToken: cancellationToken);
        }
        catch (Exception fault) when (PostgresOption.Explain(fault, address) is { } explained)
        {
            throw explained;
        }

        void Tell(VerifyProgress at)
        {
            if (at.Check != check)
            {
                check = at.Check;
                terminal.Note($"checking {check}");
            }
        }
    }
}
