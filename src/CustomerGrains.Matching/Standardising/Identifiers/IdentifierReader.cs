using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising.Addresses;
using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising.Identifiers;

/// <summary>Reads identifiers and account numbers.</summary>
internal static class IdentifierReader
{
    /// <summary>Characters of a value that are read.</summary>
    public const int LengthMax = 128;

    /// <summary>The identifier, or null when its value says nothing.</summary>
    public static IdentifierFeature? Read(Identifier identifier)
    {
        var kind = IdentifierKinds.Canonical(TextFolding.Fold(identifier.Type));
        var value = Value(identifier.Value);
        if (value is null || IdentifierKinds.IsPlaceholder(kind, value))
        {
            return null;
        }

        var issuer = Issuer(identifier.Issuer);
        value = IdentifierKinds.Complete(kind, value, issuer);
        var check = IdentifierChecks.Check(kind, value, issuer);
        return new IdentifierFeature
        {
            Kind = kind,
            Value = value,
            Issuer = issuer,
            Exclusive = identifier.Exclusive || IdentifierKinds.IsExclusive(kind, issuer, check),
            Verified = identifier.Verified,
            Check = check,
        };
    }

    /// <summary>The account as an identifier of kind "account", or null when its number says nothing.</summary>
    public static IdentifierFeature? Read(Account account)
    {
        var value = Value(account.Number);
        return value is null || Placeholders.IsFillerNumber(value)
            ? null
            : new IdentifierFeature { Kind = "account", Value = value, Issuer = TextFolding.Fold(account.Domain) };
    }

    private static string? Issuer(string? issuer)
    {
        var folded = Placeholders.Without(TextFolding.Fold(issuer));
        return folded is null ? null : Countries.CodeOf(folded) ?? States.CodeOf(folded) ?? folded;
    }

    /// <summary>Upper-case letters and digits of the value, or null for none and for placeholders in words.</summary>
    private static string? Value(string? text)
    {
        var ascii = TextFolding.ToAscii(text, LengthMax);
        if (ascii.IsEmpty || Placeholders.Contains(TextFolding.FoldAscii(ascii)))
        {
            return null;
        }

        var buffer = ascii.Length <= 512 ? stackalloc char[512] : new char[ascii.Length];
        var length = 0;
        foreach (var c in ascii)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                buffer[length++] = char.ToUpperInvariant(c);
            }
        }

        return length == 0 ? null : buffer[..length].ToString();
    }
}
