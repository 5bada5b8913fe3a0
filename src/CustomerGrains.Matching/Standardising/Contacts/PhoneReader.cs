using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Text;
using PhoneNumbers;

namespace CustomerGrains.Matching.Standardising.Contacts;

/// <summary>Reads telephone numbers to E.164 with the numbering plans of libphonenumber; extensions are left out.</summary>
internal static class PhoneReader
{
    /// <summary>Characters of a number that are read.</summary>
    public const int LengthMax = 64;

    private const int DigitsMin = 5;
    private const int DigitsMax = 20;

    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    /// <summary>The number, or null when there is none or it is filler.</summary>
    public static PhoneFeature? Read(Phone phone, string region)
    {
        var ascii = TextFolding.ToAscii(phone.Number, LengthMax);
        Span<char> digits = stackalloc char[4 * LengthMax];
        var count = 0;
        foreach (var c in ascii)
        {
            if (char.IsAsciiDigit(c) && count < digits.Length)
            {
                digits[count++] = c;
            }
        }

        digits = digits[..count];
        if (IsFiller(digits) && !IsVanity(ascii, count, region))
        {
            return null;
        }

        if (PhonePlans.Read(ascii, digits, region) is { } known)
        {
            return Feature(known, phone.Type);
        }

        return ReadByLibrary(ascii.ToString(), region) is { } read
            ? Feature(read, phone.Type)
            : count is >= DigitsMin and <= DigitsMax && !IsFiller(digits) ? new PhoneFeature(digits.ToString(), IsMobileLabel(phone.Type), IsValid: false) : null;
    }

    /// <summary>The number by libphonenumber's plans, or null when it is no possible number.</summary>
    internal static PlannedNumber? ReadByLibrary(string text, string region)
    {
        try
        {
            var number = Plans.Parse(text, region);
            if (!Plans.IsPossibleNumber(number))
            {
                return null;
            }

            // The plans of the fast path decide what is mobile, so that one number is one feature however it was written.
            var e164 = Plans.Format(number, PhoneNumberFormat.E164);
            var countryCode = number.CountryCode < 10 ? 1 : number.CountryCode < 100 ? 2 : 3;
            var isMobile = PhonePlans.IsMobile(e164) ?? Plans.GetNumberType(number) == PhoneNumberType.MOBILE;
            return new PlannedNumber(e164, countryCode, isMobile);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static PhoneFeature? Feature(PlannedNumber number, string? label) =>
        IsFiller(number.E164.AsSpan(1 + number.CountryCodeLength)) ? null : new PhoneFeature(number.E164, number.IsMobile || IsMobileLabel(label), IsValid: true);

    /// <summary>"1-800-FLOWERS": letters stand for digits on North American keypads.</summary>
    private static bool IsVanity(ReadOnlySpan<char> ascii, int digits, string region)
    {
        if (digits < 3 || region is not ("US" or "CA"))
        {
            return false;
        }

        var letters = 0;
        foreach (var c in ascii)
        {
            letters += char.IsAsciiLetter(c) ? 1 : 0;
        }

        return letters >= 3 && digits + letters is 10 or 11;
    }

    private static bool IsFiller(ReadOnlySpan<char> digits) =>
        digits.Length < DigitsMin || Placeholders.IsFillerNumber(digits) || Placeholders.IsFillerNumber(digits.TrimStart('0'));

    private static bool IsMobileLabel(string? type) =>
        type is not null && TextFolding.Fold(type, 32) is "mobile" or "mob" or "cell" or "cellphone" or "cell phone" or "cellular" or "mobile phone" or "handy" or "gsm";
}
