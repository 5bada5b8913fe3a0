using System.Collections.Immutable;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Importing;

/// <summary>Gathers the attributes of one record. What is empty is not added.</summary>
internal sealed class RecordBuilder
{
    private readonly ImmutableArray<PersonName>.Builder _names = ImmutableArray.CreateBuilder<PersonName>();
    private readonly ImmutableArray<OrganisationName>.Builder _organisations = ImmutableArray.CreateBuilder<OrganisationName>();
    private readonly ImmutableArray<Address>.Builder _addresses = ImmutableArray.CreateBuilder<Address>();
    private readonly ImmutableArray<Phone>.Builder _phones = ImmutableArray.CreateBuilder<Phone>();
    private readonly ImmutableArray<Identifier>.Builder _identifiers = ImmutableArray.CreateBuilder<Identifier>();
    private readonly ImmutableArray<Account>.Builder _accounts = ImmutableArray.CreateBuilder<Account>();
    private readonly ImmutableArray<Trait>.Builder _traits = ImmutableArray.CreateBuilder<Trait>();
    private readonly ImmutableArray<KeyValuePair<string, string>>.Builder _other = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
    private readonly Dictionary<AttributeKind, List<string>> _values = [];

    public RecordType Type { get; set; }

    /// <summary>Country of addresses that name none; null: left open.</summary>
    public string? DefaultCountry { get; init; }

    public void Name(NameType type, string? full, string? given, string? middle, string? surname, string? prefix, string? suffix)
    {
        // A former name repeats the given names: without a surname of its own it says nothing.
        var tells = type is NameType.Former ? surname ?? full : full ?? given ?? middle ?? surname;
        tells = type is NameType.Alias ? full ?? given : tells;
        if (tells is not null)
        {
            var parts = (given ?? middle ?? surname) is not null;
            _names.Add(new PersonName
            {
                Type = type,
                Full = parts ? null : full,
                Given = given,
                Middle = middle,
                Surname = surname,
                Prefix = prefix,
                Suffix = suffix,
            });
        }
    }

    public void Organisation(string? name, NameType type)
    {
        if (name is not null)
        {
            _organisations.Add(new OrganisationName(name, type));
        }
    }

    public void Address(Address address)
    {
        var said = address.Lines.Length > 0
            || (address.HouseNumber ?? address.Street ?? address.Unit ?? address.City ?? address.State ?? address.Postcode ?? address.Country) is not null;
        if (said)
        {
            _addresses.Add(address.Country is null && DefaultCountry is not null ? address with { Country = DefaultCountry } : address);
        }
    }

    public void Phone(string? number, string? type)
    {
        if (number is not null)
        {
            _phones.Add(new Phone(number, type));
        }
    }

    public void Identifier(string? type, string? value, string? issuer, bool exclusive, bool verified)
    {
        if (type is not null && value is not null)
        {
            _identifiers.Add(new Identifier { Type = type, Value = value, Issuer = issuer, Exclusive = exclusive, Verified = verified });
        }
    }

    public void Account(string? number, string? domain)
    {
        if (number is not null)
        {
            _accounts.Add(new Account(number, domain));
        }
    }

    public void Trait(string? name, TraitKind kind, string? value)
    {
        if (name is not null && value is not null)
        {
            _traits.Add(new Trait(name, kind, value));
        }
    }

    /// <summary>An attribute that is one text.</summary>
    public void Value(AttributeKind kind, string? value)
    {
        if (value is null)
        {
            return;
        }

        if (!_values.TryGetValue(kind, out var values))
        {
            _values.Add(kind, values = []);
        }
        else if (kind is AttributeKind.Gender or AttributeKind.RegistrationDate or AttributeKind.RegistrationCountry)
        {
            // A record has one of these; a second one is kept beside it.
            Other(kind.ToString(), value);
            return;
        }

        values.Add(value);
    }

    /// <summary>Kept, not matched. A name that comes again gets a number, because names are unique there.</summary>
    public void Other(string name, string value)
    {
        var unique = name;
        for (var i = 2; _other.Any(pair => pair.Key == unique); i++)
        {
            unique = $"{name} {i}";
        }

        _other.Add(KeyValuePair.Create(unique, value));
    }

    public SourceRecord Build() => new()
    {
        Type = Type,
        Names = _names.DrainToImmutable(),
        OrganisationNames = _organisations.DrainToImmutable(),
        BirthDates = Values(AttributeKind.BirthDate),
        DeathDates = Values(AttributeKind.DeathDate),
        Gender = Single(AttributeKind.Gender),
        Addresses = _addresses.DrainToImmutable(),
        Phones = _phones.DrainToImmutable(),
        Emails = Values(AttributeKind.Email),
        Identifiers = _identifiers.DrainToImmutable(),
        Accounts = _accounts.DrainToImmutable(),
        Websites = Values(AttributeKind.Website),
        Employers = Values(AttributeKind.Employer),
        BirthPlaces = Values(AttributeKind.BirthPlace),
        Nationalities = Values(AttributeKind.Nationality),
        RegistrationDate = Single(AttributeKind.RegistrationDate),
        RegistrationCountry = Single(AttributeKind.RegistrationCountry),
        Traits = _traits.DrainToImmutable(),
        Other = _other.DrainToImmutable(),
    };

    private ImmutableArray<string> Values(AttributeKind kind) => _values.TryGetValue(kind, out var values) ? [.. values] : [];

    private string? Single(AttributeKind kind) => _values.TryGetValue(kind, out var values) ? values[0] : null;
}
