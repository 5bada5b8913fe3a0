namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>An address while it is being read.</summary>
internal sealed class AddressDraft
{
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

    /// <summary>A country alone is no address.</summary>
    public bool IsEmpty => HouseNumber is null && Street is null && Unit is null && PostBox is null && Building is null
        && City is null && State is null && Postcode is null;

    public void AddBuilding(string words) => Building = Building is null ? words : Building + " " + words;
}
