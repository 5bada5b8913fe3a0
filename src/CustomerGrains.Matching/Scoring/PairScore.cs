using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Scoring;

/// <summary>The evidence that two records are one customer.</summary>
/// <param name="Weight">Hundredths of a bit; the sum over attributes of log2(m/u), held below the review threshold when nothing but a household or a single value agrees.</param>
/// <param name="Conflict">Two valid exclusive identifiers or the record types forbid one customer, whatever the weight.</param>
public readonly record struct PairScore(int Weight, bool Conflict);

/// <summary>Scores pairs. Symmetric, deterministic, allocates nothing.</summary>
public static partial class PairScorer
{
    /// <summary>Scores two records under a model.</summary>
    public static PairScore Score(RecordFeatures a, RecordFeatures b, MatchingModel model)
    {
        Findings findings = default;
        var conflict = PairComparer.Compare(a, b, model, ref findings);
        return new PairScore(Sum(findings) + Correction(findings, model), conflict);
    }

    /// <summary>Scores two records and says what tells people of one name and address apart.</summary>
    internal static PairScore Score(RecordFeatures a, RecordFeatures b, MatchingModel model, out PersonalEvidence personal)
    {
        Findings findings = default;
        var conflict = PairComparer.Compare(a, b, model, ref findings);
        personal = PersonalEvidence.Of(findings);
        return new PairScore(Sum(findings) + Correction(findings, model), conflict);
    }

    /// <summary>Sum of the attributes' weights.</summary>
    internal static int Sum(in Findings findings)
    {
        var sum = 0;
        foreach (ref readonly var finding in findings[..])
        {
            sum += finding.Weight;
        }

        return sum;
    }

    /// <summary>What is taken off because only one value, or only what a household shares (surname and address and phone, or address and phone and e-mail), agrees:
    /// such a pair stays below the review threshold.</summary>
    /// <remarks>This is what makes hot keys lossless. The records at a hot phone number share the phone; those that share no second trait
    /// cannot reach the review threshold, so they need not be compared.</remarks>
    internal static int Correction(in Findings findings, MatchingModel model)
    {
        var agreeing = 0;
        var surname = false;
        var email = false;
        var personal = false;
        for (var attribute = ComparedAttribute.Given; attribute <= ComparedAttribute.Household; attribute++)
        {
            var level = findings[attribute].Level;
            var shares = level.SharesTrait();
            agreeing += shares ? 1 : 0;
            switch (attribute)
            {
                case ComparedAttribute.Surname:
                    surname = shares;
                    break;
                case ComparedAttribute.Email:
                    email = shares;
                    break;
                case ComparedAttribute.Address or ComparedAttribute.Phone:
                    break;
                default:
                    personal |= shares || level == ComparisonLevel.GivenInitial;
                    break;
            }
        }

        return (agreeing >= 2 && (personal || (surname && email))) || (model.Without & ScoringMechanisms.Corroboration) != 0 ? 0 : Math.Min(0, model.ReviewThreshold - 1 - Sum(findings));
    }
}
