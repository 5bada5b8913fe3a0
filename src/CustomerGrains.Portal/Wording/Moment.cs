using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Portal.Wording;

/// <summary>Points in time, as people and programs read them; always UTC.</summary>
internal static class Moment
{
    /// <summary>E.g. "3 Nov 2026, 14:05 UTC"; empty when not known.</summary>
    public static string Words(Timestamp? at) => Format(at, "d MMM yyyy, HH:mm 'UTC'");

    /// <summary>E.g. "3 Nov 2026"; empty when not known.</summary>
    public static string Day(Timestamp? at) => Format(at, "d MMM yyyy");

    /// <summary>For the datetime attribute of a time element.</summary>
    public static string Machine(Timestamp? at) => Format(at, "yyyy-MM-dd'T'HH:mm:ss'Z'");

    private static string Format(Timestamp? at, string format) => at is null ? "" : at.ToDateTime().ToString(format, CultureInfo.InvariantCulture);
}
