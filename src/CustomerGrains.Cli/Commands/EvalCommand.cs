using System.CommandLine;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Evaluating;
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
        var oneToOne = new OneToOneOption();
        var shuffle = new Option<ulong?>("--shuffle") { Description = "Send in a random order; the seed makes it repeatable." };
        var oneByOne = new Option<bool>("--one-by-one") { Description = "Send a record only when the one before it is acknowledged." };
        var inFlight = new Option<int>("--in-flight") { Description = "Records under way at a time.", DefaultValueFactory = _ => 64 }.Between(1, 4096);
        var repeat = new Option<bool>("--repeat") { Description = "Send every record twice." };
        var without = MechanismOption.Create();
        without.Description += " Resolves in memory.";
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var mistakes = new Option<int>("--mistakes")
        {
            Description = "Show so many of the costliest mistakes, with the values of both records, why, and where the pair ended.",
            DefaultValueFactory = _ => 0,
        }.Between(0, 10_000);
        var curve = new Option<string?>("--curve") { Description = "Write precision, recall and F1 over link thresholds as a picture: FILE.html (with tables) or FILE.svg." };
        curve.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } path && !CurvePage.IsWritable(path))
            {
                result.AddError("--curve must name a file that ends in .html or .svg.");
            }
        });
        var command = new Command("eval",
            """
            Runs labelled records through the whole pipeline in this process (standardising, grains, a SQLite journal in a temporary folder,
            resolution) and prints how well and how fast it did, what the blocking keys bring together, and why true pairs were missed. The partition hash is the same for any order, any number in flight and any repetition.

            Example: cgrains eval --records town.csv --truth town-truth.csv --shuffle 7
            """) { records, truth, model, oneToOne, shuffle, oneByOne, inFlight, repeat, mistakes, curve, without, json };
        var reading = new ReadingOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = reading.Read(parsed);
            var options = new EvaluationOptions
            {
                Model = oneToOne.Apply(parsed, parsed.GetValue(model) is { } path ? ReadModel(path) : MatchingModel.Default),
                Defaults = reading.Defaults(parsed, read).Complete(),
                ShuffleSeed = parsed.GetValue(shuffle),
                InFlight = parsed.GetValue(oneByOne) ? 1 : parsed.GetValue(inFlight),
                Repeat = parsed.GetValue(repeat),
            };
            var clusters = Truth.Read(parsed.GetRequiredValue(truth));
            var input = EvaluatedRecord.Read(parsed.GetRequiredValue(records), read, terminal, quiet: parsed.GetValue(json));
            var used = MechanismOption.Variant(options.Model ?? MatchingModel.Default, parsed.GetValue(without));
            EvaluatedRun? run = null;
            if (used.Without.Count > 0)
            {
                Option[] ways = [shuffle, oneByOne, inFlight, repeat];
                if (ways.FirstOrDefault(way => parsed.GetResult(way) is { Implicit: false }) is { } way)
                {
                    throw new CommandException(ExitCode.Usage, $"{way.Name} is a way of sending, and with --without nothing is sent: the records are resolved in memory. Leave one of them out.");
                }

                run = Evaluation.RunInMemory(LabelledBatch.Of(input, clusters, options.Defaults, used.Model).Under(used));
            }
            else
            {
                var total = options.Repeat ? input.Count * 2 : input.Count;
                await ProgressView.RunAsync(terminal, "resolving", total, async report =>
                    run = await Evaluation.RunAsync(input, options, done => report(done, done), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            }

            // A record that the index did not take is in no customer and in no figure.
            var taken = run!.Customers.SelectMany(records => records).ToHashSet();
            var batch = LabelledBatch.Of(input.Where(record => taken.Contains(record.Identity)), clusters, options.Defaults, used.Model).Under(used);
            var result = EvaluationResult.Of(run, batch, clusters, parsed.GetValue(mistakes));
            IReadOnlyList<ThresholdPoint>? points = null;
            if (parsed.GetValue(curve) is { } picture)
            {
                points = batch.Sweep(CurvePicture.Thresholds(used.Model));
                var title = $"Evaluation of {string.Join(", ", parsed.GetRequiredValue(records).Select(Path.GetFileName))}";
                await CurvePage.WriteAsync(picture, result, points, used.Model, title, cancellationToken).ConfigureAwait(false);
                terminal.Note($"The curve is in {picture}.");
            }

            if (parsed.GetValue(json))
            {
                terminal.Say(EvaluationReport.ToJson(result, points));
            }
            else
            {
                EvaluationReport.Show(result, terminal);
            }

            return ExitCode.Done;
        });
        return command;
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
