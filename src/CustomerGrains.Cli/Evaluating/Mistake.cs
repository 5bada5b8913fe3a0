using System.Globalization;
using CustomerGrains.Matching.Explaining;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>What kind of mistake.</summary>
internal enum MistakeKind
{
    /// <summary>Two that are not one were put together.</summary>
    Wrong,

    /// <summary>Two that are one were not put together.</summary>
    Missed,
}

/// <summary>One side of a mistake.</summary>
/// <param name="Name">Names it: source and record id, or where it stands in its file.</param>
/// <param name="Values">What it says, in one line.</param>
internal readonly record struct MistakeSide(string Name, string Values);

/// <summary>Something that was judged otherwise than the truth says.</summary>
/// <param name="Pairs">Pairs of records that it accounts for.</param>
/// <param name="A">One side.</param>
/// <param name="B">The other.</param>
/// <param name="Situation">How it came about, in words: for a missed pair whether it met and where it ended, for a wrong one whether the pair itself is a link.</param>
/// <param name="SharedSchemes">Blocking schemes at which the two meet.</param>
/// <param name="Explanation">The evidence.</param>
internal sealed record Mistake(MistakeKind Kind, long Pairs, MistakeSide A, MistakeSide B, string Situation, IReadOnlyList<string> SharedSchemes, PairExplanation Explanation)
{
    /// <summary>Evidence that counts, in one line: "given name: nickname of the other +5.10; surname: same +7.50".</summary>
    public string Evidence => string.Join("; ", Explanation.Evidence
        .Where(evidence => evidence.Weight != 0)
        .Select(evidence => string.Create(CultureInfo.InvariantCulture, $"{evidence.Attribute}: {evidence.Level} {evidence.Weight / 100.0:+0.00;-0.00}")));
}
