using System.Globalization;
using System.Text.RegularExpressions;

namespace CustomerGrains.Deploy.Tests;

/// <summary>Lengths of time as compose, systemd and Prometheus write them: 60s, 15min, 1h30m.</summary>
internal static partial class Duration
{
    public static TimeSpan Parse(string text)
    {
        if (!Whole().IsMatch(text))
        {
            throw new FormatException($"'{text}' is no length of time.");
        }

        return Part().Matches(text).Aggregate(TimeSpan.Zero, (sum, part) => sum + Unit(part.Groups[2].Value) * double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    private static TimeSpan Unit(string unit) => unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        "m" or "min" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        "d" => TimeSpan.FromDays(1),
        _ => throw new FormatException($"'{unit}' is no unit of time."),
    };

    [GeneratedRegex(@"^(\d+(ms|s|min|m|h|d))+$")]
    private static partial Regex Whole();

    [GeneratedRegex(@"(\d+)(ms|s|min|m|h|d)")]
    private static partial Regex Part();
}
