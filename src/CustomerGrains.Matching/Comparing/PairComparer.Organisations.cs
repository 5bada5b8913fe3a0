using System.Numerics;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising.Organisations;

namespace CustomerGrains.Matching.Comparing;

/// <content>Names of organisations: words in common weigh by their rarity, so "global services" says little and "clutterbuck" much.</content>
internal static partial class PairComparer
{
    // The words of a very long name do not add up without end.
    internal const int OrganisationValueMax = 1400;

    // First letters of words agree by chance about one time in eight.
    private const int AcronymLetterWeight = 300;
    private const int AcronymLettersMin = 2;
    private const int AcronymLettersMax = 4;

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
        var x = SharedWords(a, b, model);
        var y = SharedWords(b, a, model);
        if (AreEqualWithoutSpaces(a.Joined, b.Joined))
        {
            return Whole(ComparisonLevel.OrganisationSame, Math.Min(x.All, y.All), a, b, model, i, j);
        }

        if (NumbersDiffer(a.Words, b.Words))
        {
            return Found(ComparisonLevel.OrganisationDiffers, model, i, j);
        }

        // A place tells branches of one organisation apart, and sources leave it out as they like. Words left over on both sides are two names.
        if (x.Shared > 0 && OnlyPlacesAreMissing(a, x.Missing, b, y.Missing))
        {
            return Whole(ComparisonLevel.OrganisationClose, Math.Min(x.Shared, y.Shared), a, b, model, i, j);
        }

        if (a.Words.Length != b.Words.Length && IsCloseSpelling(a.Joined, b.Joined))
        {
            return Whole(ComparisonLevel.OrganisationClose, Math.Min(x.All, y.All), a, b, model, i, j);
        }

        var shared = Math.Min(OrganisationValueMax, Math.Min(x.Shared, y.Shared));
        if (shared > 0 && (x.Shared == x.All || y.Shared == y.All || 3 * (x.Shared + y.Shared) >= 2 * (x.All + y.All)))
        {
            return Contradicted(Valued(ComparisonLevel.OrganisationWords, shared, model, i, j));
        }

        var letters = Math.Max(AcronymLetters(a, b), AcronymLetters(b, a));
        return letters > 0
            ? Valued(ComparisonLevel.OrganisationAcronym, AcronymLetterWeight * (Math.Min(letters, AcronymLettersMax) - AcronymLettersMin), model, i, j)
            : Found(ComparisonLevel.OrganisationDiffers, model, i, j);
    }

    /// <summary>All of both names is alike; but a stock company and a limited partnership of one name are two.</summary>
    private static Finding Whole(ComparisonLevel level, int value, OrganisationNameFeature a, OrganisationNameFeature b, MatchingModel model, int i, int j)
    {
        var finding = Valued(level, Math.Min(OrganisationValueMax, value), model, i, j);
        return LegalForms.AreCompatible(a.LegalForm, b.LegalForm)
            ? finding
            : Contradicted(finding with { Level = ComparisonLevel.OrganisationWords });
    }

    private static Finding Contradicted(Finding finding) => finding with { Weight = Math.Min(finding.Weight, ContradictedNamesMax) };

    /// <param name="Shared">Weight of the words that the other name has too.</param>
    /// <param name="All">Weight of all words.</param>
    /// <param name="Missing">The words that the other name lacks, a bit each.</param>
    private readonly record struct WordsShared(int Shared, int All, uint Missing);

    /// <summary>What one name shares with the other, the same words or nearly the same.</summary>
    private static WordsShared SharedWords(OrganisationNameFeature name, OrganisationNameFeature other, MatchingModel model)
    {
        var (shared, all, missing) = (0, 0, 0u);
        for (var i = 0; i < Count(name.Words); i++)
        {
            var weight = model.OrganisationWords.WeightOf(name.Words[i]);
            all += weight;
            var found = false;
            for (var j = 0; j < Count(other.Words) && !found; j++)
            {
                found = AreWordsAlike(name, i, other, j);
            }

            shared += found ? weight : 0;
            missing |= found ? 0 : 1u << i;
        }

        return new WordsShared(shared, all, missing);
    }

    /// <summary>One of the names lacks nothing but small words, and the other nothing but those and places.</summary>
    private static bool OnlyPlacesAreMissing(OrganisationNameFeature a, uint missingA, OrganisationNameFeature b, uint missingB) =>
        (AreAll(a, missingA, places: false) && AreAll(b, missingB, places: true)) || (AreAll(a, missingA, places: true) && AreAll(b, missingB, places: false));

    private static bool AreAll(OrganisationNameFeature name, uint words, bool places)
    {
        for (; words != 0; words &= words - 1)
        {
            var word = name.Words[BitOperations.TrailingZeroCount(words)];
            if (!OrganisationWords.SayNothing(word) && !(places && OrganisationWords.IsPlace(word)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreWordsAlike(OrganisationNameFeature a, int i, OrganisationNameFeature b, int j)
    {
        var (x, y) = (a.Words[i], b.Words[j]);
        if (string.Equals(x, y, StringComparison.Ordinal))
        {
            return true;
        }

        // A number is another one by one digit.
        if (x.Length < 4 || y.Length < 4 || char.IsAsciiDigit(x[^1]) || char.IsAsciiDigit(y[^1]))
        {
            return false;
        }

        return IsPlural(x, y) || IsPlural(y, x) || IsCloseWord(x, y) || (a.Skeletons[i].Length >= 4 && a.Skeletons[i].Consonants == b.Skeletons[j].Consonants
            && (a.Skeletons[i].Symbols == b.Skeletons[j].Symbols || IsCloseSpelling(x, y) || SpellingSkeleton.AreOneWithoutVowels(a.Skeletons[i], b.Skeletons[j])));
    }

    private static bool IsPlural(string plural, string word) => plural.Length == word.Length + 1 && plural[^1] == 's' && plural.StartsWith(word, StringComparison.Ordinal);

    // Nearly the same spelling, or the same beginning, is what both are filed under as a secondary trait.
    private static bool IsCloseWord(string a, string b) => Math.Min(a.Length, b.Length) >= BlockingSchemes.CloseWordLengthMin
        && (IsCloseSpelling(a, b)
            || (a.AsSpan(0, BlockingSchemes.WordStartLength).SequenceEqual(b.AsSpan(0, BlockingSchemes.WordStartLength)) && TextDistance.Similarity(a, b) >= 900));

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

    private static bool AreEqualWithoutSpaces(string a, string b)
    {
        var j = 0;
        foreach (var sign in a)
        {
            if (sign == ' ')
            {
                continue;
            }

            j += j < b.Length && b[j] == ' ' ? 1 : 0;
            if (j >= b.Length || b[j++] != sign)
            {
                return false;
            }
        }

        return j == b.Length;
    }

    /// <summary>Letters of the word of one name that are the first ones of the other's words, whatever else it has being a place; 0 when there is none.</summary>
    private static int AcronymLetters(OrganisationNameFeature a, OrganisationNameFeature b)
    {
        if (b.Acronym is not { Length: >= AcronymLettersMin } acronym)
        {
            return 0;
        }

        var found = 0;
        for (var i = 0; i < Count(a.Words); i++)
        {
            var isAcronym = string.Equals(a.Words[i], acronym, StringComparison.Ordinal);
            found = isAcronym ? acronym.Length : found;
            if (!isAcronym && !OrganisationWords.IsPlace(a.Words[i]))
            {
                return 0;
            }
        }

        return found;
    }
}
