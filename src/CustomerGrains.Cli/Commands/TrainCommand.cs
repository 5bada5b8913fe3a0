using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Cli.Training;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;
using CustomerGrains.Matching.Training;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains train</c>: learns a model from records of which nobody knows who is who.</summary>
internal static class TrainCommand
{
    /// <summary>Parts of the whole that the progress bar counts.</summary>
    private const int Parts = 1000;

    /// <summary>Part of the work that is done before training starts: reading and standardising.</summary>
    private const int PartsRead = 100;

    public static Command Create(Terminal terminal)
    {
        var records = new Option<string[]>("--records") { Description = "File of records; may come several times.", Required = true, AllowMultipleArgumentsPerToken = true };
        var output = new Option<string>("--out") { Description = "Model file to write (JSON).", Required = true };
        var report = new Option<string?>("--report") { Description = "Page to write (HTML, one file): weights, m and u, distribution of weights, blocking keys, pairs nearest the thresholds. Shows values of records." };
        var decisions = new Option<string?>("--decisions") { Description = "People's decisions (CSV: source,record_id,source,record_id,same|different)." };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the random pairs. The same seed and records give the same model.", DefaultValueFactory = _ => 1 };
        var command = new Command("train",
            """
            Learns a matching model from the records themselves, without labels: how often values agree by chance from random pairs, how often within one customer from
            expectation-maximisation inside several kinds of blocks and from the customers found, how rare names are, and the thresholds. Records are read as 'import' and 'eval' read them.
            'eval --model', 'order --model', 'model diff' and 'serve --model' take the result.

            Example: cgrains train --records town.csv --out town-model.json --report town-model.html
            """) { records, output, report, decisions, seed };
        var reading = new ReadingOptions(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = reading.Read(parsed);
            var decided = parsed.GetValue(decisions) is { } path ? DecisionsFile.Read(path) : [];
            var input = EvaluatedRecord.Read(parsed.GetRequiredValue(records), read, terminal, quiet: false);
            var defaults = reading.Defaults(parsed, read).Complete();
            TrainingResult? result = null;
            BatchRecord[] batch = [];
            await ProgressView.RunAsync(terminal, "training", Parts, progress =>
            {
                batch = Standardise(input, defaults, done => progress(done * PartsRead / Math.Max(1, input.Count), done), cancellationToken);
                result = Train(batch, decided, new TrainingOptions { Seed = parsed.GetValue(seed) },
                    step => progress(PartsRead + (long)(step.Done * (Parts - PartsRead)), input.Count), cancellationToken);
                return Task.CompletedTask;
            }).ConfigureAwait(false);

            await WriteAsync(parsed.GetRequiredValue(output), result!.Model.ToJson(), cancellationToken).ConfigureAwait(false);
            TrainingView.Show(result, parsed.GetRequiredValue(output), terminal);
            if (decided.Count > result.Decisions)
            {
                terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{decided.Count - result.Decisions:N0} decisions are about records that are in none of the files; they were passed over."));
            }

            if (parsed.GetValue(report) is { } page)
            {
                var title = $"Model trained on {string.Join(", ", parsed.GetRequiredValue(records).Select(Path.GetFileName))}";
                await WriteAsync(page, System.Text.Encoding.UTF8.GetBytes(TrainingReport.ToHtml(result, batch, title)), cancellationToken).ConfigureAwait(false);
                terminal.Note($"The report is in {page}. It shows values of records, so treat it as you treat them.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static BatchRecord[] Standardise(List<EvaluatedRecord> input, SourceDefaults defaults, Action<long> report, CancellationToken cancellationToken)
    {
        var batch = new BatchRecord[input.Count];
        var done = 0L;
        Parallel.For(0, input.Count, new ParallelOptions { CancellationToken = cancellationToken }, i =>
        {
            batch[i] = new BatchRecord(input[i].Identity, Standardiser.Standardise(input[i].Record, defaults));
            var count = Interlocked.Increment(ref done);
            if (count % 256 == 0)
            {
                report(count);
            }
        });
        return batch;
    }

    /// <exception cref="MappingException">The records cannot be trained on.</exception>
    private static TrainingResult Train(BatchRecord[] batch, List<BatchAssertion> decisions, TrainingOptions options, Action<TrainingProgress> report, CancellationToken cancellationToken)
    {
        try
        {
            return ModelTrainer.Train(batch, decisions, options, report, cancellationToken);
        }
        catch (TrainingException fault)
        {
            throw new MappingException(fault.Message);
        }
    }

    /// <summary>Writes a file whole or not at all, so that a reader never sees half a model.</summary>
    private static async Task WriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var part = $"{path}.part";
        await File.WriteAllBytesAsync(part, content, cancellationToken).ConfigureAwait(false);
        File.Move(part, path, overwrite: true);
    }
}
