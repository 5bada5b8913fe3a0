using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Explaining;

/// <summary>Explains pairs by the same functions that score them; nothing of it is stored.</summary>
public static partial class PairExplainer
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
        if (correction != 0)
        {
            evidence.Add(new AttributeEvidence("corroboration", null, null, "nothing personal agrees beside it", correction));
        }

        return new PairExplanation(PairScorer.Score(findings, conflict, model), evidence, Summarise(a, b, findings, conflict, correction != 0));
    }
}
