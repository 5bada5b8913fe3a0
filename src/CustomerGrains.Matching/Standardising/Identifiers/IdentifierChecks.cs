using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Standardising.Identifiers;

/// <summary>Public check algorithms and forms of identifiers. Values come as upper-case letters and digits.</summary>
internal static partial class IdentifierChecks
{
    /// <summary>What the algorithm of the kind says; <see cref="IdentifierCheck.None"/> for kinds without one.</summary>
    public static IdentifierCheck Check(string kind, string value, string? issuer) => kind switch
    {
        "nhs" or "chi" => Said(IsMod11Nhs(value)),
        "nino" => Said(IsNino(value)),
        "ssn" => Said(value.Length == 9 && IsDigits(value) && IsSsn(value)),
        "npi" => Said(value.Length == 10 && IsDigits(value) && IsLuhn("80840" + value)),
        "credit_card" => Said(value.Length is >= 12 and <= 19 && IsDigits(value) && IsLuhn(value)),
        "iban" => Said(value.Length is >= 15 and <= 34 && char.IsAsciiLetter(value[0]) && char.IsAsciiLetter(value[1]) && Mod97(value[4..] + value[..4]) == 1),
        "lei" => Said(value.Length == 20 && Mod97(value) == 1),
        "vat" => CheckVat(value, issuer),
        "steuer_id" => Said(IsSteuerId(value)),
        "tfn" => Said(IsTfn(value)),
        "abn" => Said(IsAbn(value)),
        "medicare" => CheckMedicare(value),
        _ => IdentifierCheck.None,
    };

    private static IdentifierCheck Said(bool passed) => passed ? IdentifierCheck.Passed : IdentifierCheck.Failed;

    /// <summary>NHS number: ten digits, weights 10 to 2, modulus 11 (NHS Data Dictionary). A Scottish CHI number has the same check.</summary>
    private static bool IsMod11Nhs(string value)
    {
        if (value.Length != 10 || !IsDigits(value))
        {
            return false;
        }

        var check = (11 - (WeightedSum(value, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
        return check != 10 && check == value[9] - '0';
    }

    /// <summary>National Insurance number: two letters, six digits and a suffix A to D, with the prefixes that HMRC never gives out (NIM39110).</summary>
    private static bool IsNino(string value)
    {
        if (value.Length is not (8 or 9) || !char.IsAsciiLetter(value[0]) || !char.IsAsciiLetter(value[1]) || !IsDigits(value.AsSpan(2, 6)))
        {
            return false;
        }

        if (value.Length == 9 && value[8] is not (>= 'A' and <= 'D'))
        {
            return false;
        }

        return value[0] is not ('D' or 'F' or 'I' or 'Q' or 'U' or 'V') && value[1] is not ('D' or 'F' or 'I' or 'O' or 'Q' or 'U' or 'V')
            && value[..2] is not ("BG" or "GB" or "KN" or "NK" or "NT" or "TN" or "ZZ");
    }

    /// <summary>US social security number: area not 000, 666 or 9xx, group not 00, serial not 0000 (Social Security Administration).</summary>
    private static bool IsSsn(string value) =>
        value[0] != '9' && value[..3] is not ("000" or "666") && value[3..5] != "00" && value[5..] != "0000";

    /// <summary>Luhn's modulus 10 (ISO/IEC 7812-1).</summary>
    private static bool IsLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            var doubled = i % 2 == 1 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    /// <summary>Remainder by 97 with letters as two digits (ISO/IEC 7064).</summary>
    private static int Mod97(string value)
    {
        var remainder = 0;
        foreach (var c in value)
        {
            remainder = char.IsAsciiDigit(c) ? ((remainder * 10) + (c - '0')) % 97 : ((remainder * 100) + (c - 'A' + 10)) % 97;
        }

        return remainder;
    }

    /// <summary>German Steuer-Identifikationsnummer: eleven digits, ISO/IEC 7064 MOD 11,10, no leading zero.</summary>
    private static bool IsSteuerId(string value) => value.Length == 11 && IsDigits(value) && value[0] != '0' && IsMod1110(value);

    private static bool IsMod1110(ReadOnlySpan<char> digits)
    {
        var product = 10;
        foreach (var digit in digits[..^1])
        {
            var sum = (digit - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == digits[^1] - '0';
    }

    /// <summary>Australian Business Number: eleven digits, one less in the first, weights, modulus 89 (Australian Business Register).</summary>
    private static bool IsAbn(string value) =>
        value.Length == 11 && IsDigits(value) && (WeightedSum(value, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0;

    /// <summary>Australian Tax File Number: nine digits, weights, modulus 11 (Australian Taxation Office).</summary>
    private static bool IsTfn(string value) =>
        value.Length == 9 && IsDigits(value) && WeightedSum(value, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0;

    /// <summary>Australian Medicare card: weights 1, 3, 7, 9 over eight digits, modulus 10 in the ninth; other countries' forms are not checked.</summary>
    private static IdentifierCheck CheckMedicare(string value) =>
        value.Length is not (10 or 11) || !IsDigits(value) || value[0] is < '2' or > '6'
            ? IdentifierCheck.None
            : Said(WeightedSum(value, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 == value[8] - '0');

    /// <summary>Sum of the leading digits, each times its weight.</summary>
    private static int WeightedSum(ReadOnlySpan<char> digits, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (digits[i] - '0') * weights[i];
        }

        return sum;
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
