using System.Globalization;
using CustomerGrains.V1;
using Spectre.Console;

namespace CustomerGrains.Cli.Showing;

/// <summary>Why records are one, or are not: a waterfall of evidence, bit by bit.</summary>
internal static class ExplanationView
{
    /// <summary>Bits that one block of a bar stands for.</summary>
    private const double BitsPerBlock = 1.5;

    private const int BlocksMax = 20;

    public static void Show(ExplainResponse explanation, Terminal terminal)
    {
        terminal.Say(explanation.Summary);
        foreach (var pair in explanation.Pairs)
        {
            terminal.Say();
            Pair(pair, terminal);
        }

        if (explanation.Pairs.Count > 0)
        {
            terminal.Say();
            terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"Certain from {explanation.LinkThreshold:F1} bits, possible from {explanation.ReviewThreshold:F1}; model {explanation.ModelVersion}."));
        }
    }

    private static void Pair(PairExplanation pair, Terminal terminal)
    {
        terminal.Answers.MarkupLineInterpolated(
            CultureInfo.InvariantCulture, $"[teal]{RecordText.Key(pair.A)}[/] and [teal]{RecordText.Key(pair.B)}[/]: [bold]{Word(pair.Verdict)}[/], {pair.Weight:F2} bits");
        var table = new Table().Border(TableBorder.Simple).AddColumns("attribute", "first", "second", "comparison");
        table.AddColumn(new TableColumn("bits").RightAligned());
        table.AddColumn("");
        foreach (var evidence in pair.Evidence)
        {
            table.AddRow(
                new Text(evidence.Attribute), new Text(evidence.ValueA), new Text(evidence.ValueB), new Text(evidence.Level),
                new Text(evidence.Weight.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture)), Bar(evidence.Weight));
        }

        terminal.Answers.Write(table);
        if (pair.SharedSchemes.Count > 0)
        {
            terminal.Say($"  They met because they share: {string.Join(", ", pair.SharedSchemes)}.");
        }

        if (pair.Assertion.Length > 0)
        {
            terminal.Say($"  Decided by a person: {pair.Assertion}.");
        }

        if (pair.Summary.Length > 0)
        {
            terminal.Say($"  {pair.Summary}");
        }
    }

    private static Text Bar(double weight)
    {
        var blocks = Math.Min(BlocksMax, (int)Math.Ceiling(Math.Abs(weight) / BitsPerBlock));
        return new Text(new string(weight < 0 ? '░' : '█', blocks), new Style(weight < 0 ? Color.Red : Color.Green));
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Link => "certain",
        Verdict.Review => "possible",
        Verdict.Conflict => "forbidden",
        _ => "not enough",
    };
}
