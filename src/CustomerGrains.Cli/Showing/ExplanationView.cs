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
        foreach (var apart in explanation.Apart)
        {
            terminal.Say(apart.InReview
                ? $"In review; decide with: cgrains decide same|different {RecordText.Key(apart.Pair.A)} {RecordText.Key(apart.Pair.B)} --by … --reason …"
                : "No pair of the two waits for a person.");
        }

        // Of two customers the strongest pair is shown, and the one that keeps them apart; the others in a line each.
        var shown = explanation.Apart.Count > 0 ? 1 : explanation.Pairs.Count;
        foreach (var pair in explanation.Pairs.Take(shown).Concat(explanation.Apart.Where(apart => apart.Against is not null).Select(apart => apart.Against)))
        {
            terminal.Say();
            Pair(pair, explanation, terminal);
        }

        if (explanation.Pairs.Count > shown)
        {
            terminal.Say();
            terminal.Say("Other pairs of the two:");
            foreach (var pair in explanation.Pairs.Skip(shown))
            {
                StepsView.Pair(pair, "- ", terminal);
            }
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
