namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>An address while it is being read.</summary>
internal sealed class AddressDraft
{
    /// <summary>Two-letter region of the source, which holds when the address names no country.</summary>
    public required string Region { get; init; }

    public string? HouseNumber { get; set; }

    public string? Street { get; set; }

    public string? StreetCore { get; set; }

    public string? Unit { get; set; }

    public string? PostBox { get; set; }

    public string? Building { get; set; }

    public string? City { get; set; }

    public string? State { get; set; }

    public string? Postcode { get; set; }

    public string? Country { get; set; }

    /// <summary>The country whose customs the address is read by.</summary>
    public string CountryOrRegion => Country ?? (Postcode is not null && Postcodes.IsUk(Postcode) ? "GB" : Region);

    /// <summary>German-speaking countries, where the number follows the street and "str." is "strasse".</summary>
    public bool IsGerman => CountryOrRegion is "DE" or "AT" or "CH" or "LI";

    /// <summary>A country alone is no address.</summary>
    public bool IsEmpty => HouseNumber is null && Street is null && Unit is null && PostBox is null && Building is null
        && City is null && State is null && Postcode is null;

    public void AddBuilding(IEnumerable<string> words)
    {
        var text = string.Join(' ', words);
        if (text.Length > 0)
        {
            Building = Building is null ? text : Building + " " + text;
        }
    }

    public void AddUnit(string unit) => Unit = Unit is null || Unit == unit ? unit : Unit + " " + unit;
}
