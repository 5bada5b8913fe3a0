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

    /// <summary>Name under which the figures of all public sets are taken together. Not the town's: it is made up here, and its questions outnumber all others.</summary>
    public const string Together = "all public sets";

    /// <summary>The figure is of the review band.</summary>
    public static bool Has(QualityFigure figure) => figure.Measure is MissedInReview or Right;

    /// <summary>Both figures; where there is nothing to share, all of it is well.</summary>
    public static IEnumerable<QualityFigure> Of(string set, LabelledBatch batch, FoundPartition found)
    {
        var (missed, review) = (MissedPairs.Of(batch, found), ReviewCounts.Of(batch, found.Questions));
        yield return Figure(set, MissedInReview, missed.Offered, missed.Count, string.Create(CultureInfo.InvariantCulture,
            $"{missed.Offered:N0} of {missed.Count:N0}; {missed.ByReason[MissedReason.NeverMet]:N0} never met, {missed.ByReason[MissedReason.BelowReview]:N0} below review"));
        yield return Figure(set, Right, review.True, review.True + review.False, string.Create(CultureInfo.InvariantCulture, $"{review.True:N0} true, {review.False:N0} false"));
    }

    /// <summary>Both figures over several public sets, so that a set with one missed pair does not count as much as one with two hundred; nothing where there are no two.</summary>
    /// <param name="figures">Of all sets.</param>
    public static IEnumerable<QualityFigure> OfAll(IReadOnlyList<QualityFigure> figures)
    {
        foreach (var measure in (string[])[MissedInReview, Right])
        {
            (long Part, long Whole)[] shares = [.. figures.Where(figure => figure.Measure == measure && figure.Set != QualitySets.TownSet).Select(figure => figure.Share).OfType<(long, long)>()];
            if (shares.Length > 1)
            {
                var (part, whole) = (shares.Sum(share => share.Part), shares.Sum(share => share.Whole));
                yield return Figure(Together, measure, part, whole, string.Create(CultureInfo.InvariantCulture, $"{part:N0} of {whole:N0} in {shares.Length} sets"));
            }
        }
    }

    private static QualityFigure Figure(string set, string measure, long part, long whole, string detail) =>
        new(set, measure, whole == 0 ? 1 : (double)part / whole, detail) { Share = (part, whole) };
}
