using System.Globalization;
using System.Text;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Customers;

/// <summary>A customer's number as people read it: "C-0001-2345-K", groups of four digits and a check character.</summary>
/// <remarks>The check character is ISO/IEC 7064 MOD 37,36: a digit or capital letter that catches every single wrong digit and every swap of neighbours. The default names no customer.</remarks>
public readonly record struct CustomerId(CustomerNo No)
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const int DigitsMin = 8;

    /// <summary>Reads an id as printed; letters of either case, hyphens and spaces optional.</summary>
    /// <returns>False when the text is no id or its check character is wrong.</returns>
    public static bool TryParse(string? text, out CustomerId id)
    {
        id = default;
        if (text is null || text.Length > 64)
        {
            return false;
        }

        var compact = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is not ('-' or ' '))
            {
                compact.Append(char.ToUpperInvariant(character));
            }
        }

        if (compact.Length < DigitsMin + 2 || compact[0] != 'C')
        {
            return false;
        }

        var digits = compact.ToString(1, compact.Length - 2);
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number == 0
            || compact[^1] != CheckCharacter(digits))
        {
            return false;
        }

        id = new CustomerId(new CustomerNo(number));
        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        if (No.IsNone)
        {
            return "";
        }

        var digits = No.Value.ToString(CultureInfo.InvariantCulture);
        digits = digits.PadLeft(Math.Max(DigitsMin, (digits.Length + 3) / 4 * 4), '0');
        var text = new StringBuilder("C");
        for (var i = 0; i < digits.Length; i += 4)
        {
            text.Append('-').Append(digits, i, 4);
        }

        return text.Append('-').Append(CheckCharacter(digits)).ToString();
    }

    private static char CheckCharacter(string digits)
    {
        var product = 36;
        foreach (var digit in digits)
        {
            var sum = (product + (digit - '0')) % 36;
            product = (sum == 0 ? 36 : sum) * 2 % 37;
        }

        return Alphabet[(37 - product) % 36];
    }
}
