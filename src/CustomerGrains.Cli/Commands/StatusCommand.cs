using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.V1;
using Spectre.Console;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains status</c>: how the index is doing.</summary>
internal static class StatusCommand
{
    /// <summary>Largest hot keys that <c>status</c> names; the server lists all.</summary>
    private const int HotKeysShownMax = 10;

    public static Command Create(Terminal terminal)
    {
        var command = new Command("status", "Says how the index is doing.\n\nExample: cgrains status --json");
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            var answer = await client.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            var hot = await client.ListHotKeysAsync(new ListHotKeysRequest { PageSize = HotKeysShownMax }, cancellationToken).ConfigureAwait(false);
            server.Show(parsed, terminal, answer, status =>
            {
                var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
                Row("records", $"{status.Records:N0}");
                Row("customers", $"{status.Customers:N0}");
                Row("review pairs", $"{status.ReviewPairs:N0}");
                Row("accepted, not yet resolved", $"{status.Backlog:N0}");
                if (status.ReadingRecordsLeft > 0)
                {
                    Row("of these, to be read anew after an upgrade", $"{status.ReadingRecordsLeft:N0}");
                }

                Row("last event", $"{status.LastEventSequence:N0}");
                Row("model", status.ModelRecordsLeft == 0 ? $"{status.ModelVersion}" : (FormattableString)$"{status.ModelVersion}, {status.ModelRecordsLeft:N0} records still to be placed under it");
                Row("server", $"{status.Version}, {status.Build} build, started {status.StartedAt?.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC");
                terminal.Answers.Write(table);
                foreach (var key in hot.Keys)
                {
                    terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{key.Records:N0} records share one {key.Scheme} ({key.Key}) since {key.HotSince?.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC. {key.Effect}"));
                }

                void Row(string name, FormattableString value) => table.AddRow(new Text(name), new Text(FormattableString.Invariant(value)));
            });
            return ExitCode.Done;
        });
        return command;
    }
}
