using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Blocking;

/// <summary>Writes dates as digits for keys.</summary>
internal static class DateText
{
    /// <summary>Characters a buffer needs.</summary>
    public const int Length = 9;

    /// <summary>Year, month and day; day and month exchanged when <paramref name="swapped"/>.</summary>
    public static ReadOnlySpan<char> Whole(DateFeature date, bool swapped, Span<char> buffer)
    {
        Write(buffer, date.Year, 4);
        Write(buffer[4..], swapped ? date.Day : date.Month, 2);
        Write(buffer[6..], swapped ? date.Month : date.Day, 2);
        return buffer[..8];
    }

    public static ReadOnlySpan<char> Year(DateFeature date, Span<char> buffer)
    {
        Write(buffer, date.Year, 4);
        return buffer[..4];
    }

    public static ReadOnlySpan<char> YearAndMonth(DateFeature date, Span<char> buffer)
    {
        Write(buffer, date.Year, 4);
        Write(buffer[4..], date.Month, 2);
        return buffer[..6];
    }

    /// <summary>Day and month in ascending order, so that swapped dates meet.</summary>
    public static ReadOnlySpan<char> Birthday(DateFeature date, Span<char> buffer)
    {
        Write(buffer, Math.Min(date.Month, date.Day), 2);
        Write(buffer[2..], Math.Max(date.Month, date.Day), 2);
        return buffer[..4];
    }

    private static void Write(Span<char> buffer, int number, int digits)
    {
        for (var i = digits - 1; i >= 0; i--)
        {
            buffer[i] = (char)('0' + (number % 10));
            number /= 10;
        }
    }
}
