namespace CustomerGrains.Cli.Generating;

/// <summary>Where a household lives.</summary>
internal sealed record Dwelling(int Number, int? Flat, string Street, string Postcode)
{
    public const string Town = "Thornminster";

    public string Line => Flat is { } flat ? $"Flat {flat}, {Number} {Street}" : $"{Number} {Street}";
}

/// <summary>A person as they really are; the sources see them less well.</summary>
internal sealed record Resident
{
    /// <summary>Number in the town; what the truth file calls them.</summary>
    public required long Number { get; init; }
    public required bool Female { get; init; }
    public required string Given { get; init; }
    public string? Middle { get; init; }
    public required string Surname { get; init; }

    /// <summary>Surname before a marriage, or null.</summary>
    public string? FormerSurname { get; init; }

    /// <summary>"Jr" when a parent at the same address has the same name.</summary>
    public string? Suffix { get; init; }
    public required DateOnly Born { get; init; }
    public required Dwelling Home { get; init; }

    /// <summary>Where they lived before, which some sources still hold; or null.</summary>
    public Dwelling? FormerHome { get; init; }

    /// <summary>Number of the household.</summary>
    public string? Landline { get; init; }
    public string? Mobile { get; init; }
    public string? Email { get; init; }
    public string? Nino { get; init; }
    public string? Nhs { get; init; }

    /// <summary>Rents from the council.</summary>
    public bool Tenant { get; init; }

    /// <summary>Pays the council tax of the home.</summary>
    public bool Liable { get; init; }

    public int Age => Household.Today.Year - Born.Year;
}
