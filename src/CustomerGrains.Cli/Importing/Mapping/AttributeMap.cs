namespace CustomerGrains.Cli.Importing.Mapping;

/// <summary>What part of a record a group of columns makes.</summary>
internal enum AttributeKind
{
    Name,
    OrganisationName,
    BirthDate,
    DeathDate,
    Gender,
    Address,
    Phone,
    Email,
    Identifier,
    Account,
    Website,
    Employer,
    BirthPlace,
    Nationality,
    RegistrationDate,
    RegistrationCountry,
    Trait,
    Other,
}

/// <summary>One attribute of the record and the columns its fields come from.</summary>
/// <param name="Fields">Field, e.g. "given", and its text; a field may repeat where it has lines.</param>
internal sealed record AttributeMap(AttributeKind Kind, IReadOnlyList<KeyValuePair<string, ColumnText>> Fields)
{
    public static AttributeMap Single(AttributeKind kind, string column) => new(kind, [new("value", ColumnText.Of(column))]);
}

/// <summary>How the columns of a file become records.</summary>
internal sealed record ColumnMapping
{
    /// <summary>Source of a row; null: the command line says.</summary>
    public ColumnText? Source { get; init; }

    /// <summary>Record id of a row; null: there is none.</summary>
    public ColumnText? RecordId { get; init; }

    /// <summary>Version the source gives the row; null: none.</summary>
    public ColumnText? Version { get; init; }

    /// <summary>"person", "organisation" or "property"; null: decided from the attributes.</summary>
    public ColumnText? RecordType { get; init; }

    /// <summary>Country of addresses that name none; null: left open.</summary>
    public string? DefaultCountry { get; init; }

    /// <summary>How the source writes what can be read in more than one way.</summary>
    public SaidDefaults Defaults { get; init; } = SaidDefaults.None;

    public required IReadOnlyList<AttributeMap> Attributes { get; init; }

    /// <summary>The text it was read from; null when columns were recognised by their names.</summary>
    public WrittenMapping? Written { get; init; }

    /// <summary>Columns that are not even kept.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}
