using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Matching.Standardising.Identifiers;

namespace CustomerGrains.Matching.Comparing;

/// <content>Identifiers and declared traits.</content>
internal static partial class PairComparer
{
    private const int PartLengthMin = 4;
    private const int OneDigitLengthMin = 5;
    private const int OtherKindLengthMin = 6;
    private const int TwoDigitsLengthMin = 7;
    private const int SerialDigits = 2;

    /// <summary>The best agreement; where nothing agrees, the worst disagreement.</summary>
    private static Finding Identifiers(IdentifierFeature[] a, IdentifierFeature[] b, MatchingModel model)
    {
        Finding best = default;
        Finding worst = default;
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                var finding = Found(IdentifierLevel(a[i], b[j]), model, i, j);
                if (finding.Level is ComparisonLevel.IdentifierDiffers or ComparisonLevel.IdentifierExclusiveDiffers)
                {
                    worst = finding.Level > worst.Level ? finding : worst;
                }
                else
                {
                    best = finding.IsBetterThan(best) ? finding : best;
                }
            }
        }

        return best.Level != ComparisonLevel.None ? best : worst;
    }

    private static ComparisonLevel IdentifierLevel(IdentifierFeature a, IdentifierFeature b)
    {
        if (!IsComparable(a, b))
        {
            return a.Value.Length >= OtherKindLengthMin && string.Equals(a.Value, b.Value, StringComparison.Ordinal)
                ? ComparisonLevel.IdentifierOtherKind
                : ComparisonLevel.None;
        }

        if (IdentifierKinds.IsOfHousehold(a.Kind))
        {
            return string.Equals(a.Value, b.Value, StringComparison.Ordinal) ? ComparisonLevel.IdentifierHousehold : ComparisonLevel.None;
        }

        var exclusive = a.Exclusive && b.Exclusive;
        return string.Equals(a.Value, b.Value, StringComparison.Ordinal) ? exclusive ? ComparisonLevel.IdentifierExclusiveSame : ComparisonLevel.IdentifierSame
            : IsOneDigitOff(a.Value, b.Value) ? ComparisonLevel.IdentifierOneDigit
            : IsTwoSlipsOff(a.Value, b.Value) ? ComparisonLevel.IdentifierTwoDigits
            : IsPartOf(a.Value, b.Value) || IsPartOf(b.Value, a.Value) ? ComparisonLevel.IdentifierPart
            : exclusive ? ComparisonLevel.IdentifierExclusiveDiffers
            : ComparisonLevel.IdentifierDiffers;
    }

    // Without a check or a verification a wrong digit cannot be told from another number.
    private static bool IsCertain(IdentifierFeature identifier) => identifier.Check == IdentifierCheck.Passed
        || (identifier.Verified && identifier.Check == IdentifierCheck.None);

    /// <summary>Two valid identifiers of a kind of which one customer has only one, and which do not look like a slip of each other.</summary>
    private static bool ExclusiveIdentifiersConflict(IdentifierFeature[] a, IdentifierFeature[] b)
    {
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                if (IsCertain(a[i]) && IsCertain(b[j])
                    && IdentifierLevel(a[i], b[j]) == ComparisonLevel.IdentifierExclusiveDiffers
                    && !AnyOfKindAgrees(a, b, a[i]))
                {
                    return true;
                }
            }
        }

        return false;
    }

    // A record that itself holds two values of the kind does not contradict another that holds one of them.
    private static bool AnyOfKindAgrees(IdentifierFeature[] a, IdentifierFeature[] b, IdentifierFeature kind)
    {
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                if (IsComparable(a[i], kind) && IsComparable(a[i], b[j])
                    && IdentifierLevel(a[i], b[j]) is not (ComparisonLevel.IdentifierDiffers or ComparisonLevel.IdentifierExclusiveDiffers))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsComparable(IdentifierFeature a, IdentifierFeature b) => string.Equals(a.Kind, b.Kind, StringComparison.Ordinal)
        && (a.Issuer is null || b.Issuer is null || string.Equals(a.Issuer, b.Issuer, StringComparison.Ordinal));

    private static bool IsOneDigitOff(string a, string b) => Math.Min(a.Length, b.Length) >= OneDigitLengthMin && TextDistance.IsOneEdit(a, b);

    // Two numbers of seven digits are as near each other by chance once in some thousands. Numbers given out one after the other differ at the end only.
    private static bool IsTwoSlipsOff(string a, string b) => Math.Min(a.Length, b.Length) >= TwoDigitsLengthMin
        && a.AsSpan().CommonPrefixLength(b) < Math.Min(a.Length, b.Length) - SerialDigits && TextDistance.Edits(a, b, 2) <= 2;

    private static bool IsPartOf(string part, string whole) => part.Length >= PartLengthMin && part.Length < whole.Length
        && (whole.EndsWith(part, StringComparison.Ordinal) || whole.StartsWith(part, StringComparison.Ordinal));

    private static Finding Traits(TraitFeature[] a, TraitFeature[] b, MatchingModel model)
    {
        Finding best = default;
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                if (a[i].Kind == b[j].Kind && string.Equals(a[i].Name, b[j].Name, StringComparison.Ordinal))
                {
                    var finding = Found(TraitLevel(a[i], b[j]), model, i, j);
                    best = finding.IsBetterThan(best) ? finding : best;
                }
            }
        }

        return best;
    }

    private static ComparisonLevel TraitLevel(TraitFeature a, TraitFeature b)
    {
        var same = a.Kind switch
        {
            TraitKind.Number => a.Millionths == b.Millionths,
            TraitKind.Date => a.Date.IsKnown && SameDay(a.Date, b.Date),
            _ => string.Equals(a.Text, b.Text, StringComparison.Ordinal),
        };
        return same ? ComparisonLevel.TraitSame
            : a.Kind == TraitKind.Text && IsCloseSpelling(a.Text, b.Text) ? ComparisonLevel.TraitClose
            : ComparisonLevel.TraitDiffers;
    }
}
