using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Text;
using PhoneNumbers;

namespace CustomerGrains.Matching.Standardising.Contacts;

/// <summary>Reads telephone numbers to E.164 with the numbering plans of libphonenumber.</summary>
internal static class PhoneReader
{
    /// <summary>Characters of a number that are read.</summary>
    public const int LengthMax = 64;

    private static readonly PhoneNumberUtil Plans = PhoneNumberUtil.GetInstance();

    /// <summary>The number, or null when there is none or it is filler.</summary>
    public static PhoneFeature? Read(Phone phone, string region)
    {
        var ascii = TextFolding.ToAscii(phone.Number, LengthMax);
        Span<char> digits = stackalloc char[LengthMax];
        var count = 0;
        foreach (var c in ascii)
        {
            if (char.IsAsciiDigit(c))
            {
                digits[count++] = c;
            }
        }

        digits = digits[..count];
        if (IsFiller(digits))
        {
            return null;
        }

        var labelled = IsMobileLabel(phone.Type);
        try
        {
            var number = Plans.Parse(ascii.ToString(), region);
            if (Plans.IsPossibleNumber(number))
            {
                var text = string.Concat("+", Plans.Format(number, PhoneNumberFormat.E164).AsSpan(1));
                return IsFiller(text.AsSpan(1 + CountryCodeLength(number.CountryCode)))
                    ? null
                    : new PhoneFeature(text, labelled || Plans.GetNumberType(number) == PhoneNumberType.MOBILE, IsValid: true);
            }
        }
        catch (NumberParseException)
        {
            // Not a number of any plan: the digits are what is left to compare.
        }

        return count is >= 5 and <= 20 ? new PhoneFeature(digits.ToString(), labelled, IsValid: false) : null;
    }

    private static int CountryCodeLength(int code) => code < 10 ? 1 : code < 100 ? 2 : 3;

    private static bool IsFiller(ReadOnlySpan<char> digits) => digits.Length < 5 || Placeholders.IsFillerNumber(digits.TrimStart('0')) || Placeholders.IsFillerNumber(digits);

    private static bool IsMobileLabel(string? type) => TextFolding.Fold(type, 32) is "mobile" or "mob" or "cell" or "cellphone" or "cell phone" or "mobile phone" or "handy" or "gsm";
}
