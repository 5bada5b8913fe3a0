using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Quality;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Evaluating;
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
        var without = MechanismOption.Create();
        var ablation = new Option<bool>("--ablation") { Description = "Measure with every mechanism switched off in turn, and print by how much each figure changes." };
        var trained = new Option<bool>("--trained") { Description = "Also train a model on each set's own records, without labels, where a floor asks for it, and measure with that." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("quality",
            """
            Measures one model on all labelled sets at once and prints a table: ours, the floor that must hold, and the best figure known of peers at a threshold
            fixed beforehand. Sets are resolved in memory by the batch reference, whose partition is that of the index (see 'cgrains order').
            Ends with 1 when a figure is below its floor. --ablation shows what every mechanism of matching is worth, for what is linked and for what is asked of people.

            Example: cgrains quality --data labelled-sets --sets febrl3 names
            """) { data, sets, model, mistakes, without, ablation, trained, json };
        command.SetAction(parsed =>
        {
            var used = MechanismOption.Variant(parsed.GetValue(model) is { } path ? EvalCommand.ReadModel(path) : MatchingModel.Default, parsed.GetValue(without));
            var wanted = parsed.GetValue(sets) is { Length: > 0 } some ? QualitySets.Names.Where(some.Contains) : QualitySets.Names;
            var trials = wanted.Select(set => (Set: set, Trial: QualitySets.Open(set, parsed.GetRequiredValue(data), terminal))).ToArray();
            return parsed.GetValue(ablation)
                ? Ablate(trials, used, parsed.GetValue(json), terminal)
                : Measure(trials, used, parsed.GetValue(mistakes), parsed.GetValue(trained), parsed.GetValue(json), terminal);
        });
        return command;
    }

    private static int Measure((string Set, IQualityTrial Trial)[] trials, MatchingVariant variant, int mistakes, bool train, bool json, Terminal terminal)
    {
        var figures = new List<QualityFigure>();
        var trained = new List<QualityFigure>();
        var mistaken = new List<(string Set, IReadOnlyList<Mistake> Mistakes)>();
        foreach (var (set, trial) in trials)
        {
            var clock = Stopwatch.StartNew();
            var outcome = trial.Run(variant, mistakes);
            figures.AddRange(outcome.Figures);
            mistaken.Add((set, outcome.Mistakes));
            if (train && KnownFigures.AsksForTraining(set) && trial.RunTrained() is { } after)
            {
                trained.AddRange(after);
            }

            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{set}: {clock.Elapsed.TotalSeconds:F1} s"));
        }

        figures.AddRange([.. ReviewBand.OfAll(figures)]);
        if (json)
        {
            terminal.Say(QualityReport.ToJson(figures, trained, mistaken, variant.Model.Version));
        }
        else
        {
            QualityReport.Show(figures, trained, terminal);
            foreach (var (set, list) in mistaken.Where(set => set.Mistakes.Count > 0))
            {
                terminal.Say($"Mistakes in {set}, the worst first:");
                MistakeView.Show(list, terminal);
                terminal.Say();
            }
        }

        return figures.Exists(figure => QualityReport.IsBelow(figure, trained: false)) || trained.Exists(figure => QualityReport.IsBelow(figure, trained: true)) ? ExitCode.Look : ExitCode.Done;
    }

    private static int Ablate((string Set, IQualityTrial Trial)[] trials, MatchingVariant variant, bool json, Terminal terminal)
    {
        var rows = new List<AblationRow>();
        foreach (var mechanism in Mechanism.All.Prepend(null))
        {
            var clock = Stopwatch.StartNew();
            var tried = mechanism?.SwitchOff(variant) ?? variant;
            QualityFigure[] figures = [.. trials.SelectMany(trial => trial.Trial.Run(tried, mistakes: 0).Figures)];
            rows.Add(new AblationRow(mechanism?.Name ?? "", mechanism?.Instead ?? "", [.. figures, .. ReviewBand.OfAll(figures)]));
            terminal.Note(string.Create(CultureInfo.InvariantCulture,
                $"{(mechanism is null ? "all on" : $"without {mechanism.Name} ({mechanism.Instead})")}: {clock.Elapsed.TotalSeconds:F1} s"));
        }

        if (json)
        {
            terminal.Say(AblationReport.ToJson(rows, variant.Model.Version));
        }
        else
        {
            AblationReport.Show(rows, terminal);
        }

        return ExitCode.Done;
    }
}
