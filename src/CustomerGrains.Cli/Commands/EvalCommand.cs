using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains eval</c>: measures the whole pipeline on labelled records.</summary>
internal static class EvalCommand
{
    public static Command Create(Terminal terminal)
    {
        var records = new Option<string[]>("--records") { Description = "File of records; may come several times.", Required = true, AllowMultipleArgumentsPerToken = true };
        var truth = new Option<string>("--truth") { Description = "Truth: source,record_id,cluster_id, or Senzing's TEST_GROUP,CLUSTER_ID,DATA_SOURCE,RECORD_ID.", Required = true };
        var model = new Option<string?>("--model") { Description = "Matching model (JSON). Default: the built-in one." };
        var shuffle = new Option<ulong?>("--shuffle") { Description = "Send in a random order; the seed makes it repeatable." };
        var oneByOne = new Option<bool>("--one-by-one") { Description = "Send a record only when the one before it is acknowledged." };
        var inFlight = new Option<int>("--in-flight") { Description = "Records under way at a time.", DefaultValueFactory = _ => 64 }.Between(1, 4096);
        var repeat = new Option<bool>("--repeat") { Description = "Send every record twice." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var errors = new Option<int>("--errors") { Description = "Show so many wrong pairs and so many missed ones with the reason.", DefaultValueFactory = _ => 0 }.Between(0, 10_000);
        var command = new Command("eval",
            """
            Runs labelled records through the whole pipeline in this process (standardising, grains, a SQLite journal in a temporary folder,
            resolution) and prints how well and how fast it did. The partition hash is the same for any order, any number in flight and any repetition.

            Example: cgrains eval --records town.csv --truth town-truth.csv --shuffle 7
            """) { records, truth, model, shuffle, oneByOne, inFlight, repeat, errors, json };
        var reading = new ReadingOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = reading.Read(parsed);
            var options = new EvaluationOptions
            {
                Model = parsed.GetValue(model) is { } path ? ReadModel(path) : null,
                Defaults = reading.Defaults(parsed, read).Complete(),
                ShuffleSeed = parsed.GetValue(shuffle),
                InFlight = parsed.GetValue(oneByOne) ? 1 : parsed.GetValue(inFlight),
                Repeat = parsed.GetValue(repeat),
                ErrorsShown = parsed.GetValue(errors),
            };
            var clusters = Truth.Read(parsed.GetRequiredValue(truth));
            var input = ReadRecords(parsed.GetRequiredValue(records), read, terminal, quiet: parsed.GetValue(json));
            EvaluationResult? result = null;
            var total = options.Repeat ? input.Count * 2 : input.Count;
            await ProgressView.RunAsync(terminal, "resolving", total, async report =>
                result = await Evaluation.RunAsync(input, clusters, options, done => report(done, done), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                terminal.Say(EvaluationReport.ToJson(result!));
            }
            else
            {
                EvaluationReport.Show(result!, terminal);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Reads the records of some files; rejected lines are told and left out.</summary>
    internal static List<EvaluatedRecord> ReadRecords(string[] paths, ReadOptions options, Terminal terminal, bool quiet)
    {
        var records = new List<EvaluatedRecord>();
        var rejected = 0;
        foreach (var path in paths)
        {
            using var file = RecordFile.Open(path, options);
            if (!quiet)
            {
                ReadingView.Show(path, file, terminal);
            }

            foreach (var record in file.Records())
            {
                if (record.Record is { } content)
                {
                    records.Add(new EvaluatedRecord(record.Identity, content));
                }
                else if (rejected++ < 5)
                {
                    terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{path}, line {record.Line}: {record.Reason}."));
                }
            }
        }

        if (rejected > 0)
        {
            terminal.Note($"{Counted.Of(rejected, "line was", "lines were")} rejected and left out.");
        }

        return records;
    }

    /// <exception cref="MappingException">The file is not a model.</exception>
    internal static MatchingModel ReadModel(string path)
    {
        try
        {
            return MatchingModel.Parse(File.ReadAllBytes(path));
        }
        catch (InvalidDataException fault)
        {
            throw new MappingException($"Model {path}: {fault.Message}");
        }
    }
}
