using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.Explaining;

/// <summary>What the weight of a pair does not say of why its records are together or apart.</summary>
internal static class PairContext
{
    /// <summary>A sentence to put after the pair's summary, with a space before it; empty when the weight says it all.</summary>
    public static string Of(RecordIdentity a, RecordIdentity b, PairScore score, bool together, MatchingModel model)
    {
        if (!together && model.OneToOne.KeepsApart(a, b))
        {
            return $" Both are of the source {a.Source}, which holds nobody twice.";
        }

        return (together, score.Conflict, score.Weight >= model.LinkThreshold) switch
        {
            (true, _, false) when score.Weight >= model.OneToOne.Threshold && model.OneToOne.IsAcross(a, b) =>
                $" Neither {a.Source} nor {b.Source} holds anybody twice, and the two fit each other best.",
            (true, _, false) => " They are joined by other records.",
            (false, false, true) => " The other records of the two speak against it.",
            _ => "",
        };
    }
}
