using System.Globalization;
using CustomerGrains.Matching.Explaining;

namespace CustomerGrains.Cli.Quality;

/// <summary>The evidence of a pair in one line.</summary>
internal static class EvidenceText
{
    /// <summary>E.g. "given name: nickname of the other +5.1, surname: same +7.5".</summary>
    public static string Of(PairExplanation explanation) => string.Join(", ", explanation.Evidence
        .Where(evidence => evidence.Weight != 0)
        .Select(evidence => string.Create(CultureInfo.InvariantCulture, $"{evidence.Attribute}: {evidence.Level} {evidence.Weight / 100.0:+0.0#;-0.0#}")));
}
