using System.Globalization;

namespace CustomerGrains.Cli.Generating;

/// <summary>Numbers and codes of invented people: of valid form, each given once, from ranges that belong to nobody where such exist.</summary>
internal static class Numbers
{
    private const string NinoFirst = "ABCEGHJKLMNPRSTWXYZ";
    private const string NinoSecond = "ABCEGHJKLMNPRSTWXYZ";
    private static readonly string[] NinoPrefixes =
    [
        .. from first in NinoFirst
           from second in NinoSecond
           let prefix = $"{first}{second}"
           where prefix is not ("BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ")
           select prefix,
    ];

    /// <summary>An NHS number from 999 000 0000 upwards, the range set aside for tests, with its modulus 11 check digit; null where none exists.</summary>
    /// <remarks>Beyond the range's million numbers the ones below it are used, which are not issued either.</remarks>
    public static string? Nhs(long person)
    {
        var digits = 999_000_000 - (person / 1_000_000 % 99 * 1_000_000) + Scatter(person % 1_000_000, 1_000_000, 387_421);
        var text = digits.ToString("D9", CultureInfo.InvariantCulture);
        var sum = 0;
        for (var i = 0; i < 9; i++)
        {
            sum += (text[i] - '0') * (10 - i);
        }

        var check = (11 - (sum % 11)) % 11;
        return check == 10 ? null : $"{text[..3]} {text[3..6]} {text[6..]}{check}";
    }

    /// <summary>A National Insurance number of valid form. No range is set aside; whom a number belongs to cannot be told.</summary>
    public static string Nino(long person)
    {
        var scattered = Scatter(person, NinoPrefixes.Length * 1_000_000L, 74_207_281);
        var digits = (scattered % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
        return $"{NinoPrefixes[scattered / 1_000_000]}{digits}{"ABCD"[(int)(person % 4)]}";
    }

    /// <summary>A landline in 01632, a code that no place has.</summary>
    public static string Landline(long household) => Code01632(2 * household);

    /// <summary>A number of one's own: from 07700 900, the thousand mobile numbers set aside, while they last, then also in 01632.</summary>
    public static string Mobile(long person, long holder) =>
        holder < 1000 ? "07700 900" + Scatter(holder, 1000, 387).ToString("D3", CultureInfo.InvariantCulture) : Code01632((2 * person) + 1);

    /// <summary>An id in a source that does not tell whose it is.</summary>
    public static string RecordId(char prefix, long person, int source) =>
        $"{prefix}{Scatter((person * 8) + source, 1_000_000_000, 472_882_027).ToString("D9", CultureInfo.InvariantCulture)}";

    /// <summary>A permutation of 0 to <paramref name="count"/> - 1: multiplication by a number that shares no factor with it.</summary>
    private static long Scatter(long index, long count, long factor) => (long)((UInt128)(ulong)(index % count) * (ulong)factor % (ulong)count);

    private static string Code01632(long index) =>
        "01632 " + (200_000 + Scatter(index, 800_000, 387_421)).ToString("D6", CultureInfo.InvariantCulture);
}
