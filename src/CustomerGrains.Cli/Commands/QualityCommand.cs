using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Quality;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains quality</c>: one table over all labelled sets, beside the figures of peers.</summary>
internal static class QualityCommand
{
    public static Command Create(Terminal terminal)
    {
        var data = new Option<string>("--data") { Description = "Folder of labelled sets, one folder each: febrl1, febrl3, febrl4, fake1000, senzing-truth-set, verdicts, decennial, names.", Required = true };
        var sets = new Option<string[]>("--sets") { Description = $"Only these: {string.Join(", ", QualitySets.Names)}.", AllowMultipleArgumentsPerToken = true };
        sets.AcceptOnlyFromAmong([.. QualitySets.Names]);
        var model = new Option<string?>("--model") { Description = "Matching model (JSON). Default: the built-in one." };
        var mistakes = new Option<int>("--mistakes") { Description = "Show so many mistakes of each set, with values and evidence.", DefaultValueFactory = _ => 0 }.Between(0, 10_000);
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("quality",
            """
            Measures one model on all labelled sets at once and prints a table: ours, the floor that must hold, and the best figure known of peers at a threshold
            fixed beforehand. Sets are resolved in memory by the batch reference, whose partition is that of the index (see 'cgrains order').
            Ends with 1 when a figure is below its floor.

            Example: cgrains quality --data labelled-sets --sets febrl3 names
            """) { data, sets, model, mistakes, json };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(data);
            var used = parsed.GetValue(model) is { } path ? EvalCommand.ReadModel(path) : MatchingModel.Default;
            var wanted = parsed.GetValue(sets) is { Length: > 0 } some ? QualitySets.Names.Where(some.Contains) : QualitySets.Names;
            var figures = new List<QualityFigure>();
            var mistaken = new List<(string Set, IReadOnlyList<Mistake> Mistakes)>();
            foreach (var set in wanted)
            {
                var clock = Stopwatch.StartNew();
                var outcome = QualitySets.Open(set, folder, terminal).Run(used, parsed.GetValue(mistakes));
                figures.AddRange(outcome.Figures);
                mistaken.Add((set, outcome.Mistakes));
                terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{set}: {clock.Elapsed.TotalSeconds:F1} s"));
            }

            if (parsed.GetValue(json))
            {
                terminal.Say(QualityReport.ToJson(figures, mistaken, used.Version, trained: false));
            }
            else
            {
                QualityReport.Show(figures, trained: false, terminal);
                foreach (var (set, list) in mistaken.Where(set => set.Mistakes.Count > 0))
                {
                    terminal.Say($"Mistakes in {set}, the worst first:");
                    MistakeView.Show(list, terminal);
                    terminal.Say();
                }
            }

            return figures.Exists(figure => QualityReport.IsBelow(figure, trained: false)) ? ExitCode.Look : ExitCode.Done;
        });
        return command;
    }
}
