using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Scoring;

/// <summary>Attributes that tell people of one name and address apart.</summary>
[Flags]
internal enum PersonalAttributes : byte
{
    None = 0,
    BirthDate = 1,
    Generation = 2,
    Identifier = 4,
}

/// <summary>What a pair says of the personal attributes.</summary>
/// <param name="Contradicting">They differ.</param>
/// <param name="Silent">At least one side does not have them.</param>
/// <param name="Agreeing">They speak for one person.</param>
/// <param name="IsTelling">Something agrees that namesakes of one town do not share: an identifier; or, where the addresses do not differ, a birth date, a phone, an e-mail address, a house or a postcode.</param>
internal readonly record struct PersonalEvidence(PersonalAttributes Contradicting, PersonalAttributes Silent, PersonalAttributes Agreeing, bool IsTelling)
{
    public static PersonalEvidence Of(in Findings findings)
    {
        var birthDate = findings[ComparedAttribute.BirthDate].Level;
        var generation = findings[ComparedAttribute.Generation].Level;
        var identifier = findings[ComparedAttribute.Identifier].Level;
        return new PersonalEvidence(
            (birthDate == ComparisonLevel.BirthDateDiffers ? PersonalAttributes.BirthDate : 0)
                | (generation == ComparisonLevel.GenerationDiffers ? PersonalAttributes.Generation : 0)
                | (identifier is ComparisonLevel.IdentifierDiffers or ComparisonLevel.IdentifierExclusiveDiffers ? PersonalAttributes.Identifier : 0),
            (birthDate == ComparisonLevel.None ? PersonalAttributes.BirthDate : 0)
                | (generation == ComparisonLevel.None ? PersonalAttributes.Generation : 0)
                | (identifier == ComparisonLevel.None ? PersonalAttributes.Identifier : 0),
            (findings[ComparedAttribute.BirthDate].Weight > 0 ? PersonalAttributes.BirthDate : 0)
                | (findings[ComparedAttribute.Generation].Weight > 0 ? PersonalAttributes.Generation : 0)
                | (findings.IdentifierAgrees ? PersonalAttributes.Identifier : 0),
            findings.IdentifierAgrees || (findings[ComparedAttribute.Address].Weight >= 0 && TellsWithAddress(findings)));
    }

    /// <summary>Something agrees besides names, and the address does not speak against it. In a made-up town of 100,000 records nearly all weak pairs of two addresses were two people.</summary>
    private static bool TellsWithAddress(in Findings findings) => findings[ComparedAttribute.BirthDate].Weight > 0
        || findings[ComparedAttribute.Phone].Weight > 0
        || findings[ComparedAttribute.Email].Weight > 0
        || findings[ComparedAttribute.Address].Level is ComparisonLevel.AddressSame or ComparisonLevel.AddressUnit or ComparisonLevel.AddressHouseElsewhere or ComparisonLevel.AddressClose
            or ComparisonLevel.AddressPostcode;
}
