using System.Collections.Immutable;

namespace CustomerGrains.Matching.Records;

/// <summary>One source's view of a person, organisation or property, as the source wrote it.</summary>
/// <remarks>Nothing here is standardised: the journal keeps this form, so that a new model can read it afresh. Every attribute may repeat.</remarks>
public sealed record SourceRecord
{
    /// <summary>What is described. Default: <see cref="RecordType.Unspecified"/>, decided from the attributes.</summary>
    public RecordType Type { get; init; }

    /// <summary>Names of a person.</summary>
    public ImmutableArray<PersonName> Names { get; init; } = [];

    /// <summary>Names of an organisation.</summary>
    public ImmutableArray<OrganisationName> OrganisationNames { get; init; } = [];

    /// <summary>Birth dates as written, whole or partial.</summary>
    public ImmutableArray<string> BirthDates { get; init; } = [];

    /// <summary>Dates of death as written.</summary>
    public ImmutableArray<string> DeathDates { get; init; } = [];

    /// <summary>Gender as written, or null.</summary>
    public string? Gender { get; init; }

    /// <summary>Addresses.</summary>
    public ImmutableArray<Address> Addresses { get; init; } = [];

    /// <summary>Telephone numbers.</summary>
    public ImmutableArray<Phone> Phones { get; init; } = [];

    /// <summary>E-mail addresses.</summary>
    public ImmutableArray<string> Emails { get; init; } = [];

    /// <summary>Numbers and codes given to one customer.</summary>
    public ImmutableArray<Identifier> Identifiers { get; init; } = [];

    /// <summary>Account numbers.</summary>
    public ImmutableArray<Account> Accounts { get; init; } = [];

    /// <summary>Websites.</summary>
    public ImmutableArray<string> Websites { get; init; } = [];

    /// <summary>Employers.</summary>
    public ImmutableArray<string> Employers { get; init; } = [];

    /// <summary>Birth places.</summary>
    public ImmutableArray<string> BirthPlaces { get; init; } = [];

    /// <summary>Nationalities.</summary>
    public ImmutableArray<string> Nationalities { get; init; } = [];

    /// <summary>Date an organisation was registered, as written, or null.</summary>
    public string? RegistrationDate { get; init; }

    /// <summary>Country an organisation is registered in, or null.</summary>
    public string? RegistrationCountry { get; init; }

    /// <summary>Columns of a deployment's own that take part in matching.</summary>
    public ImmutableArray<Trait> Traits { get; init; } = [];

    /// <summary>Everything else the source sends: kept, returned, never matched. In the order sent.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Other { get; init; } = [];
}

/// <summary>How a name is used.</summary>
public enum NameType : byte
{
    /// <summary>The name in use.</summary>
    Primary = 0,

    /// <summary>A name held before, e.g. a maiden name.</summary>
    Former = 1,

    /// <summary>Another name in use.</summary>
    Alias = 2,

    /// <summary>The name in its own script.</summary>
    Native = 3,
}

/// <summary>A person's name, whole or in parts. When parts are given, <see cref="Full"/> is ignored.</summary>
public sealed record PersonName
{
    public NameType Type { get; init; }
    public string? Full { get; init; }
    public string? Given { get; init; }
    public string? Middle { get; init; }
    public string? Surname { get; init; }
    public string? Prefix { get; init; }
    public string? Suffix { get; init; }
}

/// <summary>An organisation's name.</summary>
public sealed record OrganisationName(string Name, NameType Type = NameType.Primary);

/// <summary>An address, as lines or in parts. Parts win over lines where both say something.</summary>
public sealed record Address
{
    /// <summary>Free label of the source, e.g. "home".</summary>
    public string? Type { get; init; }

    /// <summary>Lines as written, or the whole address in one line.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];
    public string? HouseNumber { get; init; }
    public string? Street { get; init; }
    public string? Unit { get; init; }
    public string? City { get; init; }

    /// <summary>State, county or region.</summary>
    public string? State { get; init; }
    public string? Postcode { get; init; }

    /// <summary>Name or ISO 3166 code.</summary>
    public string? Country { get; init; }
    public string? ValidFrom { get; init; }
    public string? ValidTo { get; init; }
}

/// <summary>A telephone number as written.</summary>
public sealed record Phone(string Number, string? Type = null);

/// <summary>A number or code given to one customer.</summary>
public sealed record Identifier
{
    /// <summary>"nhs", "nino", "ssn", "passport", "driving_licence", "tax", "vat", "iban", "lei", … or the source's own word.</summary>
    public required string Type { get; init; }
    public required string Value { get; init; }

    /// <summary>Country, state or body that issued it, or null.</summary>
    public string? Issuer { get; init; }

    /// <summary>One customer has one value and one value has one customer. Default: false.</summary>
    public bool Exclusive { get; init; }

    /// <summary>The source has checked it against its issuer. Default: false.</summary>
    public bool Verified { get; init; }
}

/// <summary>An account number in some scheme, e.g. a rent account.</summary>
public sealed record Account(string Number, string? Domain = null);

/// <summary>How values of a trait are compared.</summary>
public enum TraitKind : byte
{
    Exact = 0,
    Text = 1,
    Number = 2,
    Date = 3,
}

/// <summary>A column of a deployment's own that takes part in matching.</summary>
public sealed record Trait(string Name, TraitKind Kind, string Value);
