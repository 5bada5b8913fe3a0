using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains order</c>: shows that the order of arrival does not matter.</summary>
internal static class OrderCommand
{
    public static Command Create(Terminal terminal)
    {
        var records = new Option<string[]>("--records") { Description = "File of records; may come several times.", Required = true, AllowMultipleArgumentsPerToken = true };
        var model = new Option<string?>("--model") { Description = "Matching model (JSON). Default: the built-in one." };
        var oneToOne = new OneToOneOption();
        var shuffles = new Option<int>("--shuffles") { Description = "Random orders to try.", DefaultValueFactory = _ => 20 }.Between(1, 1000);
        var seed = new Option<ulong>("--seed") { Description = "Seed of the first order; the others follow it.", DefaultValueFactory = _ => 1 };
        var command = new Command("order",
            """
            Sends the same records in many random orders through the whole pipeline: one by one, 64 at a time, and with every record sent twice.
            Every run must end in the partition of a batch reference that shares only the pure matching library with the index.
            Ends with 1 when any run differs, and names its seed.

            Example: cgrains order --records town.csv --shuffles 20
            """) { records, model, oneToOne, shuffles, seed };
        var reading = new ReadingOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = reading.Read(parsed);
            var options = new EvaluationOptions
            {
                Model = oneToOne.Apply(parsed, parsed.GetValue(model) is { } path ? EvalCommand.ReadModel(path) : MatchingModel.Default),
                Defaults = reading.Defaults(parsed, read).Complete(),
            };
            var input = EvaluatedRecord.Read(parsed.GetRequiredValue(records), read, terminal, quiet: true);
            if (HasTwoContents(input))
            {
                terminal.Note("The files hold a record twice with different content, so the order of the two decides what is live. Remove one and try again.");
                return ExitCode.Usage;
            }

            var reference = OrderTrial.Reference(input, options.Defaults, options.Model);
            terminal.Say($"{reference}  batch reference");
            var (runs, different) = (0, 0);
            await foreach (var result in OrderTrial.RunAsync(input, options, parsed.GetValue(shuffles), parsed.GetValue(seed), cancellationToken).ConfigureAwait(false))
            {
                runs++;
                var same = string.Equals(result.PartitionHash, reference, StringComparison.Ordinal);
                different += same ? 0 : 1;
                terminal.Say(string.Create(CultureInfo.InvariantCulture,
                    $"{result.PartitionHash}  seed {result.Seed}, {result.Way}, {result.RecordsPerSecond:N0} records/s{(same ? "" : "  DIFFERS")}"));
            }

            terminal.Say(different == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{runs} runs over {input.Count:N0} records, one partition.")
                : string.Create(CultureInfo.InvariantCulture, $"{different} of {runs} runs ended in another partition."));
            return different == 0 ? ExitCode.Done : ExitCode.Look;
        });
        return command;
    }

    private static bool HasTwoContents(List<EvaluatedRecord> records) =>
        records.GroupBy(record => record.Identity).Any(group => group.Select(record => Convert.ToHexString(SourceRecordCodec.Encode(record.Record))).Distinct(StringComparer.Ordinal).Count() > 1);
}
