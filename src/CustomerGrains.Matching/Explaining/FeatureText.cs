using System.Globalization;
using CustomerGrains.Matching.Comparing;
using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Explaining;

/// <summary>Writes features for people.</summary>
internal static class FeatureText
{
    /// <summary>The value that was compared, or null when the record has none.</summary>
    public static string? Of(RecordFeatures features, ComparedAttribute attribute, int index) => attribute switch
    {
        ComparedAttribute.Given => At(features.Names, index) is { Given.Length: > 0 } name ? Words(name.Given) : null,
        ComparedAttribute.Surname => At(features.Names, index) is { Surname.Length: > 0 } name ? Words(name.Surname) : null,
        ComparedAttribute.NameOrder => At(features.Names, index) is { } name ? $"{Words(name.Given)} {Words(name.Surname)}".Trim() : null,
        ComparedAttribute.Middle => At(features.Names, index) is { } name && name.Given.Length > name.FirstCount ? Words(name.Given[name.FirstCount..]) : null,
        ComparedAttribute.Generation => At(features.Names, index) is { Generation: > 0 } name ? Generation(name.Generation) : null,
        ComparedAttribute.BirthDate => index < features.BirthDates.Length ? Date(features.BirthDates[index]) : null,
        ComparedAttribute.DeathDate => index < features.DeathDates.Length ? Date(features.DeathDates[index]) : null,
        ComparedAttribute.Gender => features.Gender == Gender.Unknown ? null : features.Gender.ToString().ToLowerInvariant(),
        ComparedAttribute.Address => At(features.Addresses, index) is { } address ? Address(address) : null,
        ComparedAttribute.Phone => index < features.Phones.Length ? features.Phones[index].Number : null,
        ComparedAttribute.Email => index < features.Emails.Length ? $"{features.Emails[index].Local}@{features.Emails[index].Domain}" : null,
        ComparedAttribute.Identifier => At(features.Identifiers, index) is { } identifier ? Identifier(identifier) : null,
        ComparedAttribute.Organisation => At(features.OrganisationNames, index) is { } organisation ? $"{organisation.Joined} {organisation.LegalForm}".TrimEnd() : null,
        ComparedAttribute.Website => At(features.Websites, index),
        ComparedAttribute.Employer => At(features.Employers, index),
        ComparedAttribute.BirthPlace => At(features.BirthPlaces, index),
        ComparedAttribute.Nationality => At(features.Nationalities, index),
        ComparedAttribute.Registration => features.RegistrationDate.IsKnown ? Date(features.RegistrationDate) : features.RegistrationCountry,
        ComparedAttribute.Trait => At(features.Traits, index) is { } trait ? $"{trait.Name} {trait.Text}" : null,
        ComparedAttribute.Household => null,
        _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "Not an attribute."),
    };

    /// <summary>The kind of an identifier as people say it.</summary>
    public static string IdentifierKind(string kind) => kind switch
    {
        "nhs" => "NHS number",
        "nino" => "National Insurance number",
        "ssn" => "social security number",
        "account" => "account number",
        _ => $"{kind.Replace('_', ' ')} number",
    };

    private static string Identifier(IdentifierFeature identifier) => identifier.Issuer is null
        ? $"{IdentifierKind(identifier.Kind)} {identifier.Value}"
        : $"{IdentifierKind(identifier.Kind)} {identifier.Value} ({identifier.Issuer})";

    private static T? At<T>(T[] values, int index)
        where T : class => index < values.Length ? values[index] : null;

    private static string Words(NameToken[] tokens) => string.Join(' ', tokens.Select(token => token.Text));

    private static string Generation(byte generation) => generation switch
    {
        1 => "senior",
        2 => "junior",
        _ => generation.ToString(CultureInfo.InvariantCulture),
    };

    private static string Date(DateFeature date) => string.Join('-', new[]
    {
        date.Year == 0 ? "????" : date.Year.ToString("0000", CultureInfo.InvariantCulture),
        date.Month == 0 ? null : date.Month.ToString("00", CultureInfo.InvariantCulture),
        date.Day == 0 ? null : date.Day.ToString("00", CultureInfo.InvariantCulture),
    }.Where(part => part is not null));

    private static string Address(AddressFeature address) => string.Join(", ", new[]
    {
        address.Unit,
        address.Building,
        address.PostBox is null ? null : $"box {address.PostBox}",
        $"{address.HouseNumber} {address.Street ?? address.StreetCore}".Trim(),
        address.City,
        address.State,
        address.Postcode,
    }.Where(part => !string.IsNullOrEmpty(part)));
}
