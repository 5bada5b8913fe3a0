using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Comparing;

/// <content>Phones and e-mail addresses.</content>
internal static partial class PairComparer
{
    private const int LocalPartLengthMin = 3;

    private static Finding Phones(PhoneFeature[] a, PhoneFeature[] b, MatchingModel model)
    {
        Finding best = default;
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                var x = BlockingSchemes.PhoneEnd(a[i].Number);
                var y = BlockingSchemes.PhoneEnd(b[j].Number);
                var level = x.SequenceEqual(y) ? ComparisonLevel.PhoneSame
                    : x.Length == y.Length && TextDistance.IsOneEdit(x, y) ? ComparisonLevel.PhoneOneDigit
                    : ComparisonLevel.PhoneDiffers;
                var finding = Found(level, model, i, j);
                best = finding.IsBetterThan(best) ? finding : best;
            }
        }

        return best;
    }

    private static Finding Emails(EmailFeature[] a, EmailFeature[] b, MatchingModel model)
    {
        Finding best = default;
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                var finding = Found(EmailLevel(a[i], b[j]), model, i, j);
                best = finding.IsBetterThan(best) ? finding : best;
            }
        }

        return best;
    }

    private static ComparisonLevel EmailLevel(EmailFeature a, EmailFeature b)
    {
        var sameDomain = string.Equals(a.Domain, b.Domain, StringComparison.Ordinal);
        if (string.Equals(a.Local, b.Local, StringComparison.Ordinal))
        {
            return a.IsRole || b.IsRole ? sameDomain ? ComparisonLevel.EmailRole : ComparisonLevel.EmailDiffers
                : sameDomain ? ComparisonLevel.EmailSame
                : IsCloseDomain(a.Domain, b.Domain) ? ComparisonLevel.EmailDomain
                : a.Local.Length >= LocalPartLengthMin ? ComparisonLevel.EmailLocalPart
                : ComparisonLevel.EmailDiffers;
        }

        // At a domain of thousands every short local part is one slip from another's.
        return !a.IsRole && !b.IsRole && Math.Min(a.Local.Length, b.Local.Length) >= LocalPartLengthMin && TextDistance.IsOneEdit(a.Local, b.Local)
            && (sameDomain || IsCloseDomain(a.Domain, b.Domain))
            ? ComparisonLevel.EmailClose
            : ComparisonLevel.EmailDiffers;
    }

    private static bool IsCloseDomain(string a, string b) => Math.Min(a.Length, b.Length) >= 5 && TextDistance.Edits(a, b, 3) <= 3;
}
