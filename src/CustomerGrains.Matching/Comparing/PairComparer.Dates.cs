using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Comparing;

/// <content>Dates.</content>
internal static partial class PairComparer
{
    /// <summary>Days between two days of the year that are near each other, at most.</summary>
    internal const int NearDaysMax = 40;

    /// <summary>Brothers and sisters are seldom born further apart.</summary>
    private const int SiblingYearsMax = 20;

    /// <summary>Days after which the year begins again.</summary>
    internal const int DaysInYear = 365;

    private static Finding Dates(DateFeature[] a, DateFeature[] b, MatchingModel model)
    {
        Finding best = default;
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                var finding = Found(BirthDateLevel(a[i], b[j]), model, i, j);
                best = finding.IsBetterThan(best) ? finding : best;
            }
        }

        return best;
    }

    private static Finding DeathDates(DateFeature[] a, DateFeature[] b, MatchingModel model)
    {
        Finding best = default;
        for (var i = 0; i < Count(a); i++)
        {
            for (var j = 0; j < Count(b); j++)
            {
                if (a[i].Year != 0 && b[j].Year != 0)
                {
                    var agrees = PartsAgree(a[i], b[j]) || IsSwap(a[i], b[j]);
                    var finding = Found(agrees ? ComparisonLevel.DeathDateAgrees : ComparisonLevel.DeathDateDiffers, model, i, j);
                    best = finding.IsBetterThan(best) ? finding : best;
                }
            }
        }

        return best;
    }

    private static ComparisonLevel BirthDateLevel(DateFeature a, DateFeature b)
    {
        if (!a.IsKnown || !b.IsKnown)
        {
            return ComparisonLevel.None;
        }

        if (!a.IsWhole || !b.IsWhole)
        {
            return !PartsAgree(a, b) ? ComparisonLevel.BirthDateDiffers
                : a.Year != 0 && b.Year != 0 ? ComparisonLevel.BirthDatePartial
                : ComparisonLevel.None;
        }

        if (SameDay(a, b))
        {
            return a.IsDefault ? ComparisonLevel.BirthDateDefault : ComparisonLevel.BirthDateExact;
        }

        // A date that stands for "unknown" contradicts nothing.
        return a.IsDefault || b.IsDefault ? ComparisonLevel.None : DifferentDays(a, b);
    }

    private static ComparisonLevel DifferentDays(DateFeature a, DateFeature b)
    {
        if (IsSwap(a, b))
        {
            return a.Ambiguous || b.Ambiguous ? ComparisonLevel.BirthDateExact : ComparisonLevel.BirthDateSwapped;
        }

        var (year, month, day) = (a.Year == b.Year, a.Month == b.Month, a.Day == b.Day);
        if (year && month)
        {
            return IsOneSlip(a.Day, b.Day) ? ComparisonLevel.BirthDateOneDigit : ComparisonLevel.BirthDateTwoParts;
        }

        if (year && day)
        {
            return IsOneSlip(a.Month, b.Month) ? ComparisonLevel.BirthDateOneDigit : ComparisonLevel.BirthDateTwoParts;
        }

        if (month && day)
        {
            return Math.Abs(a.Year - b.Year) == 1 ? ComparisonLevel.BirthDateYearNear
                : !IsOneSlip(a.Year, b.Year) ? ComparisonLevel.BirthDateBirthday
                : Math.Abs(a.Year - b.Year) <= SiblingYearsMax ? ComparisonLevel.BirthDateYearDigit
                : ComparisonLevel.BirthDateOneDigit;
        }

        var near = DaysWithinYear(a, b) <= NearDaysMax;
        return near && Math.Abs(a.Year - b.Year) <= 1 ? ComparisonLevel.BirthDateNear
            : year ? ComparisonLevel.BirthDateYear
            : near && IsOneSlip(a.Year, b.Year) ? ComparisonLevel.BirthDateLoose
            : ComparisonLevel.BirthDateDiffers;
    }

    /// <summary>Days between two days of the year, round the turn of the year.</summary>
    private static int DaysWithinYear(DateFeature a, DateFeature b)
    {
        var days = Math.Abs(DayOfYear(a) - DayOfYear(b));
        return Math.Min(days, DaysInYear - days);
    }

    /// <summary>Number of the day in a year of months of 30.4 days; only differences mean something.</summary>
    internal static int DayOfYear(DateFeature date) => ((date.Month * 304) / 10) + date.Day;

    private static bool SameDay(DateFeature a, DateFeature b) => a.Year == b.Year && a.Month == b.Month && a.Day == b.Day;

    private static bool IsSwap(DateFeature a, DateFeature b) => a.Year == b.Year && a.Month == b.Day && a.Day == b.Month && a.Month != 0 && a.Day != 0;

    private static bool PartsAgree(DateFeature a, DateFeature b) => (a.Year == 0 || b.Year == 0 || a.Year == b.Year)
        && (a.Month == 0 || b.Month == 0 || a.Month == b.Month)
        && (a.Day == 0 || b.Day == 0 || a.Day == b.Day);

    /// <summary>One digit differs, or two neighbouring digits are exchanged.</summary>
    private static bool IsOneSlip(int a, int b)
    {
        var different = 0;
        var position = 0;
        var (first, second) = (-1, -1);
        for (var (x, y) = (a, b); x != 0 || y != 0; x /= 10, y /= 10, position++)
        {
            if (x % 10 != y % 10)
            {
                (first, second) = different == 0 ? (position, second) : (first, position);
                different++;
            }
        }

        return different == 1
            || (different == 2 && second == first + 1 && Digit(a, first) == Digit(b, second) && Digit(a, second) == Digit(b, first));
    }

    private static int Digit(int number, int position)
    {
        for (; position > 0; position--)
        {
            number /= 10;
        }

        return number % 10;
    }
}
