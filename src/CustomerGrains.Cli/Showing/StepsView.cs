using System.Globalization;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Showing;

/// <summary>How a customer came to be, record by record.</summary>
internal static class StepsView
{
    public static void Show(ExplainResponse explanation, Terminal terminal)
    {
        terminal.Say(explanation.Summary);
        if (explanation.Start is { } start)
        {
            terminal.Say();
            terminal.Say($"1. {RecordText.Key(start)}: where it starts, the first in an order that depends on the records alone.");
            Steps(explanation, terminal);
        }
        else
        {
            // The pairs tell where a component is too large for steps.
            foreach (var pair in explanation.Pairs)
            {
                Pair(pair, "- ", terminal);
            }
        }

        LeftOut(explanation.Apart, terminal);
    }

    /// <summary>A pair in one line: records, bits, sentence.</summary>
    public static void Pair(PairExplanation pair, string indent, Terminal terminal) =>
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{indent}{RecordText.Key(pair.A)} and {RecordText.Key(pair.B)}, {pair.Weight:F2} bits: {pair.Summary}"));

    private static void LeftOut(IReadOnlyCollection<KeptApart> apart, Terminal terminal)
    {
        if (apart.Count == 0)
        {
            return;
        }

        terminal.Say();
        terminal.Say("Left out:");
        foreach (var other in apart)
        {
            var records = other.Records.Count > 0 ? $" ({Keys(other.Records)})" : "";
            terminal.Say($"- {other.CustomerId}{records}: {other.Reason}");
            Pair(other.Pair, "  ", terminal);
        }
    }

    private static void Steps(ExplainResponse explanation, Terminal terminal)
    {
        var number = 2;
        foreach (var step in explanation.Steps)
        {
            terminal.Say($"{number++}. {Keys(step.Joined)} {(step.Joined.Count == 1 ? "joins" : "join")} {Keys(step.Into)}{By(step.Reason)}");
            if (step.Decision.Length > 0)
            {
                terminal.Say($"   {step.Decision}");
            }

            Pair(step.Pair, "   ", terminal);
            if (step.Joined.Count * step.Into.Count > 1)
            {
                terminal.Say(string.Create(CultureInfo.InvariantCulture, $"   on average over all their pairs {step.Average:F2} bits"));
            }
        }
    }

    private static string By(JoinReason reason) => reason switch
    {
        JoinReason.Decision => ", because a person decided so",
        JoinReason.OneToOne => ", because their sources hold nobody twice and the two fit each other best",
        _ => "",
    };

    private static string Keys(IEnumerable<RecordKey> keys) => string.Join(", ", keys.Select(RecordText.Key));
}
