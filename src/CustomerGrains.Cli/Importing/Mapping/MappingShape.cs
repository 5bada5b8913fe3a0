namespace CustomerGrains.Cli.Importing.Mapping;

/// <summary>How a field of a mapping file is written.</summary>
internal enum FieldUse
{
    /// <summary>A column by name, or an object.</summary>
    Column,

    /// <summary>Several of these in a row, e.g. address lines.</summary>
    Columns,

    /// <summary>A word for every row, or an object that names a column.</summary>
    Word,

    /// <summary>true or false.</summary>
    Flag,
}

/// <summary>The keys of a mapping file: the one list that reading, errors and documentation agree on.</summary>
internal static class MappingShape
{
    /// <summary>Keys that hold attributes: kind, whether the value is a list, and the fields of an object; no fields: the value is a column itself.</summary>
    public static readonly IReadOnlyDictionary<string, (AttributeKind Kind, bool Many, IReadOnlyDictionary<string, FieldUse> Fields)> Attributes =
        new Dictionary<string, (AttributeKind, bool, IReadOnlyDictionary<string, FieldUse>)>(StringComparer.Ordinal)
        {
            ["names"] = (AttributeKind.Name, true, Fields("type:word full given middle surname prefix suffix")),
            ["organisationNames"] = (AttributeKind.OrganisationName, true, Fields("type:word name")),
            ["birthDates"] = (AttributeKind.BirthDate, true, Fields("")),
            ["deathDates"] = (AttributeKind.DeathDate, true, Fields("")),
            ["gender"] = (AttributeKind.Gender, false, Fields("")),
            ["addresses"] = (AttributeKind.Address, true,
                Fields("type:word lines:columns houseNumber street unit city state postcode country validFrom validTo")),
            ["phones"] = (AttributeKind.Phone, true, Fields("type:word number")),
            ["emails"] = (AttributeKind.Email, true, Fields("")),
            ["identifiers"] = (AttributeKind.Identifier, true, Fields("type:word value issuer:word exclusive:flag verified:flag")),
            ["accounts"] = (AttributeKind.Account, true, Fields("domain:word number")),
            ["websites"] = (AttributeKind.Website, true, Fields("")),
            ["employers"] = (AttributeKind.Employer, true, Fields("")),
            ["birthPlaces"] = (AttributeKind.BirthPlace, true, Fields("")),
            ["nationalities"] = (AttributeKind.Nationality, true, Fields("")),
            ["registrationDate"] = (AttributeKind.RegistrationDate, false, Fields("")),
            ["registrationCountry"] = (AttributeKind.RegistrationCountry, false, Fields("")),
            ["traits"] = (AttributeKind.Trait, true, Fields("name:word kind:word value")),
        };

    /// <summary>Keys about the file as a whole.</summary>
    public static readonly IReadOnlyList<string> Whole =
        ["source", "recordId", "version", "recordType", "defaultRegion", "defaultCountry", "dateOrder", "ignore", "description"];

    private static Dictionary<string, FieldUse> Fields(string shape) =>
        shape.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(field => field.Split(':'))
            .ToDictionary(
                parts => parts[0],
                parts => parts.Length == 1 ? FieldUse.Column : Enum.Parse<FieldUse>(parts[1], ignoreCase: true),
                StringComparer.Ordinal);
}
