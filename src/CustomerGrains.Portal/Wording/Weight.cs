using System.Globalization;

namespace CustomerGrains.Portal.Wording;

/// <summary>Evidence in bits, as people read it.</summary>
internal static class Weight
{
    /// <summary>Hundredths of a bit. The index counts in these, so sums of them are exact where sums of fractions would not be.</summary>
    public static int Hundredths(double bits) => (int)Math.Round(bits * 100, MidpointRounding.AwayFromZero);

    /// <summary>E.g. "31.2 bits".</summary>
    public static string InBits(double bits) => $"{WithMinus(bits.ToString("0.0;-0.0;0.0", CultureInfo.InvariantCulture))} bits";

    /// <summary>With its sign and to the hundredth, so that a column of them adds up: "+13.00", "−2.50", "0.00".</summary>
    public static string Signed(double bits) => WithMinus(bits.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture));

    // A hyphen is read out as nothing or as "dash".
    private static string WithMinus(string text) => text.Replace('-', '\u2212');
}
