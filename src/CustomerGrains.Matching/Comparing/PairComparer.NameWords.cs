using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Comparing;

/// <content>Given names, surnames and middle names of one pair of names.</content>
internal static partial class PairComparer
{
    private static Finding CompareGiven(NameToken[] a, NameToken[] b, MatchingModel model, int i, int j)
    {
        if (a.Length == 0 || b.Length == 0)
        {
            return default;
        }

        // "Xiu Ying" and "Xiuying", "Mary Ann" and "Maryann".
        var likeness = a.Length != b.Length && AreWrittenTogether(a, b) ? Likeness.Same : LikenessOf(a[0], b[0]);
        if (likeness == Likeness.Different && (IsTwoSlips(a[0].Text, b[0].Text, model) || ((a.Length > 1 || b.Length > 1) && AreNearlyWrittenTogether(a, b))))
        {
            likeness = Likeness.Close;
        }

        var best = GivenFinding(likeness, likeness < Likeness.Initial ? Math.Min(GivenWeight(a[0], model), GivenWeight(b[0], model)) : 0, model, i, j);
        if (likeness >= Likeness.Initial)
        {
            // Known by the middle name.
            for (var x = 0; x < a.Length; x++)
            {
                for (var y = 0; y < b.Length; y++)
                {
                    if ((x == 0) != (y == 0) && !a[x].IsInitial && string.Equals(a[x].Text, b[y].Text, StringComparison.Ordinal))
                    {
                        var other = Valued(ComparisonLevel.GivenOther, GivenWeight(a[x], model), model, i, j);
                        best = other.IsBetterThan(best) ? other : best;
                    }
                }
            }
        }

        return best;
    }

    private static bool IsTwoSlips(string a, string b, MatchingModel model) => Math.Min(a.Length, b.Length) == SpellingTraits.TwoSlipsOfNameLengthMin
        && a[0] == b[0]
        && TextDistance.Edits(a, b, 2) <= 2
        && !(model.GivenNames.Lists(a) && model.GivenNames.Lists(b));

    private static bool AreWrittenTogether(NameToken[] a, NameToken[] b)
    {
        var (apart, together) = a.Length > b.Length ? (a, b) : (b, a);
        return apart.Length > 1 && apart[0].Text.Length + apart[1].Text.Length == together[0].Text.Length
            && together[0].Text.StartsWith(apart[0].Text, StringComparison.Ordinal)
            && together[0].Text.EndsWith(apart[1].Text, StringComparison.Ordinal);
    }

    /// <summary>All words of one are the only word of the other.</summary>
    private static bool AreWrittenTogether(ReadOnlySpan<NameToken> a, ReadOnlySpan<NameToken> b)
    {
        var apart = a.Length > b.Length ? a : b;
        var together = a.Length > b.Length ? b : a;
        if (together.Length != 1)
        {
            return false;
        }

        var rest = together[0].Text.AsSpan();
        foreach (var word in apart)
        {
            if (!rest.StartsWith(word.Text, StringComparison.Ordinal))
            {
                return false;
            }

            rest = rest[word.Text.Length..];
        }

        return rest.IsEmpty;
    }

    /// <summary>A slip that took a letter across a space: "lachlan john" and "lachlq njohn".</summary>
    private static bool AreNearlyWrittenTogether(NameToken[] a, NameToken[] b)
    {
        Span<char> x = stackalloc char[TextDistance.LengthMax];
        Span<char> y = stackalloc char[TextDistance.LengthMax];
        return IsCloseSpelling(x[..Together(a, x)], y[..Together(b, y)]);
    }

    private static int Together(NameToken[] words, Span<char> text)
    {
        var length = 0;
        for (var i = 0; i < words.Length && i < 2; i++)
        {
            var word = words[i].Text.AsSpan(0, Math.Min(words[i].Text.Length, text.Length - length));
            word.CopyTo(text[length..]);
            length += word.Length;
        }

        return length;
    }

    private static Finding CompareSurnames(NameFeature a, NameFeature b, MatchingModel model, int i, int j)
    {
        if (a.Surname.Length == 0 || b.Surname.Length == 0)
        {
            return default;
        }

        if (string.Equals(a.SurnameJoined, b.SurnameJoined, StringComparison.Ordinal))
        {
            var former = (a.Type == NameType.Former) != (b.Type == NameType.Former);
            return Valued(former ? ComparisonLevel.SurnameFormer : ComparisonLevel.SurnameExact, SurnameWeight(a, model), model, i, j);
        }

        var several = a.Surname.Length > 1 || b.Surname.Length > 1;
        Finding best = default;
        foreach (var x in a.Surname)
        {
            foreach (var y in b.Surname)
            {
                var likeness = LikenessOf(x, y);
                var finding = several && likeness == Likeness.Same
                    ? Valued(ComparisonLevel.SurnamePart, model.Surnames.WeightOf(x.Text), model, i, j)
                    : SurnameFinding(likeness, likeness < Likeness.Initial ? Math.Min(model.Surnames.WeightOf(x.Text), model.Surnames.WeightOf(y.Text)) : 0, model, i, j);
                best = finding.IsBetterThan(best) ? finding : best;
            }
        }

        // Of "Susan Meyer Thomas" it is not known where the surname starts.
        if (best.Level == ComparisonLevel.SurnameDiffers && (IsAmongMiddleNames(a, b) || IsAmongMiddleNames(b, a)))
        {
            best = Valued(ComparisonLevel.SurnamePart, Math.Min(SurnameWeight(a, model), SurnameWeight(b, model)), model, i, j);
        }

        if (several && best.Level == ComparisonLevel.SurnameDiffers && IsCloseSpelling(a.SurnameJoined, b.SurnameJoined))
        {
            best = SurnameFinding(Likeness.Close, Math.Min(SurnameWeight(a, model), SurnameWeight(b, model)), model, i, j);
        }

        return best;
    }

    private static bool IsAmongMiddleNames(NameFeature guessed, NameFeature other)
    {
        for (var x = 1; guessed.OrderGuessed && x < guessed.Given.Length; x++)
        {
            if (string.Equals(guessed.Given[x].Text, other.SurnameJoined, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static Finding CompareMiddle(NameFeature a, NameFeature b, MatchingModel model, int i, int j)
    {
        var middleA = a.Given.AsSpan(Math.Min((int)a.FirstCount, a.Given.Length));
        var middleB = b.Given.AsSpan(Math.Min((int)b.FirstCount, b.Given.Length));
        if (middleA.Length != middleB.Length && AreWrittenTogether(middleA, middleB))
        {
            return Found(ComparisonLevel.MiddleExact, model, i, j);
        }

        var best = ComparisonLevel.None;
        foreach (var x in middleA)
        {
            foreach (var y in middleB)
            {
                var level = LikenessOf(x, y) switch
                {
                    Likeness.Same when x.IsInitial => ComparisonLevel.MiddleInitial,
                    Likeness.Initial => ComparisonLevel.MiddleInitial,
                    Likeness.Different => ComparisonLevel.MiddleDiffers,
                    _ => ComparisonLevel.MiddleExact,
                };
                best = best == ComparisonLevel.None || level < best ? level : best;
            }
        }

        return Found(best, model, i, j);
    }

    private static Finding GivenFinding(Likeness likeness, int weight, MatchingModel model, int i, int j) => likeness switch
    {
        Likeness.Same => Valued(ComparisonLevel.GivenExact, weight, model, i, j),
        Likeness.Nickname => Valued(ComparisonLevel.GivenNickname, weight, model, i, j),
        Likeness.Sound => Valued(ComparisonLevel.GivenSound, weight, model, i, j),
        Likeness.Close => Valued(ComparisonLevel.GivenClose, weight, model, i, j),
        Likeness.Initial => Found(ComparisonLevel.GivenInitial, model, i, j),
        _ => Found(ComparisonLevel.GivenDiffers, model, i, j),
    };

    private static Finding SurnameFinding(Likeness likeness, int weight, MatchingModel model, int i, int j) => likeness switch
    {
        Likeness.Same => Valued(ComparisonLevel.SurnameExact, weight, model, i, j),
        Likeness.Nickname or Likeness.Sound => Valued(ComparisonLevel.SurnameSound, weight, model, i, j),
        Likeness.Close => Valued(ComparisonLevel.SurnameClose, weight, model, i, j),
        Likeness.Initial => Found(ComparisonLevel.SurnameInitial, model, i, j),
        _ => Found(ComparisonLevel.SurnameDiffers, model, i, j),
    };

    /// <summary>Agreement on a value: its own weight changed by that of the level.</summary>
    private static Finding Valued(ComparisonLevel level, int valueWeight, MatchingModel model, int i, int j) =>
        new(level, valueWeight + model.WeightOf(level), (short)i, (short)j);

    // An initial that agrees says the same whoever's it is.
    private static int GivenWeight(NameToken name, MatchingModel model) => name.IsInitial
        ? model.WeightOf(ComparisonLevel.GivenInitial) - model.WeightOf(ComparisonLevel.GivenExact)
        : model.GivenNames.WeightOf(name.Text);

    private static int SurnameWeight(NameFeature name, MatchingModel model) =>
        name.Surname is [{ IsInitial: true }] ? model.WeightOf(ComparisonLevel.SurnameInitial) - model.WeightOf(ComparisonLevel.SurnameExact)
        : model.Surnames.WeightOf(name.SurnameJoined ?? name.Surname[0].Text);
}
