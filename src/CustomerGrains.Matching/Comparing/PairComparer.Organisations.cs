using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Comparing;

/// <content>Names of organisations.</content>
internal static partial class PairComparer
{
    private static Finding Organisations(OrganisationNameFeature[] a, OrganisationNameFeature[] b, MatchingModel model)
    {
        Finding best = default;
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                var finding = Found(OrganisationLevel(a[i], b[j]), model, i, j);
                best = finding.IsBetterThan(best) ? finding : best;
            }
        }

        return best;
    }

    private static ComparisonLevel OrganisationLevel(OrganisationNameFeature a, OrganisationNameFeature b)
    {
        if (string.Equals(a.Joined, b.Joined, StringComparison.Ordinal))
        {
            return ComparisonLevel.OrganisationSame;
        }

        var common = 0;
        foreach (var word in a.Words)
        {
            common += Array.IndexOf(b.Words, word) >= 0 ? 1 : 0;
        }

        if (common >= 2 && 3 * common >= 2 * Math.Min(a.Words.Length, b.Words.Length))
        {
            return ComparisonLevel.OrganisationWords;
        }

        return IsCloseSpelling(a.Joined, b.Joined) ? ComparisonLevel.OrganisationClose
            : IsAcronymOf(a, b) || IsAcronymOf(b, a) ? ComparisonLevel.OrganisationAcronym
            : ComparisonLevel.OrganisationDiffers;
    }

    private static bool IsAcronymOf(OrganisationNameFeature a, OrganisationNameFeature b) =>
        a.Words.Length == 1 && b.Acronym is { Length: >= 2 } acronym && string.Equals(a.Joined, acronym, StringComparison.Ordinal);
}
