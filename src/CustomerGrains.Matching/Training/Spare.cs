using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Training;

/// <summary>Says of pairs whether they would be a link whatever one attribute said. Among such pairs an attribute shows how often it differs within one customer; among all pairs found it does
/// not, because those in which it differed were found less often.</summary>
internal sealed class Spare
{
    /// <summary>How many pairs the share among all pairs found counts for, beside those that would be found whatever the attribute says.</summary>
    public const double OverallPairs = 100;

    private static readonly ComparedAttribute[] Attributes = Enum.GetValues<ComparedAttribute>();

    private readonly MatchingModel _model;
    private readonly int[] _least;

    public Spare(MatchingModel model)
    {
        _model = model;
        _least = Array.ConvertAll(Attributes, attribute => LevelTally.LevelsOf(attribute).Min(model.WeightOf));
    }

    /// <summary>Corrects how often each level was seen within customers by the pairs that are links without its attribute. Totals stay as they are.</summary>
    /// <param name="within">Pairs within customers.</param>
    public static void CorrectShares(LevelTally tally, PairTable within, MatchingModel model)
    {
        var spare = new Spare(model);
        var counts = new double[LevelDescriptions.Count];
        for (var i = 0; i < within.Pairs.Length; i++)
        {
            var pattern = within.Patterns[within.Pairs[i].Pattern];
            foreach (var attribute in Attributes)
            {
                if (pattern[attribute] != ComparisonLevel.None && spare.IsLinkWithout(within.Pairs[i], pattern, attribute))
                {
                    counts[(int)pattern[attribute]]++;
                }
            }
        }

        foreach (var attribute in Attributes)
        {
            var total = LevelTally.Total(tally.Same, attribute);
            var sparing = LevelTally.Total(counts, attribute);
            foreach (var level in LevelTally.LevelsOf(attribute).Where(level => !LevelTally.HasNoOpposite(level)))
            {
                tally.Same[(int)level] = total <= 0 ? 0 : total * (counts[(int)level] + (OverallPairs * tally.Same[(int)level] / total)) / (sparing + OverallPairs);
            }
        }
    }

    /// <summary>The pair is a link by its other attributes, even with the worst that this one can say. What households take back is left out.</summary>
    public bool IsLinkWithout(in ComparedPair pair, LevelPattern pattern, ComparedAttribute spared)
    {
        var sum = Math.Min(0, _least[(int)spared]);
        foreach (var attribute in Attributes)
        {
            var level = pattern[attribute];
            if (attribute != spared && attribute != ComparedAttribute.Household && level != ComparisonLevel.None)
            {
                sum += _model.WeightOf(level) + pair.ValueOf(attribute);
            }
        }

        return sum >= _model.LinkThreshold;
    }
}
