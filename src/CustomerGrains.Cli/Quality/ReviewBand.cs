using System.Globalization;
using CustomerGrains.Cli.Evaluating;

namespace CustomerGrains.Cli.Quality;

/// <summary>What the review band is worth: how many of the true pairs not linked are in it, and how much of it is right.</summary>
internal static class ReviewBand
{
    /// <summary>Share of the true pairs not linked whose customers are offered for review.</summary>
    public const string MissedInReview = "missed in review";

    /// <summary>Share of the questions for review, each about two customers, whose strongest pair is one in truth.</summary>
    public const string Right = "review right";

    /// <summary>The figure is of the review band.</summary>
    public static bool Has(QualityFigure figure) => figure.Measure is MissedInReview or Right;

    /// <summary>Both figures; where there is nothing to share, all of it is well.</summary>
    public static IEnumerable<QualityFigure> Of(string set, LabelledBatch batch, FoundPartition found)
    {
        var (missed, review) = (MissedPairs.Of(batch, found), ReviewCounts.Of(batch, found.Questions));
        yield return new QualityFigure(set, MissedInReview, missed.OfferedShare ?? 1, string.Create(CultureInfo.InvariantCulture,
            $"{missed.Offered:N0} of {missed.Count:N0}; {missed.ByReason[MissedReason.NeverMet]:N0} never met, {missed.ByReason[MissedReason.BelowReview]:N0} below review"));
        yield return new QualityFigure(set, Right, review.TrueShare ?? 1, string.Create(CultureInfo.InvariantCulture, $"{review.True:N0} true, {review.False:N0} false"));
    }
}
