namespace CustomerGrains.Matching.Standardising.Addresses;

/// <summary>What the part for the street holds, beside lines.</summary>
internal enum StreetPart
{
    /// <summary>Nothing: the street is in the lines.</summary>
    None,

    /// <summary>A street, so the lines hold none.</summary>
    Street,

    /// <summary>A name without number or type of street ("Pinecroft"): a street, unless a line looks like one.</summary>
    Name,
}
