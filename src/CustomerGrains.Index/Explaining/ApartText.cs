using System.Globalization;
using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.Explaining;

/// <summary>Says what keeps two customers apart.</summary>
internal static class ApartText
{
    /// <summary>A person's decision, with who, when and why.</summary>
    public static string Decided(ExplainedPair decided, ExplainedPair strongest)
    {
        var about = (decided.A, decided.B) == (strongest.A, strongest.B) ? "" : $" The decision is about {decided.A} and {decided.B}.";
        return decided.Assertion is not { Decision: AssertionDecision.Different } decision
            ? $"A person decided that they are different.{about}"
            : string.Create(CultureInfo.InvariantCulture,
                $"{decision.DecidedBy} decided that they are different, {decision.DecidedAt.UtcDateTime:yyyy-MM-dd HH:mm}Z{(decision.Reason.Length > 0 ? $": {decision.Reason.TrimEnd('.')}" : "")}.{about}");
    }

    /// <summary>Two exclusive identifiers, or records of different types.</summary>
    public static string Forbidden(ExplainedPair forbidden, ExplainedPair strongest) => (forbidden.A, forbidden.B) == (strongest.A, strongest.B)
        ? "No weight puts the two together."
        : $"{forbidden.A} and {forbidden.B} cannot be one customer, whatever the others say: {forbidden.Explanation.Summary}";

    /// <summary>Both have a record of a source that holds nobody twice.</summary>
    public static string OneSource(ExplainedPair pair) => $"{pair.A} and {pair.B} are both of the source {pair.A.Source}, which holds nobody twice.";

    /// <summary>No pair of the two is a link, or none that was compared.</summary>
    public static string TooWeak(ExplainedPair pair, MatchingModel model, bool waits)
    {
        if (pair.Explanation.Score.Weight >= model.LinkThreshold)
        {
            return pair.SharedSchemes.Count == 0
                ? "They share no blocking key, so they were never compared."
                : "They share only blocking keys that so many share that their pairs are compared by a second trait.";
        }

        var text = string.Create(CultureInfo.InvariantCulture, $"Their strongest pair has {Bits(pair.Explanation.Score.Weight)} bits, where a link needs {Bits(model.LinkThreshold)}.");

        // The sentence of a pair that is held back says that it waits.
        return waits && pair.Explanation.HeldBack is null ? $"{text} The pair waits for a person." : text;
    }

    /// <summary>A link, but the average over all pairs is too low.</summary>
    public static string OthersAgainst(ExplainedPair strongest, ExplainedPair against, int average, MatchingModel model) => string.Create(CultureInfo.InvariantCulture,
        $"{strongest.A} and {strongest.B} alone would be linked, but the other records speak against it: {Bits(average)} bits on average over all pairs, where {Bits(model.JoinThreshold)} are needed. Most of all {against.A} and {against.B}, {Bits(against.Explanation.Score.Weight)} bits: {against.Explanation.Summary}");

    /// <summary>They differ in something personal and agree in it nowhere.</summary>
    public static string Contradicting(ExplainedPair against) =>
        $"{against.A} and {against.B} contradict each other in what tells people of one name apart, and no other pair of the two agrees in it: {against.Explanation.Summary}";

    /// <summary>A third customer fits as well.</summary>
    public static string FitsAnother(CustomerId? customer, IReadOnlyList<RecordIdentity> records) => customer is null
        ? "One of the two fits another customer as well, so it joined neither."
        : $"{customer} ({string.Join(", ", records)}) fits as well, and not both can be right, so neither was joined.";

    private static string Bits(int weight) => (weight / 100.0).ToString("F2", CultureInfo.InvariantCulture);
}
