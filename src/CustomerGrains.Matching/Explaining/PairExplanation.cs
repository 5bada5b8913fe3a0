using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Explaining;

/// <summary>What one attribute says of a pair.</summary>
/// <param name="Attribute">In words, e.g. "birth date".</param>
/// <param name="ValueA">Value of the first record for people to read, or null when missing.</param>
/// <param name="ValueB">Value of the second record.</param>
/// <param name="Level">Comparison level in words, e.g. "day and month swapped".</param>
/// <param name="Weight">Hundredths of a bit.</param>
public sealed record AttributeEvidence(string Attribute, string? ValueA, string? ValueB, string Level, int Weight);

/// <summary>Why two records are, or are not, one customer. The weights of the evidence add up to the pair's weight.</summary>
/// <param name="Score">Weight and conflict, as the scorer gives them.</param>
/// <param name="Evidence">One row per attribute that both or one of the records have; the last may be the corroboration.</param>
/// <param name="Summary">What is the same, alike and different, and what that may mean, in one sentence.</param>
/// <param name="HeldBack">What keeps the pair from being a link, or from being possible at all, where the weights come near: e.g. "no date of birth on one side"; else null.</param>
public sealed record PairExplanation(PairScore Score, IReadOnlyList<AttributeEvidence> Evidence, string Summary, string? HeldBack)
{
    /// <summary>The sentence for two records that are not one customer: also says what is missing and what that leads to.</summary>
    /// <param name="waits">The pair waits for a person.</param>
    public string SummaryApart(bool waits) => HeldBack is null ? Summary : $"{Summary[..^1]}; {HeldBack}, {(waits ? "so it waits for a person" : "so it is not acted on")}.";
}
