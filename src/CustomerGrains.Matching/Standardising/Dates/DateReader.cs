using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising.Dates;

/// <summary>Reads dates as people and systems write them. Never looks at today's date: the same text is the same date for ever.</summary>
/// <remarks>Two-digit years from 00 to 29 are 2000 to 2029, from 30 to 99 are 1930 to 1999. A date that does not exist (30 February) is no date.</remarks>
public static partial class DateReader
{
    /// <summary>Characters of a date that are read.</summary>
    public const int LengthMax = 64;

    /// <summary>Largest two-digit year taken as 20xx.</summary>
    public const int PivotYear = 29;

    private const int YearMin = 1800;
    private const int YearMax = 2100;

    /// <summary>The date, or the default when the text is none. A date whose day and month may be swapped is marked ambiguous unless <paramref name="order"/> tells.</summary>
    /// <param name="text">As written.</param>
    /// <param name="order">How the source writes all-numeric dates.</param>
    /// <param name="monthFirst">What an ambiguous date is read as first.</param>
    public static DateFeature Read(string? text, DateOrder order = DateOrder.Unknown, bool monthFirst = false)
    {
        var ascii = TextFolding.ToAscii(text, LengthMax);
        var parts = new Parts();
        if (ascii.IsEmpty || !Tokenise(ascii, ref parts))
        {
            return default;
        }

        monthFirst = order == DateOrder.MonthFirst || (order == DateOrder.Unknown && monthFirst);
        var undecided = order == DateOrder.Unknown && !parts.Dotted;
        if (parts.Dotted && order == DateOrder.Unknown)
        {
            monthFirst = false;
        }

        return (parts.Month, parts.Count) switch
        {
            (0, 1) => One(parts.First, monthFirst, undecided),
            (0, 2) => YearAndMonth(parts.First, parts.Second),
            (0, 3) => Three(parts.First, parts.Second, parts.Third, monthFirst, undecided),
            ( > 0, 1) => WithMonth(parts.First, parts.Month),
            ( > 0, 2) => WithMonth(parts.First, parts.Second, parts.Month),
            _ => default,
        };
    }

    /// <summary>Whether all-numeric dates of a region usually start with the month.</summary>
    public static bool IsMonthFirst(string region) => region is "US" or "PH" or "FM" or "MH" or "PW" or "GU" or "PR" or "VI" or "AS";

    private static DateFeature One(Number number, bool monthFirst, bool undecided)
    {
        switch (number.Digits)
        {
            case 4:
                return Make(number.Value, 0, 0);
            case 6 when number.Value / 100 is >= YearMin and <= YearMax:
                return Make(number.Value / 100, number.Value % 100, 0);
            case 8:
                var yearFirst = Make(number.Value / 10000, number.Value / 100 % 100, number.Value % 100);
                if (yearFirst.IsKnown && yearFirst.Year is >= YearMin and <= YearMax)
                {
                    return yearFirst;
                }

                var yearLast = DayAndMonth(number.Value / 1000000, number.Value / 10000 % 100, number.Value % 10000, monthFirst, undecided);
                return yearLast.IsKnown && yearLast.Year is >= YearMin and <= YearMax ? yearLast : yearFirst;
            default:
                return default;
        }
    }

    private static DateFeature YearAndMonth(Number first, Number second)
    {
        if (first.Digits == 4 && second.Digits <= 2)
        {
            return Make(first.Value, second.Value, 0);
        }

        return first.Digits <= 2 && second.Digits == 4 ? Make(second.Value, first.Value, 0) : default;
    }

    private static DateFeature Three(Number first, Number second, Number third, bool monthFirst, bool undecided)
    {
        if (first.Digits == 4 && second.Digits <= 2 && third.Digits <= 2)
        {
            return second.Value > 12 && third.Value <= 12
                ? Make(first.Value, third.Value, second.Value)
                : Make(first.Value, second.Value, third.Value);
        }

        if (first.Digits > 2 || second.Digits > 2)
        {
            return default;
        }

        if (third.Digits == 4)
        {
            return DayAndMonth(first.Value, second.Value, third.Value, monthFirst, undecided);
        }

        if (third.Digits != 2)
        {
            return default;
        }

        return first.Value > 31
            ? Make(Century(first.Value), second.Value, third.Value)
            : DayAndMonth(first.Value, second.Value, Century(third.Value), monthFirst, undecided);
    }

    private static DateFeature DayAndMonth(int first, int second, int year, bool monthFirst, bool undecided)
    {
        if (first > 12 || second > 12)
        {
            return first > 12 ? Make(year, second, first) : Make(year, first, second);
        }

        var date = monthFirst ? Make(year, first, second) : Make(year, second, first);
        return date with { Ambiguous = undecided && date.IsWhole && first != second };
    }

    private static DateFeature WithMonth(Number number, int month)
    {
        if (number.Digits == 4)
        {
            return Make(number.Value, month, 0);
        }

        if (number.Digits > 2)
        {
            return default;
        }

        return number.Value > 31 ? Make(Century(number.Value), month, 0) : Make(0, month, number.Value);
    }

    private static DateFeature WithMonth(Number first, Number second, int month)
    {
        if (first.Digits == 4)
        {
            return second.Digits <= 2 ? Make(first.Value, month, second.Value) : default;
        }

        if (first.Digits > 2 || second.Digits is not (2 or 4))
        {
            return default;
        }

        return Make(second.Digits == 4 ? second.Value : Century(second.Value), month, first.Value);
    }

    private static int Century(int twoDigits) => twoDigits <= PivotYear ? 2000 + twoDigits : 1900 + twoDigits;

    /// <summary>A date of numbers; a zero month or day is not known. The default when there is no such date.</summary>
    private static DateFeature Make(int year, int month, int day)
    {
        if (month == 0)
        {
            day = 0;
        }

        if (year is < 0 or > 9999 || month > 12 || (year == 0 && day == 0)
            || (day > 0 && day > DateTime.DaysInMonth(year == 0 ? 2000 : year, month)))
        {
            return default;
        }

        return new DateFeature((short)year, (byte)month, (byte)day, Ambiguous: false, IsDefault: IsDefault(year, month, day));
    }

    private static bool IsDefault(int year, int month, int day)
    {
        if (year == 0)
        {
            return false;
        }

        // Nobody in a living system was born outside these years; 1753 and 1899 are the zero dates of databases and spreadsheets.
        return year is < YearMin or > YearMax || (month == 1 && day == 1) || (year == 1899 && month == 12 && day >= 30);
    }
}
