using System.Globalization;
using CustomerGrains.V1;
using Spectre.Console;

namespace CustomerGrains.Cli.Showing;

/// <summary>Why records are one, or are not: the sentence first, then the evidence, bit by bit.</summary>
internal static class ExplanationView
{
    public static void Show(ExplainResponse explanation, Terminal terminal)
    {
        terminal.Say(explanation.Summary);
        StepsView.Apart(explanation.Apart, "Kept apart:", terminal);
        foreach (var pair in explanation.Pairs)
        {
            terminal.Say();
            Pair(pair, explanation, terminal);
        }

        if (explanation.Pairs.Count > 0)
        {
            terminal.Say();
            terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"Certain (!) from {explanation.LinkThreshold:F1} bits, possible (?) from {explanation.ReviewThreshold:F1}; model {explanation.ModelVersion}."));
        }
    }

    private static void Pair(PairExplanation pair, ExplainResponse explanation, Terminal terminal)
    {
        terminal.Answers.MarkupLineInterpolated(
            CultureInfo.InvariantCulture, $"[teal]{RecordText.Key(pair.A)}[/] and [teal]{RecordText.Key(pair.B)}[/]: [bold]{Word(pair.Verdict)}[/], {pair.Weight:F2} bits");
        if (pair.Summary.Length > 0)
        {
            terminal.Say($"  {pair.Summary}");
        }

        if (pair.Evidence.Count > 0)
        {
            terminal.Say();
            WaterfallView.Show(pair, explanation.ReviewThreshold, explanation.LinkThreshold, terminal);
            terminal.Say();
        }

        if (pair.SharedSchemes.Count > 0)
        {
            terminal.Say($"  They met because they share: {string.Join(", ", pair.SharedSchemes)}.");
        }

        if (pair.Assertion.Length > 0)
        {
            terminal.Say($"  Decided by a person: {pair.Assertion}.");
        }
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Link => "certain",
        Verdict.Review => "possible",
        Verdict.Conflict => "forbidden",
        _ => "not enough",
    };
}
