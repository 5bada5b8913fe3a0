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
public sealed record PairExplanation(PairScore Score, IReadOnlyList<AttributeEvidence> Evidence, string Summary);
