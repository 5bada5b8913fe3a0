using System.Text;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Dates;
using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising;

/// <summary>Reads the traits of a deployment's own.</summary>
internal static class TraitReader
{
    private const int LengthMax = 256;
    private const int FractionDigits = 6;

    /// <summary>The trait, or null when its value does not suit its kind or says nothing.</summary>
    public static TraitFeature? Read(Trait trait, DateOrder order, bool monthFirst)
    {
        if (TextFolding.Fold(trait.Name, 64) is not { } name || TextFolding.IsBlank(trait.Value))
        {
            return null;
        }

        switch (trait.Kind)
        {
            case TraitKind.Exact:
                return new TraitFeature { Name = name, Kind = trait.Kind, Text = WellFormed(TextFolding.Head(trait.Value, LengthMax)) };
            case TraitKind.Number:
                return TryMillionths(TextFolding.ToAscii(trait.Value, LengthMax), out var millionths)
                    ? new TraitFeature { Name = name, Kind = trait.Kind, Text = TextFolding.Fold(trait.Value) ?? "", Millionths = millionths }
                    : null;
            case TraitKind.Date:
                var date = DateReader.Read(trait.Value, order, monthFirst);
                return date.IsKnown
                    ? new TraitFeature { Name = name, Kind = trait.Kind, Text = TextFolding.Fold(trait.Value) ?? "", Date = date }
                    : null;
            default:
                return Placeholders.Without(TextFolding.Fold(trait.Value, LengthMax)) is { } text
                    ? new TraitFeature { Name = name, Kind = trait.Kind, Text = text }
                    : null;
        }
    }

    /// <summary>Halves of surrogate pairs become U+FFFD, so that the text survives UTF-8.</summary>
    private static string WellFormed(ReadOnlySpan<char> text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.ToArray()));

    /// <summary>A decimal number with an optional sign, "," between thousands and "." before the fraction; digits past the sixth place are cut.</summary>
    private static bool TryMillionths(ReadOnlySpan<char> text, out long millionths)
    {
        millionths = 0;
        var negative = text.StartsWith("-", StringComparison.Ordinal);
        var digits = 0;
        var fraction = -1;
        foreach (var c in text.TrimStart("+-$ "))
        {
            if (c == '.' && fraction < 0)
            {
                fraction = 0;
            }
            else if (char.IsAsciiDigit(c))
            {
                if (fraction < FractionDigits && ++digits <= 18)
                {
                    millionths = (millionths * 10) + (c - '0');
                    fraction = fraction < 0 ? fraction : fraction + 1;
                }
                else if (fraction < 0)
                {
                    return false;
                }
            }
            else if (c is not (',' or ' ' or '_'))
            {
                return false;
            }
        }

        for (var i = Math.Max(fraction, 0); i < FractionDigits; i++)
        {
            if (millionths > long.MaxValue / 10)
            {
                return false;
            }

            millionths *= 10;
        }

        millionths = negative ? -millionths : millionths;
        return digits > 0;
    }
}
