using System.Collections.Immutable;
using System.Text.Json;

namespace CustomerGrains.Matching.Records;

public static partial class SourceRecordCodec
{
    private static void Write(Utf8JsonWriter writer, SourceRecord record)
    {
        writer.WriteStartObject();
        Number(writer, "type", (byte)record.Type);
        Objects(writer, "names", record.Names, WriteName);
        Objects(writer, "organisation_names", record.OrganisationNames, WriteOrganisationName);
        Texts(writer, "birth_dates", record.BirthDates);
        Texts(writer, "death_dates", record.DeathDates);
        Text(writer, "gender", record.Gender);
        Objects(writer, "addresses", record.Addresses, WriteAddress);
        Objects(writer, "phones", record.Phones, WritePhone);
        Texts(writer, "emails", record.Emails);
        Objects(writer, "identifiers", record.Identifiers, WriteIdentifier);
        Objects(writer, "accounts", record.Accounts, WriteAccount);
        Texts(writer, "websites", record.Websites);
        Texts(writer, "employers", record.Employers);
        Texts(writer, "birth_places", record.BirthPlaces);
        Texts(writer, "nationalities", record.Nationalities);
        Text(writer, "registration_date", record.RegistrationDate);
        Text(writer, "registration_country", record.RegistrationCountry);
        Objects(writer, "traits", record.Traits, WriteTrait);
        WriteOther(writer, record.Other);
        writer.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter writer, PersonName name)
    {
        Number(writer, "type", (byte)name.Type);
        Text(writer, "full", name.Full);
        Text(writer, "given", name.Given);
        Text(writer, "middle", name.Middle);
        Text(writer, "surname", name.Surname);
        Text(writer, "prefix", name.Prefix);
        Text(writer, "suffix", name.Suffix);
    }

    private static void WriteOrganisationName(Utf8JsonWriter writer, OrganisationName name)
    {
        Text(writer, "name", name.Name);
        Number(writer, "type", (byte)name.Type);
    }

    private static void WriteAddress(Utf8JsonWriter writer, Address address)
    {
        Text(writer, "type", address.Type);
        Texts(writer, "lines", address.Lines);
        Text(writer, "house_number", address.HouseNumber);
        Text(writer, "street", address.Street);
        Text(writer, "unit", address.Unit);
        Text(writer, "city", address.City);
        Text(writer, "state", address.State);
        Text(writer, "postcode", address.Postcode);
        Text(writer, "country", address.Country);
        Text(writer, "valid_from", address.ValidFrom);
        Text(writer, "valid_to", address.ValidTo);
    }

    private static void WritePhone(Utf8JsonWriter writer, Phone phone)
    {
        Text(writer, "number", phone.Number);
        Text(writer, "type", phone.Type);
    }

    private static void WriteIdentifier(Utf8JsonWriter writer, Identifier identifier)
    {
        Text(writer, "type", identifier.Type);
        Text(writer, "value", identifier.Value);
        Text(writer, "issuer", identifier.Issuer);
        Flag(writer, "exclusive", identifier.Exclusive);
        Flag(writer, "verified", identifier.Verified);
    }

    private static void WriteAccount(Utf8JsonWriter writer, Account account)
    {
        Text(writer, "number", account.Number);
        Text(writer, "domain", account.Domain);
    }

    private static void WriteTrait(Utf8JsonWriter writer, Trait trait)
    {
        Text(writer, "name", trait.Name);
        Number(writer, "kind", (byte)trait.Kind);
        Text(writer, "value", trait.Value);
    }

    /// <summary>Pairs of name and value in an array, because the order sent and repeated names are kept.</summary>
    private static void WriteOther(Utf8JsonWriter writer, ImmutableArray<KeyValuePair<string, string>> other)
    {
        if (other.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray("other");
        foreach (var (name, value) in other)
        {
            writer.WriteStringValue(name ?? "");
            writer.WriteStringValue(value ?? "");
        }

        writer.WriteEndArray();
    }

    private static void Objects<T>(Utf8JsonWriter writer, string property, ImmutableArray<T> values, Action<Utf8JsonWriter, T> write)
    {
        if (values.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray(property);
        foreach (var value in values)
        {
            writer.WriteStartObject();
            write(writer, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter writer, string property, ImmutableArray<string> values)
    {
        if (values.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray(property);
        foreach (var value in values)
        {
            writer.WriteStringValue(value ?? "");
        }

        writer.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter writer, string property, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(property, value);
        }
    }

    private static void Number(Utf8JsonWriter writer, string property, byte value)
    {
        if (value != 0)
        {
            writer.WriteNumber(property, value);
        }
    }

    private static void Flag(Utf8JsonWriter writer, string property, bool value)
    {
        if (value)
        {
            writer.WriteBoolean(property, true);
        }
    }
}
