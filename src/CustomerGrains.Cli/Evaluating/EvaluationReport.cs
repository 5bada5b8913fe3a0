using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Evaluating;
using Spectre.Console;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>Prints what an evaluation found.</summary>
internal static partial class EvaluationReport
{
    /// <summary>A table for people.</summary>
    public static void Show(EvaluationResult result, Terminal terminal)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        Row("records", $"{result.Records:N0}");
        Row("customers found", $"{result.Run.Customers.Count:N0}");
        Row("pairs", $"{result.Metrics.TruePairs:N0} right, {result.Metrics.FalsePairs:N0} wrong, {result.Metrics.MissedPairs:N0} missed");
        Row("pairwise", $"{InWords(result.Metrics.Pairs)}");
        Row("B-cubed", $"{InWords(result.Metrics.BCubed)}");
        Row("review pairs", $"{result.Review.True:N0} true, {result.Review.False:N0} false, {result.Review.Unlabelled:N0} with a record that the truth lacks");
        if (result.Questions.TrueShare is { } right)
        {
            Row("review band right", $"{right:P1} of {result.Questions.True + result.Questions.False:N0} questions, each about two customers");
        }

        if (result.Missed.OfferedShare is { } offered)
        {
            Row("of the true pairs not linked", $"{offered:P1} are in the review band");
            var reasons = result.Missed.ByReason.Where(reason => reason.Value > 0);
            Row("", $"{string.Join("; ", reasons.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value:N0} {MissedPairs.InWords(reason.Key)}")))}");
        }

        Row("speed", $"{result.Run.RecordsPerSecond:N0} records/s, {(result.Run.Durable ? "each durable before it counts" : "resolved in memory at once")}");
        Row("peak memory", $"{result.Run.PeakRssBytes / 1048576.0:N0} MiB");
        Row("partition hash", $"{result.Run.PartitionHash}");
        terminal.Answers.Write(table);
        Show(result.Coverage, terminal);
        MistakeView.Show(result.Mistakes, terminal);
        if (result.Unlabelled > 0)
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{result.Unlabelled:N0} records are not in the truth; they were resolved with the others and left out of the figures."));
        }

        if (result.Missing > 0)
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{result.Missing:N0} records of the truth are in none of the files; pairs with them are not counted."));
        }

        void Row(string name, FormattableString value) => table.AddRow(new Text(name), new Text(FormattableString.Invariant(value)));
    }

    private static void Show(BlockingCoverage coverage, Terminal terminal)
    {
        terminal.Say();
        terminal.Say(string.Create(CultureInfo.InvariantCulture,
            $"Blocking: {coverage.TruePairsMet:N0} of {coverage.TruePairs:N0} true pairs meet ({Share(coverage.TruePairsMet, coverage.TruePairs):F4}). Each scheme adds most to those above it."));
        var table = new Table().Border(TableBorder.Simple).AddColumns(CellNames[0]);
        foreach (var column in CellNames.Skip(1))
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (var scheme in coverage.Schemes)
        {
            table.AddRow([.. Cells(scheme, coverage).Select(cell => new Text(cell))]);
        }

        terminal.Answers.Write(table);
    }

    /// <summary>A scheme, the pairs it brings, the true ones among them, their share, the share met so far, and those met nowhere else.</summary>
    internal static IEnumerable<string> Cells(SchemeCoverage scheme, BlockingCoverage coverage) => ((FormattableString[])
    [
        $"{scheme.Scheme}",
        $"{(scheme.IsUpperBound ? "≤ " : "")}{scheme.PairsBrought:N0}",
        $"{scheme.TruePairsMet:N0}",
        $"{Share(scheme.TruePairsMet, coverage.TruePairs):F4}",
        $"{Share(scheme.TruePairsMetSoFar, coverage.TruePairs):F4}",
        $"{scheme.TruePairsOnlyHere:N0}",
    ]).Select(FormattableString.Invariant);

    internal static IReadOnlyList<string> CellNames { get; } = ["scheme", "pairs brought", "true pairs met", "share", "cumulative", "only here"];

    /// <summary>Of nothing, everything.</summary>
    private static double Share(long part, long whole) => whole == 0 ? 1 : (double)part / whole;

    /// <summary>E.g. "precision 0.9990, recall 0.9900, F1 0.9945".</summary>
    internal static string InWords(Measure measure) => string.Create(CultureInfo.InvariantCulture, $"precision {measure.Precision:F4}, recall {measure.Recall:F4}, F1 {measure.F1:F4}");
}
