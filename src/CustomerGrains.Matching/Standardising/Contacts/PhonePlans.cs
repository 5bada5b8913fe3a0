namespace CustomerGrains.Matching.Standardising.Contacts;

/// <summary>A number that fits a numbering plan.</summary>
/// <param name="E164">With "+" and country code.</param>
/// <param name="CountryCodeLength">Digits of the country code.</param>
/// <param name="IsMobile">A mobile number by the plan.</param>
internal readonly record struct PlannedNumber(string E164, int CountryCodeLength, bool IsMobile);

/// <summary>The usual forms of North American, British and Australian numbers, read without libphonenumber, which takes ten times as long.</summary>
/// <remarks>Whatever is not plainly one of these forms is left to the library; a test holds both to the same answers.</remarks>
internal static class PhonePlans
{
    /// <summary>Area codes of the Caribbean and Pacific members of the North American plan, whose mobile ranges differ by country.</summary>
    private const string OtherAmericanAreas =
        "242 246 264 268 284 340 345 441 473 649 658 664 670 671 684 721 758 767 784 787 809 829 849 868 869 876 939";

    /// <summary>The number, or null when the library has to read it.</summary>
    public static PlannedNumber? Read(ReadOnlySpan<char> text, ReadOnlySpan<char> digits, string region)
    {
        if (text.IsEmpty || text.ContainsAnyExcept("0123456789 ()-./+") || text[1..].Contains('+'))
        {
            return null;
        }

        var international = text[0] == '+';
        if (international ? digits is ['1', ..] : region is "US" or "CA")
        {
            var number = digits is ['1', ..] ? digits[1..] : digits;
            return IsAmerican(number) ? new PlannedNumber(string.Concat("+1", number), 1, IsMobile: false) : null;
        }

        if (international ? digits is ['4', '4', ..] : region == "GB")
        {
            return Trunk(international ? digits[2..] : digits, international, 10) is { IsEmpty: false } number && number[0] is not ('0' or '4' or '5' or '6')
                ? new PlannedNumber(string.Concat("+44", number), 2, IsBritishMobile(number))
                : null;
        }

        if (international ? digits is ['6', '1', ..] : region == "AU")
        {
            return Trunk(international ? digits[2..] : digits, international, 9) is { IsEmpty: false } number && number[0] is '2' or '3' or '4' or '7' or '8'
                ? new PlannedNumber(string.Concat("+61", number), 2, number[0] == '4')
                : null;
        }

        return null;
    }

    /// <summary>Whether a number of one of these plans is mobile; null for other plans.</summary>
    public static bool? IsMobile(string e164)
    {
        if (e164.StartsWith("+44", StringComparison.Ordinal))
        {
            return IsBritishMobile(e164.AsSpan(3));
        }

        if (e164.StartsWith("+61", StringComparison.Ordinal))
        {
            return e164.Length == 12 && e164[3] == '4';
        }

        return e164.StartsWith("+1", StringComparison.Ordinal) && IsAmerican(e164.AsSpan(2)) ? false : null;
    }

    /// <summary>The number after the trunk "0", which an international form may lack or hold in brackets; empty when the length does not fit.</summary>
    private static ReadOnlySpan<char> Trunk(ReadOnlySpan<char> digits, bool international, int length)
    {
        if (digits.Length == length + 1 && digits[0] == '0')
        {
            return digits[1..];
        }

        return international && digits.Length == length ? digits : default;
    }

    private static bool IsAmerican(ReadOnlySpan<char> number) =>
        number.Length == 10 && number[0] >= '2' && number[3] >= '2' && OtherAmericanAreas.AsSpan().IndexOf(number[..3], StringComparison.Ordinal) < 0;

    /// <summary>071 to 075 and 077 to 079; 070 is personal numbering and 076 mostly paging.</summary>
    private static bool IsBritishMobile(ReadOnlySpan<char> number) => number.Length == 10 && number[0] == '7' && number[1] is not ('0' or '6');
}
