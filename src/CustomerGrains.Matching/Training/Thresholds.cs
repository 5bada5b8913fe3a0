namespace CustomerGrains.Matching.Training;

/// <summary>Thresholds from how rare pairs of one customer are. All in hundredths of a bit.</summary>
/// <param name="Even">Weight at which two records are as likely one customer as two.</param>
internal sealed record Thresholds(int Link, int Review, int Join, int Even)
{
    /// <summary>The rarity that the default model's link threshold stands for at the default link probability.</summary>
    public const int EvenOfDefault = 1383;

    /// <summary>How many pairs of one customer the default model's idea of their rarity counts for.</summary>
    private const double PriorPairs = 20;

    /// <summary>The lowest threshold: a pair for which hardly anything speaks is never shown, however common matches are.</summary>
    private const int LowestMin = 100;

    /// <summary>
    /// A share of all pairs is one customer; Bayes' rule turns it into the weight at which the odds are even, and a probability into so many bits more or less.
    /// </summary>
    /// <param name="same">Estimated pairs of one customer.</param>
    /// <param name="all">All pairs.</param>
    /// <param name="shift">What people's decisions ask to add, in hundredths of a bit.</param>
    public static Thresholds Of(double same, double all, TrainingOptions options, int shift = 0)
    {
        var even = EvenOf(same, all) + shift;
        var join = Math.Max(LowestMin, even + Odds(options.JoinProbability));
        var review = Math.Max(LowestMin, even + Odds(options.ReviewProbability));
        return new Thresholds(Math.Max(review + 1, even + Odds(options.LinkProbability)), review, join, even);
    }

    /// <summary>The same with another link threshold; what is sent for review moves with it when it would lie above.</summary>
    public Thresholds WithLink(int link) => this with { Link = Math.Max(link, Review + 1) };

    private static int EvenOf(double same, double all)
    {
        var share = Math.Clamp(same / all, 1e-12, 0.5);
        var estimate = 100 * Math.Log2((1 - share) / share);
        return (int)Math.Round(((same * estimate) + (PriorPairs * EvenOfDefault)) / (same + PriorPairs), MidpointRounding.AwayFromZero);
    }

    /// <summary>Odds of a probability in hundredths of a bit.</summary>
    private static int Odds(double probability) => (int)Math.Round(100 * Math.Log2(probability / (1 - probability)), MidpointRounding.AwayFromZero);
}
