using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.V1;
using Spectre.Console;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains status</c> and <c>sources</c>: what the index holds.</summary>
internal static class StateCommands
{
    public static Command Status(Terminal terminal)
    {
        var command = new Command("status", "Says how the index is doing.\n\nExample: cgrains status --json");
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            var answer = await client.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            server.Show(parsed, terminal, answer, status =>
            {
                var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
                Row("records", $"{status.Records:N0}");
                Row("customers", $"{status.Customers:N0}");
                Row("review pairs", $"{status.ReviewPairs:N0}");
                Row("accepted, not yet resolved", $"{status.Backlog:N0}");
                Row("last event", $"{status.LastEventSequence:N0}");
                Row("model", $"{status.ModelVersion}");
                Row("server", $"{status.Version}, {status.Build} build, started {status.StartedAt?.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC");
                terminal.Answers.Write(table);

                void Row(string name, FormattableString value) => table.AddRow(new Text(name), new Text(FormattableString.Invariant(value)));
            });
            return ExitCode.Done;
        });
        return command;
    }

    public static Command Sources(Terminal terminal)
    {
        var command = new Command("sources", "Lists the systems that send records.\n\nExample: cgrains sources");
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            var request = new ListSourcesRequest();
            do
            {
                var page = await client.ListSourcesAsync(request, cancellationToken).ConfigureAwait(false);
                server.Show(parsed, terminal, page, answer =>
                {
                    foreach (var source in answer.Sources)
                    {
                        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{source.Name,-20} {source.LiveRecords,12:N0} records  region {source.DefaultRegion}  {source.Title}").TrimEnd());
                    }
                });
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return ExitCode.Done;
        });
        return command;
    }
}
