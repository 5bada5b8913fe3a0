using System.Globalization;

namespace CustomerGrains.Cli.Showing;

/// <summary>Numbers of things, in words.</summary>
internal static class Counted
{
    /// <summary>E.g. "1 line", "12,000 lines".</summary>
    public static string Of(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
