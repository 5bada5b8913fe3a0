using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Comparing;

/// <content>Names of people. Agreement weighs by the frequency of the name; both orders of given name and surname are tried.</content>
internal static partial class PairComparer
{
    // A code of four signs is complete before a long word is.
    private const int SoundLengthDifferenceMax = 3;

    private static void CompareNames(RecordFeatures a, RecordFeatures b, MatchingModel model, ref Findings findings)
    {
        NameFindings best = default;
        for (var i = 0; i < Count(a.Names); i++)
        {
            for (var j = 0; j < Count(b.Names); j++)
            {
                var found = OfNames(a.Names[i], b.Names[j], i, j, model);
                best = found.IsBetterThan(best) ? found : best;
            }
        }

        findings[ComparedAttribute.Given] = best.Given.Level == ComparisonLevel.None && a.Names.Length > 0 && b.Names.Length > 0 && !HasGiven(a) && !HasGiven(b)
            ? Found(IsWithheld(a) || IsWithheld(b) ? ComparisonLevel.GivenUnknown : ComparisonLevel.GivenMissing, model)
            : best.Given;
        findings[ComparedAttribute.Surname] = best.Surname;
        findings[ComparedAttribute.NameOrder] = best.Order;
        findings[ComparedAttribute.Middle] = best.Middle;
        findings[ComparedAttribute.Generation] = Generations(a.Names, b.Names, model);
    }

    private static NameFindings OfNames(NameFeature a, NameFeature b, int i, int j, MatchingModel model)
    {
        var best = NameFindings.Straight(a, b, i, j, model);
        var crossed = NameFindings.Crossed(a, b, i, j, model);
        best = crossed.IsBetterThan(best) ? crossed : best;
        var contradicted = false;
        if ((a.OrderGuessed || b.OrderGuessed) && !(IsOneOfEach(a) && IsOneOfEach(b)))
        {
            // Of a line it is not known which word is what, so all words are compared with all. Of two words and two, both orders have been.
            var aligned = NameFindings.Aligned(a, b, i, j, model, out contradicted);
            best = aligned.IsBetterThan(best) ? aligned : best;
        }

        return best.Contradicted(contradicted, model);
    }

    private static bool IsOneOfEach(NameFeature name) => name.Given.Length == 1 && name.Surname.Length == 1;

    private static bool HasGiven(RecordFeatures record)
    {
        for (var i = 0; i < Count(record.Names); i++)
        {
            if (record.Names[i].Given.Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A word stands for the given name; a name that is only left out says nothing.</summary>
    private static bool IsWithheld(RecordFeatures record)
    {
        for (var i = 0; i < Count(record.Names); i++)
        {
            if (record.Names[i].GivenWithheld)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Senior or junior belongs to the person, so a maiden name without it does not make two generations one.</summary>
    private static Finding Generations(NameFeature[] a, NameFeature[] b, MatchingModel model)
    {
        Finding found = default;
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                var (first, second) = (a[i].Generation, b[j].Generation);
                if (first == 0 && second == 0)
                {
                    continue;
                }

                // "Morris I" beside "Morris II" is a number, not an initial.
                first = first == 0 && IsFirst(a[i]) ? (byte)1 : first;
                second = second == 0 && IsFirst(b[j]) ? (byte)1 : second;
                if (first != 0 && second != 0)
                {
                    var finding = Found(first == second ? ComparisonLevel.GenerationSame : ComparisonLevel.GenerationDiffers, model, i, j);
                    found = finding.IsBetterThan(found) ? finding : found;
                }
            }
        }

        return found;
    }

    private static bool IsFirst(NameFeature name) => name.Given.Length > 1 && string.Equals(name.Given[^1].Text, "i", StringComparison.Ordinal);

    /// <summary>Grade of two words of a name, best first.</summary>
    private enum Likeness : byte
    {
        Same,
        Nickname,
        Sound,
        Close,
        Initial,
        Different,
    }

    private static Likeness LikenessOf(NameToken a, NameToken b)
    {
        if (string.Equals(a.Text, b.Text, StringComparison.Ordinal))
        {
            return Likeness.Same;
        }

        if (a.IsInitial || b.IsInitial)
        {
            return a.Text[0] == b.Text[0] ? Likeness.Initial : Likeness.Different;
        }

        if (SharesGroup(a.NicknameGroups, b.NicknameGroups))
        {
            return Likeness.Nickname;
        }

        if ((SoundsAlike(a, b) && DifferAtMost(Math.Max(a.Text.Length, b.Text.Length) / 2, a.Text, b.Text)) || AreTransliterations(a, b))
        {
            return Likeness.Sound;
        }

        return IsCloseSpelling(a.Text, b.Text) || IsCloseTransliteration(a, b) ? Likeness.Close
            : a.Text[0] == b.Text[0] && (AreConsonants(a.Text) || AreConsonants(b.Text)) ? Likeness.Initial
            : Likeness.Different;
    }

    /// <summary>Two letters without a vowel are initials, or what a slip left of a name: "Jc", "Kz".</summary>
    private static bool AreConsonants(string word) => word.Length == 2 && word.AsSpan().IndexOfAny("aeiouy") < 0;

    /// <summary>The same word as romanisations write it, with or without a particle before it, or without its short vowels.</summary>
    private static bool AreTransliterations(NameToken a, NameToken b)
    {
        var (x, y) = (a.Skeleton, b.Skeleton);
        return (x.Symbols == y.Symbols && x.Symbols != 0)
            || (a.Core.Symbols == b.Core.Symbols && a.Core.Length >= SpellingTraits.LengthMin)
            || SpellingSkeleton.AreOneWithoutVowels(x, y);
    }

    private static bool IsCloseTransliteration(NameToken a, NameToken b) =>
        Math.Min(a.Skeleton.Length, b.Skeleton.Length) >= TraitCollector.SkeletonSlipLengthMin
        && SpellingSkeleton.IsOneApart(a.Skeleton, b.Skeleton)
        && DifferAtMost(Math.Max(a.Text.Length, b.Text.Length) / 3, a.Text, b.Text);

    /// <summary>Where half of the letters may differ, "alexander" and "alyaksandr" are alike, but not "miles" and "melissa".</summary>
    private static bool DifferAtMost(int edits, string a, string b) => TextDistance.Edits(a, b, edits) <= edits;

    private static bool SoundsAlike(NameToken a, NameToken b) => a.Phonetic.Length > 0 && b.Phonetic.Length > 0
        && Math.Abs(a.Text.Length - b.Text.Length) <= SoundLengthDifferenceMax
        && (string.Equals(a.Phonetic, b.Phonetic, StringComparison.Ordinal)
            || string.Equals(a.PhoneticAlternate, b.Phonetic, StringComparison.Ordinal)
            || string.Equals(a.Phonetic, b.PhoneticAlternate, StringComparison.Ordinal));

    private static bool SharesGroup(ushort[] a, ushort[] b)
    {
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (a[i] == b[j])
            {
                return true;
            }

            if (a[i] < b[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return false;
    }
}
