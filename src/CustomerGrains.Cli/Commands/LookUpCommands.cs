using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains show</c>, <c>why</c>, <c>how</c> and <c>history</c>: one customer, and why it is as it is.</summary>
internal static class LookUpCommands
{
    public static Command Show(Terminal terminal)
    {
        var subject = new Argument<string>("customer or record") { Description = $"{Reference.Form}." };
        var command = new Command("show", "Shows a customer: its values with where they come from, its source records, and possible matches.\n\nExample: cgrains show housing:H1234") { subject };
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reference = Reference.Parse(parsed.GetRequiredValue(subject));
            using var client = server.Connect(parsed);
            if (reference.Record is { } record)
            {
                server.Show(parsed, terminal, await client.GetByRecordAsync(record, null, cancellationToken).ConfigureAwait(false), customer => CustomerView.Show(customer, terminal));
                return ExitCode.Done;
            }

            var answer = await client.GetAsync(reference.CustomerId!, null, cancellationToken).ConfigureAwait(false);
            server.Show(parsed, terminal, answer, found =>
            {
                if (found.Redirects.Count > 1)
                {
                    terminal.Note($"{found.Redirects[0]} was superseded: {string.Join(" → ", found.Redirects)}.");
                }

                CustomerView.Show(found.Customer, terminal);
            });
            return ExitCode.Done;
        });
        return command;
    }

    public static Command Why(Terminal terminal)
    {
        var first = new Argument<string>("first") { Description = $"{Reference.Form}." };
        var second = new Argument<string?>("second") { Description = "Another of the same kind; without it: how the customer came to be.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("why",
            """
            Says why two records are, or are not, one customer; why two customers are apart; or how one customer came to be. Weights are bits of evidence:
            each bit doubles the odds, a negative one halves them, and they add up to the pair's weight.

            Examples: cgrains why housing:H1234 benefits:B77
                      cgrains why C-0001-2345-K
            """) { first, second };
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var a = Reference.Parse(parsed.GetRequiredValue(first));
            var b = parsed.GetValue(second) is { } text ? Reference.Parse(text) : (Reference?)null;
            using var client = server.Connect(parsed);
            var request = (a, b) switch
            {
                ({ Record: { } x }, { Record: { } y }) => new ExplainRequest { Records = new ExplainRequest.Types.RecordPair { A = x, B = y } },
                ({ CustomerId: { } x }, { CustomerId: { } y }) => new ExplainRequest { Customers = new ExplainRequest.Types.CustomerPair { A = x, B = y } },
                ({ CustomerId: { } x }, null) => new ExplainRequest { CustomerId = x },
                ({ Record: { } x }, null) => new ExplainRequest { CustomerId = (await client.GetByRecordAsync(x, ["id"], cancellationToken).ConfigureAwait(false)).Id },
                _ => throw new CommandException(ExitCode.Usage, "Name two records or two customers, not one of each."),
            };
            var answer = await client.ExplainAsync(request, cancellationToken).ConfigureAwait(false);
            server.Show(parsed, terminal, answer, explanation => ExplanationView.Show(explanation, terminal));
            return ExitCode.Done;
        });
        return command;
    }

    public static Command How(Terminal terminal)
    {
        var subject = new Argument<string>("customer or record") { Description = $"{Reference.Form}." };
        var command = new Command("how",
            """
            Tells how a customer came to be: the record it starts from, which records joined, by what evidence or by whose decision, and which were left out and why.
            It is worked out anew each time from the records, decisions and model; it does not depend on the order in which records arrived ('cgrains history' does).

            Example: cgrains how C-0001-2345-K
            """) { subject };
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var reference = Reference.Parse(parsed.GetRequiredValue(subject));
            using var client = server.Connect(parsed);
            var id = reference.CustomerId ?? (await client.GetByRecordAsync(reference.Record!, ["id"], cancellationToken).ConfigureAwait(false)).Id;
            var answer = await client.HowAsync(id, cancellationToken).ConfigureAwait(false);
            server.Show(parsed, terminal, answer, explanation => StepsView.Show(explanation, terminal));
            return ExitCode.Done;
        });
        return command;
    }

    public static Command History(Terminal terminal)
    {
        var subject = new Argument<string>("customer") { Description = "A customer id; superseded ones too." };
        var command = new Command("history", "Lists what happened to a customer, oldest first.\n\nExample: cgrains history C-0001-2345-K") { subject };
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var id = Reference.Parse(parsed.GetRequiredValue(subject)).CustomerId ?? throw new CommandException(ExitCode.Usage, "Name a customer, not a record; 'cgrains show SOURCE:RECORD' says which customer it is.");
            using var client = server.Connect(parsed);
            var request = new HistoryRequest { CustomerId = id };
            do
            {
                var page = await client.GetHistoryAsync(request, cancellationToken).ConfigureAwait(false);
                server.Show(parsed, terminal, page, answer =>
                {
                    foreach (var change in answer.Events)
                    {
                        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{change.Sequence,8}  {change.At?.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss}  {change.CustomerId}  {Words(change)}"));
                    }
                });
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return ExitCode.Done;
        });
        return command;
    }

    private static string Words(CustomerEvent change) => change.ChangeCase switch
    {
        CustomerEvent.ChangeOneofCase.Created => $"created from {Keys(change.Created.Records)}",
        CustomerEvent.ChangeOneofCase.RecordsChanged => string.Join("; ", new[]
        {
            change.RecordsChanged.Added.Count > 0 ? $"added {Keys(change.RecordsChanged.Added)}" : "",
            change.RecordsChanged.Removed.Count > 0 ? $"removed {Keys(change.RecordsChanged.Removed)}" : "",
            change.RecordsChanged.Updated.Count > 0 ? $"updated {Keys(change.RecordsChanged.Updated)}" : "",
        }.Where(part => part.Length > 0)),
        CustomerEvent.ChangeOneofCase.Merged => $"took the place of {string.Join(", ", change.Merged.SupersededIds)}",
        CustomerEvent.ChangeOneofCase.Split => $"split; records went to {string.Join(", ", change.Split.IntoIds)}",
        CustomerEvent.ChangeOneofCase.Emptied => "emptied: all its records were deleted",
        _ => "changed",
    };

    private static string Keys(IEnumerable<RecordKey> keys) => string.Join(", ", keys.Select(RecordText.Key));
}
