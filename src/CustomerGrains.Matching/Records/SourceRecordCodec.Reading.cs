using System.Collections.Immutable;
using System.Text.Json;

namespace CustomerGrains.Matching.Records;

public static partial class SourceRecordCodec
{
    private delegate T ReadOne<T>(ref Utf8JsonReader reader);

    private delegate T ReadProperty<T>(ref Utf8JsonReader reader, string property, T value);

    private static SourceRecord ReadRecord(ref Utf8JsonReader reader) =>
        ReadObject(ref reader, new SourceRecord(), static (ref reader, property, record) => property switch
        {
            "type" => record with { Type = (RecordType)ReadNumber(ref reader, (byte)RecordType.Property) },
            "names" => record with { Names = ReadArray(ref reader, ReadName) },
            "organisation_names" => record with { OrganisationNames = ReadArray(ref reader, ReadOrganisationName) },
            "birth_dates" => record with { BirthDates = ReadArray(ref reader, ReadText) },
            "death_dates" => record with { DeathDates = ReadArray(ref reader, ReadText) },
            "gender" => record with { Gender = ReadText(ref reader) },
            "addresses" => record with { Addresses = ReadArray(ref reader, ReadAddress) },
            "phones" => record with { Phones = ReadArray(ref reader, ReadPhone) },
            "emails" => record with { Emails = ReadArray(ref reader, ReadText) },
            "identifiers" => record with { Identifiers = ReadArray(ref reader, ReadIdentifier) },
            "accounts" => record with { Accounts = ReadArray(ref reader, ReadAccount) },
            "websites" => record with { Websites = ReadArray(ref reader, ReadText) },
            "employers" => record with { Employers = ReadArray(ref reader, ReadText) },
            "birth_places" => record with { BirthPlaces = ReadArray(ref reader, ReadText) },
            "nationalities" => record with { Nationalities = ReadArray(ref reader, ReadText) },
            "registration_date" => record with { RegistrationDate = ReadText(ref reader) },
            "registration_country" => record with { RegistrationCountry = ReadText(ref reader) },
            "traits" => record with { Traits = ReadArray(ref reader, ReadTrait) },
            "other" => record with { Other = ReadOther(ref reader) },
            _ => throw Unknown(property),
        });

    private static PersonName ReadName(ref Utf8JsonReader reader) =>
        ReadObject(ref reader, new PersonName(), static (ref reader, property, name) => property switch
        {
            "type" => name with { Type = (NameType)ReadNumber(ref reader, (byte)NameType.Native) },
            "full" => name with { Full = ReadText(ref reader) },
            "given" => name with { Given = ReadText(ref reader) },
            "middle" => name with { Middle = ReadText(ref reader) },
            "surname" => name with { Surname = ReadText(ref reader) },
            "prefix" => name with { Prefix = ReadText(ref reader) },
            "suffix" => name with { Suffix = ReadText(ref reader) },
            _ => throw Unknown(property),
        });

    private static OrganisationName ReadOrganisationName(ref Utf8JsonReader reader) =>
        ReadObject(ref reader, new OrganisationName(""), static (ref reader, property, name) => property switch
        {
            "name" => name with { Name = ReadText(ref reader) },
            "type" => name with { Type = (NameType)ReadNumber(ref reader, (byte)NameType.Native) },
            _ => throw Unknown(property),
        });

    private static Address ReadAddress(ref Utf8JsonReader reader) =>
        ReadObject(ref reader, new Address(), static (ref reader, property, address) => property switch
        {
            "type" => address with { Type = ReadText(ref reader) },
            "lines" => address with { Lines = ReadArray(ref reader, ReadText) },
            "house_number" => address with { HouseNumber = ReadText(ref reader) },
            "street" => address with { Street = ReadText(ref reader) },
            "unit" => address with { Unit = ReadText(ref reader) },
            "city" => address with { City = ReadText(ref reader) },
            "state" => address with { State = ReadText(ref reader) },
            "postcode" => address with { Postcode = ReadText(ref reader) },
            "country" => address with { Country = ReadText(ref reader) },
            "valid_from" => address with { ValidFrom = ReadText(ref reader) },
            "valid_to" => address with { ValidTo = ReadText(ref reader) },
            _ => throw Unknown(property),
        });

    private static Phone ReadPhone(ref Utf8JsonReader reader) =>
        ReadObject(ref reader, new Phone(""), static (ref reader, property, phone) => property switch
        {
            "number" => phone with { Number = ReadText(ref reader) },
            "type" => phone with { Type = ReadText(ref reader) },
            _ => throw Unknown(property),
        });

    private static Identifier ReadIdentifier(ref Utf8JsonReader reader) =>
        ReadObject(ref reader, new Identifier { Type = "", Value = "" }, static (ref reader, property, identifier) => property switch
        {
            "type" => identifier with { Type = ReadText(ref reader) },
            "value" => identifier with { Value = ReadText(ref reader) },
            "issuer" => identifier with { Issuer = ReadText(ref reader) },
            "exclusive" => identifier with { Exclusive = ReadFlag(ref reader) },
            "verified" => identifier with { Verified = ReadFlag(ref reader) },
            _ => throw Unknown(property),
        });

    private static Account ReadAccount(ref Utf8JsonReader reader) =>
        ReadObject(ref reader, new Account(""), static (ref reader, property, account) => property switch
        {
            "number" => account with { Number = ReadText(ref reader) },
            "domain" => account with { Domain = ReadText(ref reader) },
            _ => throw Unknown(property),
        });

    private static Trait ReadTrait(ref Utf8JsonReader reader) =>
        ReadObject(ref reader, new Trait("", TraitKind.Exact, ""), static (ref reader, property, trait) => property switch
        {
            "name" => trait with { Name = ReadText(ref reader) },
            "kind" => trait with { Kind = (TraitKind)ReadNumber(ref reader, (byte)TraitKind.Date) },
            "value" => trait with { Value = ReadText(ref reader) },
            _ => throw Unknown(property),
        });

    private static ImmutableArray<KeyValuePair<string, string>> ReadOther(ref Utf8JsonReader reader)
    {
        var flat = ReadArray(ref reader, ReadText);
        if (flat.Length % 2 != 0)
        {
            throw Unreadable("a name under \"other\" has no value");
        }

        var other = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(flat.Length / 2);
        for (var i = 0; i < flat.Length; i += 2)
        {
            other.Add(new(flat[i], flat[i + 1]));
        }

        return other.MoveToImmutable();
    }

    private static T ReadObject<T>(ref Utf8JsonReader reader, T value, ReadProperty<T> readProperty)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Unreadable($"{reader.TokenType} where an object was expected");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var property = reader.GetString()!;
            reader.Read();
            value = readProperty(ref reader, property, value);
        }

        return value;
    }

    private static ImmutableArray<T> ReadArray<T>(ref Utf8JsonReader reader, ReadOne<T> readOne)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw Unreadable($"{reader.TokenType} where an array was expected");
        }

        var values = ImmutableArray.CreateBuilder<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(readOne(ref reader));
        }

        return values.ToImmutable();
    }

    private static string ReadText(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Unreadable($"{reader.TokenType} where text was expected");

    private static byte ReadNumber(ref Utf8JsonReader reader, byte max) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetByte(out var value) && value <= max
            ? value
            : throw Unreadable($"a choice that is not a number from 0 to {max}");

    private static bool ReadFlag(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw Unreadable($"{reader.TokenType} where true or false was expected"),
    };

    private static InvalidDataException Unknown(string property) => Unreadable($"unknown property \"{property}\"");
}
