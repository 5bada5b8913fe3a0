using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Comparing;

/// <content>Names of organisations: words in common weigh by their rarity, so "global services" says little and "clutterbuck" much.</content>
internal static partial class PairComparer
{
    // The words of a very long name do not add up without end.
    internal const int OrganisationValueMax = 1400;

    private static Finding Organisations(OrganisationNameFeature[] a, OrganisationNameFeature[] b, MatchingModel model)
    {
        Finding best = default;
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                var finding = Organisation(a[i], b[j], model, i, j);
                best = finding.IsBetterThan(best) ? finding : best;
            }
        }

        return best;
    }

    private static Finding Organisation(OrganisationNameFeature a, OrganisationNameFeature b, MatchingModel model, int i, int j)
    {
        var (sharedA, allA) = SharedWords(a.Words, b.Words, model);
        var (sharedB, allB) = SharedWords(b.Words, a.Words, model);
        var value = Math.Min(OrganisationValueMax, Math.Min(sharedA, sharedB));
        if (string.Equals(a.Joined, b.Joined, StringComparison.Ordinal))
        {
            // "Deutsche Bank AG" and "Deutsche Bank GmbH" are two companies, or one that was written down carelessly.
            return Valued(AreOfOtherForms(a, b) ? ComparisonLevel.OrganisationWords : ComparisonLevel.OrganisationSame, value, model, i, j);
        }

        if (NumbersDiffer(a.Words, b.Words))
        {
            return Found(ComparisonLevel.OrganisationDiffers, model, i, j);
        }

        if (value > 0 && 5 * (sharedA + sharedB) >= 4 * (allA + allB))
        {
            return Valued(ComparisonLevel.OrganisationClose, value, model, i, j);
        }

        // "Goodwill" and "good will"; words that are as many are compared one by one.
        if (a.Words.Length != b.Words.Length && IsCloseSpelling(a.Joined, b.Joined))
        {
            return Valued(ComparisonLevel.OrganisationClose, Math.Min(OrganisationValueMax, Math.Min(allA, allB)), model, i, j);
        }

        if (value > 0 && (sharedA == allA || sharedB == allB || 3 * (sharedA + sharedB) >= 2 * (allA + allB)))
        {
            return Valued(ComparisonLevel.OrganisationWords, value, model, i, j);
        }

        return Found(IsAcronymOf(a, b) || IsAcronymOf(b, a) ? ComparisonLevel.OrganisationAcronym : ComparisonLevel.OrganisationDiffers, model, i, j);
    }

    /// <summary>Both have a number and none is the same: "Brigade 44" and "Brigade 45", "School 3" and "School 7".</summary>
    private static bool NumbersDiffer(string[] a, string[] b)
    {
        var (inA, inB) = (false, false);
        for (var i = 0; i < Count(a); i++)
        {
            if (!char.IsAsciiDigit(a[i][0]))
            {
                continue;
            }

            inA = true;
            for (var j = 0; j < Count(b); j++)
            {
                if (string.Equals(a[i], b[j], StringComparison.Ordinal))
                {
                    return false;
                }
            }
        }

        for (var j = 0; j < Count(b); j++)
        {
            inB |= char.IsAsciiDigit(b[j][0]);
        }

        return inA && inB;
    }

    /// <summary>Weight of the words of one name that the other has too, the same or nearly the same, and of all its words.</summary>
    private static (int Shared, int All) SharedWords(string[] words, string[] others, MatchingModel model)
    {
        var (shared, all) = (0, 0);
        for (var i = 0; i < Count(words); i++)
        {
            var weight = model.OrganisationWords.WeightOf(words[i]);
            all += weight;
            for (var j = 0; j < Count(others); j++)
            {
                if (string.Equals(words[i], others[j], StringComparison.Ordinal) || IsPlural(words[i], others[j]) || IsPlural(others[j], words[i]) || IsCloseWord(words[i], others[j]))
                {
                    shared += weight;
                    break;
                }
            }
        }

        return (shared, all);
    }

    private static bool IsPlural(string plural, string word) => word.Length > BlockingSchemes.WordStartLength && plural.Length == word.Length + 1
        && plural[^1] == 's' && plural.StartsWith(word, StringComparison.Ordinal);

    // Nearly the same spelling, or the same beginning, is what both are filed under as a secondary trait.
    private static bool IsCloseWord(string a, string b) => Math.Min(a.Length, b.Length) >= BlockingSchemes.CloseWordLengthMin
        && (IsCloseSpelling(a, b)
            || (a.AsSpan(0, BlockingSchemes.WordStartLength).SequenceEqual(b.AsSpan(0, BlockingSchemes.WordStartLength)) && TextDistance.Similarity(a, b) >= 900));

    private static bool AreOfOtherForms(OrganisationNameFeature a, OrganisationNameFeature b) =>
        a.LegalForm is { } form && b.LegalForm is { } other && !string.Equals(form, other, StringComparison.Ordinal);

    private static bool IsAcronymOf(OrganisationNameFeature a, OrganisationNameFeature b) =>
        a.Words.Length == 1 && b.Acronym is { Length: >= 2 } acronym && string.Equals(a.Joined, acronym, StringComparison.Ordinal);
}
