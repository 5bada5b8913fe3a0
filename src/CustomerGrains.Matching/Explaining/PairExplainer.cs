using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Explaining;

/// <summary>Explains pairs by the same functions that score them; nothing of it is stored.</summary>
public static class PairExplainer
{
    /// <summary>Explains a pair.</summary>
    public static PairExplanation Explain(RecordFeatures a, RecordFeatures b, MatchingModel model)
    {
        Findings findings = default;
        var conflict = PairComparer.Compare(a, b, model, ref findings);
        var evidence = new List<AttributeEvidence>();
        foreach (var attribute in Enum.GetValues<ComparedAttribute>())
        {
            var finding = findings[attribute];
            var (valueA, valueB) = (FeatureText.Of(a, attribute, finding.A), FeatureText.Of(b, attribute, finding.B));
            if (finding.Level != ComparisonLevel.None)
            {
                evidence.Add(new AttributeEvidence(attribute.InWords(), valueA, valueB, finding.Level.Describe().InWords, finding.Weight));
            }
            else if (attribute != ComparedAttribute.NameOrder && (valueA is null) != (valueB is null))
            {
                evidence.Add(new AttributeEvidence(attribute.InWords(), valueA, valueB, "missing on one side", 0));
            }
        }

        var correction = PairScorer.Correction(findings, model);
        SupportReason? missing = correction == 0 ? null : Corroboration.ReasonOf(findings, model);
        if (missing is { } reason)
        {
            evidence.Add(new AttributeEvidence("corroboration", null, null, SupportText.InTable(reason), correction));
        }

        var score = PairScorer.Score(findings, conflict, model);
        return new PairExplanation(
            score, evidence, new PairSentence(a, b, findings, conflict, missing).ToString(), conflict ? null : HeldBack(a, b, PairScorer.Sum(findings), score.Weight, missing, model));
    }

    /// <summary>Only where it decides: what would be too little anyway is not held back.</summary>
    private static string? HeldBack(RecordFeatures a, RecordFeatures b, int sum, int weight, SupportReason? missing, MatchingModel model)
    {
        var isPossible = weight >= model.ReviewThreshold && weight < model.LinkThreshold;
        var wasAbove = (sum >= model.LinkThreshold && weight < model.LinkThreshold) || (sum >= model.ReviewThreshold && weight < model.ReviewThreshold);
        return missing is { } reason && (isPossible || wasAbove) ? SupportText.InSentence(reason, a, b)
            : isPossible ? SupportText.Undecided(a, b)
            : null;
    }
}
