using System.Globalization;
using System.Text;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Customers;

/// <summary>A value of a record in words.</summary>
/// <param name="Rank">Place of the attribute in a list of all.</param>
/// <param name="Folded">The same for all ways to write the value.</param>
/// <param name="IsCurrent">Not a former name or an address that ended.</param>
internal readonly record struct AttributeText(int Rank, string Attribute, string Value, string Folded, bool IsCurrent);

/// <summary>Puts the values of a record into words, for people to read.</summary>
internal static class AttributeTexts
{
    private const int PhoneDigitsCompared = 9;

    public static IEnumerable<AttributeText> Of(SourceRecord record) =>
        Stated(record).Where(value => value.Folded.Length > 0);

    private static IEnumerable<AttributeText> Stated(SourceRecord record)
    {
        foreach (var name in record.Names)
        {
            var text = name.Given is null && name.Surname is null && name.Middle is null
                ? name.Full
                : Join(" ", name.Prefix, name.Given, name.Middle, name.Surname, name.Suffix);
            var bare = name.Given is null && name.Surname is null && name.Middle is null ? name.Full : Join(" ", name.Given, name.Middle, name.Surname, name.Suffix);
            yield return Value(0, "name", text, Fold(bare), name.Type is NameType.Primary or NameType.Native);
        }

        foreach (var name in record.OrganisationNames)
        {
            yield return Value(1, "organisation name", name.Name, isCurrent: name.Type != NameType.Former);
        }

        foreach (var date in record.BirthDates)
        {
            yield return Value(2, "birth date", date);
        }

        foreach (var date in record.DeathDates)
        {
            yield return Value(3, "date of death", date);
        }

        yield return Value(4, "gender", record.Gender);
        foreach (var address in record.Addresses)
        {
            yield return Value(5, "address", InWords(address), isCurrent: string.IsNullOrWhiteSpace(address.ValidTo));
        }

        foreach (var phone in record.Phones)
        {
            var digits = new string([.. phone.Number.Where(char.IsAsciiDigit)]);
            yield return Value(6, "phone", phone.Number, digits.Length > PhoneDigitsCompared ? digits[^PhoneDigitsCompared..] : digits);
        }

        foreach (var email in record.Emails)
        {
            yield return Value(7, "e-mail", email, email.Trim().ToLowerInvariant());
        }

        foreach (var identifier in record.Identifiers)
        {
            var issuer = string.IsNullOrWhiteSpace(identifier.Issuer) ? "" : $" ({identifier.Issuer.Trim()})";
            yield return Value(8, identifier.Type.Trim().ToLowerInvariant(), identifier.Value + issuer);
        }

        foreach (var account in record.Accounts)
        {
            yield return Value(9, string.IsNullOrWhiteSpace(account.Domain) ? "account" : $"account ({account.Domain.Trim()})", account.Number);
        }

        foreach (var (rank, attribute, values) in new[]
        {
            (10, "website", record.Websites), (11, "employer", record.Employers), (12, "birth place", record.BirthPlaces), (13, "nationality", record.Nationalities),
        })
        {
            foreach (var value in values)
            {
                yield return Value(rank, attribute, value);
            }
        }

        yield return Value(14, "registration date", record.RegistrationDate);
        yield return Value(15, "registration country", record.RegistrationCountry);
        foreach (var trait in record.Traits)
        {
            yield return Value(16, trait.Name, trait.Value);
        }

        foreach (var (name, value) in record.Other)
        {
            yield return Value(17, name, value);
        }
    }

    private static AttributeText Value(int rank, string attribute, string? text, string? folded = null, bool isCurrent = true) =>
        new(rank, attribute, text?.Trim() ?? "", folded ?? Fold(text), isCurrent);

    private static string InWords(Address address)
    {
        var lines = address.Lines.IsDefaultOrEmpty ? "" : Join(", ", [.. address.Lines]);
        var parts = Join(", ", address.Unit, Join(" ", address.HouseNumber, address.Street), address.City, Join(" ", address.State, address.Postcode), address.Country);
        return Join(", ", lines, parts);
    }

    private static string Join(string separator, params string?[] parts) =>
        string.Join(separator, parts.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => part!.Trim()));

    /// <summary>Letters and digits in lower case, accents dropped.</summary>
    private static string Fold(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var folded = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(character))
            {
                folded.Append(char.ToLowerInvariant(character));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.MathSymbol)
            {
                folded.Append(character);
            }
        }

        return folded.ToString();
    }
}
