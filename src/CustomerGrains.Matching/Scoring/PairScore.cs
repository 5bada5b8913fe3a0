using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Scoring;

/// <summary>The evidence that two records are one customer.</summary>
/// <param name="Weight">Hundredths of a bit; the sum over attributes of log2(m/u), held below a threshold where too little agrees besides names, a household or a single value.</param>
/// <param name="Conflict">Two valid exclusive identifiers or the record types forbid one customer, whatever the weight.</param>
public readonly record struct PairScore(int Weight, bool Conflict)
{
    /// <summary>The sum as it is, which orders answers to a question; hundredths of a bit.</summary>
    public int Evidence { get; init; } = Weight;
}

/// <summary>Scores pairs. Symmetric, deterministic, allocates nothing.</summary>
public static partial class PairScorer
{
    /// <summary>Scores two records under a model.</summary>
    public static PairScore Score(RecordFeatures a, RecordFeatures b, MatchingModel model)
    {
        Findings findings = default;
        var conflict = PairComparer.Compare(a, b, model, ref findings);
        return Score(findings, conflict, model);
    }

    /// <summary>Scores two records and says what tells people of one name and address apart.</summary>
    internal static PairScore Score(RecordFeatures a, RecordFeatures b, MatchingModel model, out PersonalEvidence personal)
    {
        Findings findings = default;
        var conflict = PairComparer.Compare(a, b, model, ref findings);
        personal = PersonalEvidence.Of(findings);
        return Score(findings, conflict, model);
    }

    internal static PairScore Score(in Findings findings, bool conflict, MatchingModel model)
    {
        var sum = Sum(findings);
        return new PairScore(sum + Correction(findings, model), conflict) { Evidence = sum };
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

    /// <summary>What is taken off because too little agrees: for each unit of support that is missing something, and whatever else lifts the pair to a threshold it must stay below.</summary>
    internal static int Correction(in Findings findings, MatchingModel model)
    {
        var missing = (model.Without & ScoringMechanisms.Corroboration) != 0 ? 0 : Corroboration.MissingIn(findings, model);
        return missing switch
        {
            0 => 0,
            Corroboration.Alone => Math.Min(0, model.ReviewThreshold - 1 - Sum(findings)),
            _ => Math.Min(missing * model.Support.Missing, model.LinkThreshold - 1 - Sum(findings)),
        };
    }
}
