namespace CustomerGrains.Matching.Comparing;

/// <summary>What two records are compared by. One attribute gives one level to a pair.</summary>
public enum ComparedAttribute : byte
{
    Given,
    Surname,
    NameOrder,
    Middle,
    Generation,
    BirthDate,
    DeathDate,
    Gender,
    Address,
    Phone,
    Email,
    Identifier,
    Organisation,
    Website,
    Employer,
    BirthPlace,
    Nationality,
    Registration,
    Trait,
    Household,
}
