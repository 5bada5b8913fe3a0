using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>How far people's decisions move the thresholds: pairs near them that people judged say whether the estimated probability is too high or too low.</summary>
internal static class DecisionShift
{
    /// <summary>How far the estimate is expected to be off: standard deviation, in hundredths of a bit.</summary>
    private const double Spread = 200;

    private const int ShiftMax = 600;
    private const int Step = 10;

    /// <summary>The shift under which the decisions are likeliest, hundredths of a bit. 0 without decisions.</summary>
    public static int Of(TrainingRecords input, MatchingModel model, int even)
    {
        if (input.Decisions.Count == 0)
        {
            return 0;
        }

        var weights = input.Decisions.ConvertAll(decision => PairScorer.Score(Features(decision.A), Features(decision.B), model).Weight);
        var (best, bestFit) = (0, double.MinValue);
        for (var shift = -ShiftMax; shift <= ShiftMax; shift += Step)
        {
            var fit = -0.5 * shift * shift / (Spread * Spread);
            for (var i = 0; i < weights.Count; i++)
            {
                var against = (even + shift - weights[i]) / 100.0 * (input.Decisions[i].Same ? 1 : -1);
                fit -= Math.Log(1 + double.Exp2(Math.Min(against, 60)));
            }

            // Of equal fits the smaller shift.
            if (fit > bestFit || (fit == bestFit && Math.Abs(shift) < Math.Abs(best)))
            {
                (best, bestFit) = (shift, fit);
            }
        }

        return best;

        RecordFeatures Features(int i) => input.Features[i];
    }
}
