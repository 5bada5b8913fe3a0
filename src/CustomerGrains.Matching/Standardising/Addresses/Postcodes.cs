namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>Postcodes of the United Kingdom, the United States, Australia and Germany; other countries' are kept as written.</summary>
internal static class Postcodes
{
    /// <summary>Letters and digits of a folded postcode without spaces; the add-on of a US code left out; null when there is none.</summary>
    public static string? Canonical(string? folded, string country)
    {
        if (folded is null)
        {
            return null;
        }

        var code = folded.Replace(" ", "", StringComparison.Ordinal);
        if (country == "US" && code.Length == 9 && IsDigits(code))
        {
            code = code[..5];
        }

        // Spreadsheets eat leading zeros.
        if (IsDigits(code) && ((country is "US" or "DE" && code.Length == 4) || (country == "AU" && code.Length == 3)))
        {
            code = "0" + code;
        }

        return code.Trim('0').Length == 0 || code.Length > 16 ? null : code;
    }

    /// <summary>The coarser part: UK outward code, US first three digits, otherwise the first two characters.</summary>
    public static string Area(string postcode, string country)
    {
        if (IsUk(postcode))
        {
            return postcode[..^3];
        }

        if (country is "GB" && postcode.Length <= 4)
        {
            return postcode;
        }

        var length = country == "US" ? 3 : 2;
        return postcode.Length <= length ? postcode : postcode[..length];
    }

    /// <summary>A whole UK postcode without its space: outward A9, A99, AA9, AA99, A9A or AA9A, inward 9AA.</summary>
    public static bool IsUk(ReadOnlySpan<char> code) =>
        code.Length is >= 5 and <= 7 && IsUkInward(code[^3..]) && IsUkOutward(code[..^3]);

    public static bool IsUkInward(ReadOnlySpan<char> code) =>
        code.Length == 3 && char.IsAsciiDigit(code[0]) && char.IsAsciiLetter(code[1]) && char.IsAsciiLetter(code[2]);

    public static bool IsUkOutward(ReadOnlySpan<char> code)
    {
        if (code.Length is < 2 or > 4 || !char.IsAsciiLetter(code[0]))
        {
            return false;
        }

        var letters = char.IsAsciiLetter(code[1]) ? 2 : 1;
        var rest = code[letters..];
        return rest.Length is 1 or 2 && char.IsAsciiDigit(rest[0]) && (rest.Length == 1 || char.IsAsciiLetterOrDigit(rest[1]));
    }

    /// <summary>A whole Canadian postcode without its space: A9A9A9.</summary>
    public static bool IsCanadian(ReadOnlySpan<char> code)
    {
        if (code.Length != 6)
        {
            return false;
        }

        for (var i = 0; i < code.Length; i++)
        {
            if (i % 2 == 0 ? !char.IsAsciiLetter(code[i]) : !char.IsAsciiDigit(code[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Number of digits of the plain numeric postcodes of a country, or 0.</summary>
    public static int DigitCount(string country) => country switch
    {
        "US" or "DE" or "FR" or "IT" or "ES" or "FI" or "MX" => 5,
        "AU" or "NZ" or "AT" or "CH" or "BE" or "DK" or "NO" => 4,
        _ => 0,
    };

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
