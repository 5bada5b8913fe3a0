using System.Collections.Immutable;
using CustomerGrains.Index;
using CustomerGrains.Matching.Records;
using Google.Protobuf.Collections;

namespace CustomerGrains.Server.Translation;

/// <summary>Records on the wire and inside. Nothing is standardised; an empty text inside a value reads as absent.</summary>
public static class RecordTranslation
{
    /// <summary>Reads a record off the wire. </summary>
    /// <exception cref="InvalidFieldsException">An enumeration has a number that this version does not know.</exception>
    public static SourceRecord ToSourceRecord(V1.Record record) => new()
    {
        Type = record.Type is >= V1.RecordType.Unspecified and <= V1.RecordType.Property ? (RecordType)record.Type : throw Unknown("record.type"),
        Names = Map(record.Names, ToPersonName),
        OrganisationNames = Map(record.OrganisationNames, name => new OrganisationName(name.Name, ToNameType(name.Type, "record.organisation_names.type"))),
        BirthDates = [.. record.BirthDates],
        DeathDates = [.. record.DeathDates],
        Gender = Absent(record.Gender),
        Addresses = Map(record.Addresses, ToAddress),
        Phones = Map(record.Phones, phone => new Phone(phone.Number, Absent(phone.Type))),
        Emails = [.. record.Emails],
        Identifiers = Map(record.Identifiers, identifier => new Identifier
        {
            Type = identifier.Type,
            Value = identifier.Value,
            Issuer = Absent(identifier.Issuer),
            Exclusive = identifier.Exclusive,
            Verified = identifier.Verified,
        }),
        Accounts = Map(record.Accounts, account => new Account(account.Number, Absent(account.Domain))),
        Websites = [.. record.Websites],
        Employers = [.. record.Employers],
        BirthPlaces = [.. record.BirthPlaces],
        Nationalities = [.. record.Nationalities],
        RegistrationDate = Absent(record.RegistrationDate),
        RegistrationCountry = Absent(record.RegistrationCountry),
        Traits = Map(record.Traits, trait => new Trait(trait.Name, ToTraitKind(trait.Kind), trait.Value)),

        // A map has no order on the wire: a fixed one makes the same content the same record.
        Other = [.. record.Other.OrderBy(other => other.Key, StringComparer.Ordinal)],
    };

    /// <summary>Puts a record on the wire.</summary>
    public static V1.Record ToRecord(SourceRecord record)
    {
        var wire = new V1.Record
        {
            Type = (V1.RecordType)record.Type,
            Gender = record.Gender ?? "",
            RegistrationDate = record.RegistrationDate ?? "",
            RegistrationCountry = record.RegistrationCountry ?? "",
        };
        wire.Names.AddRange(record.Names.Select(ToPersonName));
        wire.OrganisationNames.AddRange(record.OrganisationNames.Select(name => new V1.OrganisationName { Name = name.Name, Type = ToNameType(name.Type) }));
        wire.BirthDates.AddRange(record.BirthDates);
        wire.DeathDates.AddRange(record.DeathDates);
        wire.Addresses.AddRange(record.Addresses.Select(ToAddress));
        wire.Phones.AddRange(record.Phones.Select(phone => new V1.Phone { Number = phone.Number, Type = phone.Type ?? "" }));
        wire.Emails.AddRange(record.Emails);
        wire.Identifiers.AddRange(record.Identifiers.Select(identifier => new V1.Identifier
        {
            Type = identifier.Type,
            Value = identifier.Value,
            Issuer = identifier.Issuer ?? "",
            Exclusive = identifier.Exclusive,
            Verified = identifier.Verified,
        }));
        wire.Accounts.AddRange(record.Accounts.Select(account => new V1.Account { Number = account.Number, Domain = account.Domain ?? "" }));
        wire.Websites.AddRange(record.Websites);
        wire.Employers.AddRange(record.Employers);
        wire.BirthPlaces.AddRange(record.BirthPlaces);
        wire.Nationalities.AddRange(record.Nationalities);
        wire.Traits.AddRange(record.Traits.Select(trait => new V1.Trait { Name = trait.Name, Kind = (V1.TraitKind)trait.Kind + 1, Value = trait.Value }));
        foreach (var (key, value) in record.Other)
        {
            wire.Other[key] = value;
        }

        return wire;
    }

    private static PersonName ToPersonName(V1.PersonName name) => new()
    {
        Type = ToNameType(name.Type, "record.names.type"),
        Full = Absent(name.Full),
        Given = Absent(name.Given),
        Middle = Absent(name.Middle),
        Surname = Absent(name.Surname),
        Prefix = Absent(name.Prefix),
        Suffix = Absent(name.Suffix),
    };

    private static V1.PersonName ToPersonName(PersonName name) => new()
    {
        Type = ToNameType(name.Type),
        Full = name.Full ?? "",
        Given = name.Given ?? "",
        Middle = name.Middle ?? "",
        Surname = name.Surname ?? "",
        Prefix = name.Prefix ?? "",
        Suffix = name.Suffix ?? "",
    };

    private static Address ToAddress(V1.Address address) => new()
    {
        Type = Absent(address.Type),
        Lines = [.. address.Lines],
        HouseNumber = Absent(address.HouseNumber),
        Street = Absent(address.Street),
        Unit = Absent(address.Unit),
        City = Absent(address.City),
        State = Absent(address.State),
        Postcode = Absent(address.Postcode),
        Country = Absent(address.Country),
        ValidFrom = Absent(address.ValidFrom),
        ValidTo = Absent(address.ValidTo),
    };

    private static V1.Address ToAddress(Address address) => new()
    {
        Type = address.Type ?? "",
        Lines = { address.Lines },
        HouseNumber = address.HouseNumber ?? "",
        Street = address.Street ?? "",
        Unit = address.Unit ?? "",
        City = address.City ?? "",
        State = address.State ?? "",
        Postcode = address.Postcode ?? "",
        Country = address.Country ?? "",
        ValidFrom = address.ValidFrom ?? "",
        ValidTo = address.ValidTo ?? "",
    };

    // On the wire 0 is unspecified, taken as primary; inside primary is 0.
    private static NameType ToNameType(V1.NameType type, string field) => type switch
    {
        V1.NameType.Unspecified => NameType.Primary,
        >= V1.NameType.Primary and <= V1.NameType.Native => (NameType)(type - 1),
        _ => throw Unknown(field),
    };

    private static V1.NameType ToNameType(NameType type) => (V1.NameType)type + 1;

    private static TraitKind ToTraitKind(V1.TraitKind kind) => kind switch
    {
        V1.TraitKind.Unspecified => TraitKind.Exact,
        >= V1.TraitKind.Exact and <= V1.TraitKind.Date => (TraitKind)(kind - 1),
        _ => throw Unknown("record.traits.kind"),
    };

    private static InvalidFieldsException Unknown(string field) => new([new FieldViolation(field, "has a number that is not in the contract.")]);

    private static string? Absent(string text) => text.Length == 0 ? null : text;

    private static ImmutableArray<TTo> Map<TFrom, TTo>(RepeatedField<TFrom> values, Func<TFrom, TTo> map)
    {
        if (values.Count == 0)
        {
            return [];
        }

        var mapped = ImmutableArray.CreateBuilder<TTo>(values.Count);
        foreach (var value in values)
        {
            mapped.Add(map(value));
        }

        return mapped.MoveToImmutable();
    }
}
