using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Progress;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains import</c>: takes files in.</summary>
internal static class ImportCommand
{
    private const int RejectsShownMax = 5;

    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("files") { Description = "CSV with a heading, JSON lines, or Senzing JSON lines.", Arity = ArgumentArity.OneOrMore };
        var resume = new Option<bool>("--resume") { Description = "Go on where an earlier import of the same file stopped." };
        var rejects = new Option<string?>("--rejects") { Description = "File for lines that were not taken: line,reason. Default: NAME.rejects.csv in the current folder." };
        var register = new Option<bool>("--register") { Description = "Register sources that the server does not know; --register false refuses their records.", DefaultValueFactory = _ => true };
        var usualNames = new Option<bool>("--usual-names") { Description = "Recognise columns by their usual names even when the server has a mapping for the --source." };
        var command = new Command("import",
            """
            Streams files into the index and says what became of them. Each record is durable when it is acknowledged. A line that cannot be taken is
            written to the rejects file with its reason, and the rest goes on. Sending a record again replaces it, so an import may be
            repeated at any time; one that was interrupted goes on with --resume.

            Columns are read by --mapping, else by the mapping that the server keeps for the --source ('cgrains sources mapping'), else by their usual names.

            Examples: cgrains import people.csv --source housing
                      cgrains import customers.jsonl reference.jsonl watchlist.jsonl --region US
            """) { files, resume, rejects, register, usualNames };
        var reading = new ReadingOptions(command);
        var server = new ConnectionOptions(command, json: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = reading.Read(parsed);
            var paths = parsed.GetRequiredValue(files);
            if (paths.FirstOrDefault(path => !File.Exists(path)) is { } missing)
            {
                throw new CommandException(ExitCode.Usage, Directory.Exists(missing) ? $"'{missing}' is a folder: name the files in it." : $"There is no file '{missing}'.");
            }

            var opened = new List<RecordFile>();
            try
            {
                using var client = server.Connect(parsed);
                if (read is { Mapping: null, Source: { } source } && !parsed.GetValue(usualNames)
                    && await StoredMapping.FindAsync(client, source, cancellationToken).ConfigureAwait(false) is { } stored)
                {
                    terminal.Note($"Columns are read by the mapping stored for '{source}'.");
                    read = read with { Mapping = stored };
                }

                // Every file is looked at before the first record is sent.
                opened.AddRange(paths.Select(path => RecordFile.Open(path, read)));
                var registration = new SourceRegistration(client, reading.Defaults(parsed, read), parsed.GetValue(register), terminal.Note);
                var rejected = 0L;
                for (var i = 0; i < paths.Length; i++)
                {
                    ReadingView.Show(paths[i], opened[i], terminal);
                    rejected += await ImportAsync(paths[i], opened[i], read, parsed.GetValue(resume), parsed.GetValue(rejects), client, registration, terminal, cancellationToken)
                        .ConfigureAwait(false);
                }

                return rejected == 0 ? ExitCode.Done : ExitCode.Look;
            }
            finally
            {
                opened.ForEach(file => file.Dispose());
            }
        });
        return command;
    }

    private static async Task<long> ImportAsync(
        string path, RecordFile file, ReadOptions read, bool resume, string? rejectsPath,
        CustomerGrainsClient client, SourceRegistration registration, Terminal terminal, CancellationToken cancellationToken)
    {
        var progressPath = ImportProgress.PathFor(path);
        var fresh = new ImportProgress(ImportProgress.FingerprintOf(path, $"{read.Source}|{read.IdColumn}|{read.Mapping?.Written?.Json}"), 0);
        var progress = Start(progressPath, fresh, resume, terminal);
        using var rejects = new RejectsFile(rejectsPath ?? $"{Path.GetFileName(path)}.rejects.csv", append: progress.Line > 0);
        ImportResult? result = null;
        try
        {
            await ProgressView.RunAsync(terminal, Path.GetFileName(path), file.BytesTotal, async report =>
                result = await new FileImport(client, registration, rejects, progressPath, progress).RunAsync(file, report, cancellationToken).ConfigureAwait(false))
                .ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is CustomerGrainsException or OperationCanceledException)
        {
            terminal.Note($"{path}: stopped after line {ImportProgress.Read(progressPath)?.Line ?? 0}. The same command with --resume goes on there.");
            throw;
        }

        Show(path, file, result!, rejects, terminal);
        return result!.Rejected;
    }

    private static ImportProgress Start(string progressPath, ImportProgress fresh, bool resume, Terminal terminal)
    {
        var earlier = ImportProgress.Read(progressPath);
        if (earlier is null || earlier.Fingerprint != fresh.Fingerprint)
        {
            if (resume)
            {
                terminal.Note(earlier is null
                    ? "No interrupted import of this file is known here; starting from its beginning."
                    : "The interrupted import was of another file, or read it otherwise; starting from the beginning.");
            }

            return fresh;
        }

        if (resume)
        {
            terminal.Note($"Going on after line {earlier.Line}.");
            return earlier;
        }

        terminal.Note($"An earlier import of this file stopped after line {earlier.Line}; --resume would go on there. Starting from the beginning, which does no harm.");
        return fresh;
    }

    private static void Show(string path, RecordFile file, ImportResult result, RejectsFile rejects, Terminal terminal)
    {
        var effects = new (Effect Effect, string Word)[]
        {
            (Effect.Created, "new"), (Effect.Updated, "updated"), (Effect.Restored, "restored"), (Effect.Unchanged, "unchanged"), (Effect.Stale, "older than held"),
        };
        var words = effects.Where(effect => result.Totals.Of(effect.Effect) > 0)
            .Select(effect => string.Create(CultureInfo.InvariantCulture, $"{result.Totals.Of(effect.Effect):N0} {effect.Word}"));
        terminal.Say(string.Create(CultureInfo.InvariantCulture,
            $"{path}: {ProgressView.Rate(result.Acknowledged, result.Elapsed)}; {string.Join(", ", words.DefaultIfEmpty("nothing new"))}."));
        if (result.Skipped > 0)
        {
            terminal.Say($"  {Counted.Of(result.Skipped, "line", "lines")} had been taken before the interruption.");
        }

        if (result.Repeated.Repeated > 0)
        {
            terminal.Say($"  Warning: {Counted.Of(result.Repeated.Repeated, "record", "records")} came more than once in this file, {result.Repeated.First} first; the later one replaced the earlier.");
        }

        if (result.Unread.Count > 0)
        {
            terminal.Say($"  Warning: {Counted.Of(result.Unread.Count, "birth date is no date", "birth dates are no dates")}, first in line {result.Unread.FirstLine}; kept with the record, and never matched.");
        }

        if (file.EndsOpen)
        {
            terminal.Say("  Note: the last line has no line end; if the file was cut off there, import the whole file again.");
        }

        if (result.Rejected > 0)
        {
            terminal.Say($"  {Counted.Of(result.Rejected, "line was", "lines were")} not taken; {rejects.FilePath} says why:");
            foreach (var line in File.ReadLines(rejects.FilePath).Skip(1).Take(RejectsShownMax))
            {
                terminal.Say($"    line {line.Replace(",\"", ": ", StringComparison.Ordinal).TrimEnd('"')}");
            }
        }
    }
}
