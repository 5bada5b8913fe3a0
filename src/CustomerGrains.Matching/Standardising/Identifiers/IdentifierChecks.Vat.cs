using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Standardising.Identifiers;

internal static partial class IdentifierChecks
{
    /// <summary>VAT numbers by country prefix or issuer, for the countries whose algorithm is public; others are not checked.</summary>
    private static IdentifierCheck CheckVat(string value, string? issuer)
    {
        var prefixed = value.Length > 2 && char.IsAsciiLetter(value[0]) && char.IsAsciiLetter(value[1]);
        var country = prefixed ? value[..2] : issuer?.ToUpperInvariant();
        var number = prefixed ? value[2..] : value;
        return country switch
        {
            "GB" or "XI" => Said(IsVatGb(number)),
            "DE" => Said(number.Length == 9 && IsDigits(number) && number[0] != '0' && IsMod1110(number)),
            "FR" => IsVatFr(number),
            "BE" => Said(number.Length == 10 && IsDigits(number) && 97 - Mod97(number[..8]) == WeightedSum(number.AsSpan(8), [10, 1])),
            "IT" => Said(number.Length == 11 && IsDigits(number) && IsLuhn(number)),
            "AT" => Said(IsVatAt(number)),
            "NL" => Said(IsVatNl(number)),
            _ => IdentifierCheck.None,
        };
    }

    /// <summary>Nine digits (twelve with a branch): weights 8 to 2, modulus 97, with an offset of 55 for numbers given out since 2009 (HMRC).</summary>
    private static bool IsVatGb(string number)
    {
        if (number.Length is not (9 or 12) || !IsDigits(number))
        {
            return false;
        }

        var sum = WeightedSum(number, [8, 7, 6, 5, 4, 3, 2, 10, 1]);
        return sum % 97 == 0 || (sum + 55) % 97 == 0;
    }

    /// <summary>Two key signs and the SIREN; only the form with a numeric key has a public check.</summary>
    private static IdentifierCheck IsVatFr(string number)
    {
        if (number.Length != 11 || !IsDigits(number.AsSpan(2)))
        {
            return IdentifierCheck.Failed;
        }

        if (!IsDigits(number.AsSpan(0, 2)))
        {
            return IdentifierCheck.None;
        }

        return Said((12 + (3 * Mod97(number[2..]))) % 97 == WeightedSum(number, [10, 1]));
    }

    /// <summary>"U" and eight digits: digits at even places doubled and cross-summed, 10 - (sum + 4) modulus 10.</summary>
    private static bool IsVatAt(string number)
    {
        if (number.Length != 9 || number[0] != 'U' || !IsDigits(number.AsSpan(1)))
        {
            return false;
        }

        var sum = 4;
        for (var i = 1; i <= 7; i++)
        {
            var digit = number[i] - '0';
            sum += i % 2 == 0 ? (digit * 2 / 10) + (digit * 2 % 10) : digit;
        }

        return (10 - (sum % 10)) % 10 == number[8] - '0';
    }

    /// <summary>Nine digits, "B" and two digits: weights 9 to 2, modulus 11, or the newer modulus 97 over the whole.</summary>
    private static bool IsVatNl(string number)
    {
        if (number.Length != 12 || number[9] != 'B' || !IsDigits(number.AsSpan(0, 9)) || !IsDigits(number.AsSpan(10)))
        {
            return false;
        }

        return WeightedSum(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11 == number[8] - '0' || Mod97("NL" + number) == 1;
    }
}
