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
                terminal.Say(string.Create(CultureInfo.InvariantCulture, $"- {RecordText.Key(pair.A)} and {RecordText.Key(pair.B)}, {pair.Weight:F2} bits: {pair.Summary}"));
            }
        }

        Apart(explanation.Apart, "Left out:", terminal);
    }

    /// <summary>Customers that are kept apart, each with its reason.</summary>
    public static void Apart(IReadOnlyCollection<KeptApart> apart, string heading, Terminal terminal)
    {
        if (apart.Count == 0)
        {
            return;
        }

        terminal.Say();
        terminal.Say(heading);
        foreach (var other in apart)
        {
            var records = other.Records.Count > 0 ? $" ({Keys(other.Records)})" : "";
            terminal.Say($"- {other.CustomerId}{records}: {other.Reason}");
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  {RecordText.Key(other.Pair.A)} and {RecordText.Key(other.Pair.B)}, {other.Pair.Weight:F2} bits: {other.Pair.Summary}"));
        }
    }

    private static void Steps(ExplainResponse explanation, Terminal terminal)
    {
        var number = 2;
        foreach (var step in explanation.Steps)
        {
            terminal.Say($"{number++}. {Keys(step.Joined)} {(step.Joined.Count == 1 ? "joins" : "join")} {Keys(step.Into)}");
            if (step.Decision.Length > 0)
            {
                terminal.Say($"   by a person: {step.Decision}");
            }

            terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"   {RecordText.Key(step.Pair.A)} and {RecordText.Key(step.Pair.B)}, {step.Pair.Weight:F2} bits: {step.Pair.Summary}"));
            if (step.Joined.Count * step.Into.Count > 1)
            {
                terminal.Say(string.Create(CultureInfo.InvariantCulture, $"   on average over all their pairs {step.Average:F2} bits"));
            }
        }
    }

    private static string Keys(IEnumerable<RecordKey> keys) => string.Join(", ", keys.Select(RecordText.Key));
}
