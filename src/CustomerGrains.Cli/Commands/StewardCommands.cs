using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains decide</c> and <c>review list</c>: possible matches and what people decide about them.</summary>
internal static class StewardCommands
{
    public static Command Decide(Terminal terminal)
    {
        var decision = new Argument<string>("decision") { Description = "same, different or withdraw." };
        decision.AcceptOnlyFromAmong("same", "different", "withdraw");
        var first = new Argument<string>("first") { Description = "SOURCE:RECORD." };
        var second = new Argument<string>("second") { Description = "SOURCE:RECORD." };
        var by = new Option<string>("--by") { Description = "Who decides.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why, for those who ask later.", Required = true };
        var command = new Command("decide",
            """
            Records a person's decision that two records are the same customer or different ones, or takes an earlier decision back.
            A decision outweighs any evidence; it can be withdrawn, and everything is as before.

            Example: cgrains decide same housing:H1234 benefits:B77 --by 'J. Ward' --reason 'asked her at the desk'
            """) { decision, first, second, by, reason };
        var server = new ConnectionOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = new DecideRequest
            {
                A = Reference.ParseRecord(parsed.GetRequiredValue(first)),
                B = Reference.ParseRecord(parsed.GetRequiredValue(second)),
                Decision = parsed.GetRequiredValue(decision) switch { "same" => Decision.Same, "different" => Decision.Different, _ => Decision.Withdraw },
                DecidedBy = parsed.GetRequiredValue(by),
                Reason = parsed.GetRequiredValue(reason),
            };
            using var client = server.Connect(parsed);
            var answer = await client.DecideAsync(request, cancellationToken).ConfigureAwait(false);
            server.Show(parsed, terminal, answer, decided => terminal.Say(
                decided.CustomerIdA == decided.CustomerIdB
                    ? $"Both records are now customer {decided.CustomerIdA}."
                    : $"{RecordText.Key(request.A)} is customer {decided.CustomerIdA}, {RecordText.Key(request.B)} is customer {decided.CustomerIdB}."));
            return ExitCode.Done;
        });
        return command;
    }

    public static Command Review(Terminal terminal)
    {
        var customer = new Option<string?>("--customer") { Description = "Only pairs that touch this customer." };
        var limit = new Option<int>("--limit") { Description = "Most pairs to show.", DefaultValueFactory = _ => 20 }.Between(1, 500);
        var list = new Command("list", "Lists possible matches that nobody has decided, strongest first.\n\nExample: cgrains review list --limit 5") { customer, limit };
        var server = new ConnectionOptions(list);
        list.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            var request = new ListRequest { CustomerId = parsed.GetValue(customer) ?? "", PageSize = parsed.GetValue(limit) };
            var answer = await client.ListReviewAsync(request, cancellationToken).ConfigureAwait(false);
            server.Show(parsed, terminal, answer, page =>
            {
                foreach (var match in page.Matches)
                {
                    terminal.Say(string.Create(CultureInfo.InvariantCulture,
                        $"{match.Weight,6:F2} bits  {RecordText.Key(match.Record)}  {RecordText.Key(match.OtherRecord)}  {match.DisplayName} ({match.CustomerId})  {match.Reason}"));
                }

                terminal.Note(page.Matches.Count == 0 ? "Nothing waits for a decision." : "Decide with: cgrains decide same|different FIRST SECOND --by … --reason …");
            });
            return ExitCode.Done;
        });
        return new Command("review", "Possible matches that wait for a person.") { list };
    }
}
