namespace CustomerGrains.Matching.Comparing;

/// <summary>What is known of a level besides its weight.</summary>
/// <param name="Attribute">Attribute it grades.</param>
/// <param name="Name">Name in the model file.</param>
/// <param name="InWords">For explanations.</param>
/// <param name="SharesTrait">Two records at this level share a secondary trait of the attribute, so that a split hot key still compares them.</param>
internal readonly record struct LevelDescription(ComparedAttribute Attribute, string Name, string InWords, bool SharesTrait);

internal static class LevelDescriptions
{
    private static readonly LevelDescription[] All =
    [
        default,
        new(ComparedAttribute.Given, "exact", "same", true),
        new(ComparedAttribute.Given, "nickname", "nickname of the other", true),
        new(ComparedAttribute.Given, "sound", "sounds alike", true),
        new(ComparedAttribute.Given, "close", "nearly the same spelling", true),
        new(ComparedAttribute.Given, "other", "is the other's middle name", true),
        new(ComparedAttribute.Given, "initial", "initial fits", false),
        new(ComparedAttribute.Given, "differs", "different", false),
        new(ComparedAttribute.Given, "unknown", "not known on either side", false),
        new(ComparedAttribute.Given, "missing", "left out on both sides", false),
        new(ComparedAttribute.Surname, "exact", "same", true),
        new(ComparedAttribute.Surname, "part", "one part of the other", true),
        new(ComparedAttribute.Surname, "former", "same as a former name", true),
        new(ComparedAttribute.Surname, "sound", "sounds alike", true),
        new(ComparedAttribute.Surname, "close", "nearly the same spelling", true),
        new(ComparedAttribute.Surname, "initial", "initial fits", false),
        new(ComparedAttribute.Surname, "differs", "different", false),
        new(ComparedAttribute.NameOrder, "swapped", "given name and surname exchanged", false),
        new(ComparedAttribute.Middle, "exact", "same", false),
        new(ComparedAttribute.Middle, "initial", "initial fits", false),
        new(ComparedAttribute.Middle, "differs", "different", false),
        new(ComparedAttribute.Generation, "same", "same", false),
        new(ComparedAttribute.Generation, "differs", "different", false),
        new(ComparedAttribute.BirthDate, "exact", "same", true),
        new(ComparedAttribute.BirthDate, "default", "same, but a date that stands for unknown", false),
        new(ComparedAttribute.BirthDate, "swapped", "day and month exchanged", true),
        new(ComparedAttribute.BirthDate, "oneDigit", "one digit differs or two are exchanged", true),
        new(ComparedAttribute.BirthDate, "yearDigit", "same day and month, one digit of the year differs or two are exchanged", true),
        new(ComparedAttribute.BirthDate, "yearNear", "same day and month, one year apart", true),
        new(ComparedAttribute.BirthDate, "twoParts", "two of day, month and year the same", true),
        new(ComparedAttribute.BirthDate, "birthday", "same day and month, other year", true),
        new(ComparedAttribute.BirthDate, "near", "about a year or less apart", true),
        new(ComparedAttribute.BirthDate, "partial", "agrees as far as known", false),
        new(ComparedAttribute.BirthDate, "year", "same year only", false),
        new(ComparedAttribute.BirthDate, "loose", "near in the year, and one digit of the year differs", true),
        new(ComparedAttribute.BirthDate, "differs", "different", false),
        new(ComparedAttribute.DeathDate, "agrees", "same", false),
        new(ComparedAttribute.DeathDate, "differs", "different", false),
        new(ComparedAttribute.Gender, "same", "same", false),
        new(ComparedAttribute.Gender, "differs", "different", false),
        new(ComparedAttribute.Address, "same", "same", true),
        new(ComparedAttribute.Address, "unit", "same house, different unit", true),
        new(ComparedAttribute.Address, "houseElsewhere", "same number and street, other place", true),
        new(ComparedAttribute.Address, "close", "nearly the same number or street", true),
        new(ComparedAttribute.Address, "street", "same street, other number", false),
        new(ComparedAttribute.Address, "postcode", "same postcode only", true),
        new(ComparedAttribute.Address, "city", "same city only", false),
        new(ComparedAttribute.Address, "area", "same postcode area only", false),
        new(ComparedAttribute.Address, "moved", "same city or area, other street", false),
        new(ComparedAttribute.Address, "differs", "different", false),
        new(ComparedAttribute.Phone, "same", "same", true),
        new(ComparedAttribute.Phone, "oneDigit", "one digit differs or two are exchanged", false),
        new(ComparedAttribute.Phone, "differs", "different", false),
        new(ComparedAttribute.Email, "same", "same", true),
        new(ComparedAttribute.Email, "domain", "same local part, domain nearly the same", true),
        new(ComparedAttribute.Email, "close", "nearly the same spelling", true),
        new(ComparedAttribute.Email, "localPart", "same local part, other domain", true),
        new(ComparedAttribute.Email, "role", "same address of an office", false),
        new(ComparedAttribute.Email, "differs", "different", false),
        new(ComparedAttribute.Identifier, "exclusiveSame", "same, and one customer has only one", true),
        new(ComparedAttribute.Identifier, "same", "same", true),
        new(ComparedAttribute.Identifier, "oneDigit", "one digit differs or two are exchanged", true),
        new(ComparedAttribute.Identifier, "twoDigits", "two slips apart", false),
        new(ComparedAttribute.Identifier, "part", "one is a part of the other", true),
        new(ComparedAttribute.Identifier, "otherKind", "same number under another kind", true),
        new(ComparedAttribute.Identifier, "household", "same, but of a kind that a household may share", true),
        new(ComparedAttribute.Identifier, "differs", "different", false),
        new(ComparedAttribute.Identifier, "exclusiveDiffers", "different, though one customer has only one", false),
        new(ComparedAttribute.Organisation, "same", "same", true),
        new(ComparedAttribute.Organisation, "close", "nearly the same words", true),
        new(ComparedAttribute.Organisation, "words", "some rare words the same", true),
        new(ComparedAttribute.Organisation, "acronym", "acronym of the other", true),
        new(ComparedAttribute.Organisation, "differs", "different", false),
        new(ComparedAttribute.Website, "same", "same", true),
        new(ComparedAttribute.Website, "differs", "different", false),
        new(ComparedAttribute.Employer, "same", "same", false),
        new(ComparedAttribute.Employer, "close", "one is a part of the other", false),
        new(ComparedAttribute.Employer, "differs", "different", false),
        new(ComparedAttribute.BirthPlace, "same", "same", false),
        new(ComparedAttribute.BirthPlace, "close", "nearly the same spelling", false),
        new(ComparedAttribute.BirthPlace, "differs", "different", false),
        new(ComparedAttribute.Nationality, "same", "same", false),
        new(ComparedAttribute.Nationality, "differs", "different", false),
        new(ComparedAttribute.Registration, "same", "same date", false),
        new(ComparedAttribute.Registration, "differs", "different date or country", false),
        new(ComparedAttribute.Trait, "same", "same", true),
        new(ComparedAttribute.Trait, "close", "nearly the same", false),
        new(ComparedAttribute.Trait, "differs", "different", false),
        new(ComparedAttribute.Household, "givenName", "what relatives share, with different given names", false),
        new(ComparedAttribute.Household, "age", "what relatives share, of different age", false),
        new(ComparedAttribute.Household, "twins", "surname and birth date, which twins share, with different given names", false),
        new(ComparedAttribute.Household, "adults", "surname and birth date, with different given names, of people too old to live with a twin", false),
    ];

    private static readonly bool[] Sharing = [.. All.Select(level => level.SharesTrait)];

    /// <summary><see cref="LevelDescription.SharesTrait"/>, for the scorer, which asks it of every attribute of every pair.</summary>
    public static bool SharesTrait(this ComparisonLevel level) => Sharing[(int)level];

    /// <summary>Number of levels, <see cref="ComparisonLevel.None"/> included.</summary>
    public static int Count => All.Length;

    public static LevelDescription Describe(this ComparisonLevel level) => All[(int)level];

    /// <summary>The attribute's name in words.</summary>
    public static string InWords(this ComparedAttribute attribute) => attribute switch
    {
        ComparedAttribute.Given => "given name",
        ComparedAttribute.Surname => "surname",
        ComparedAttribute.NameOrder => "name order",
        ComparedAttribute.Middle => "middle name",
        ComparedAttribute.Generation => "generation",
        ComparedAttribute.BirthDate => "birth date",
        ComparedAttribute.DeathDate => "death date",
        ComparedAttribute.Gender => "gender",
        ComparedAttribute.Address => "address",
        ComparedAttribute.Phone => "phone",
        ComparedAttribute.Email => "e-mail",
        ComparedAttribute.Identifier => "identifier",
        ComparedAttribute.Organisation => "organisation name",
        ComparedAttribute.Website => "website",
        ComparedAttribute.Employer => "employer",
        ComparedAttribute.BirthPlace => "birth place",
        ComparedAttribute.Nationality => "nationality",
        ComparedAttribute.Registration => "registration",
        ComparedAttribute.Trait => "trait",
        ComparedAttribute.Household => "household",
        _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "Not an attribute."),
    };

    /// <summary>The attribute's name in the model file.</summary>
    public static string InModel(this ComparedAttribute attribute) => attribute switch
    {
        ComparedAttribute.Given => "given",
        ComparedAttribute.Surname => "surname",
        ComparedAttribute.NameOrder => "nameOrder",
        ComparedAttribute.Middle => "middle",
        ComparedAttribute.Generation => "generation",
        ComparedAttribute.BirthDate => "birthDate",
        ComparedAttribute.DeathDate => "deathDate",
        ComparedAttribute.Gender => "gender",
        ComparedAttribute.Address => "address",
        ComparedAttribute.Phone => "phone",
        ComparedAttribute.Email => "email",
        ComparedAttribute.Identifier => "identifier",
        ComparedAttribute.Organisation => "organisation",
        ComparedAttribute.Website => "website",
        ComparedAttribute.Employer => "employer",
        ComparedAttribute.BirthPlace => "birthPlace",
        ComparedAttribute.Nationality => "nationality",
        ComparedAttribute.Registration => "registration",
        ComparedAttribute.Trait => "trait",
        ComparedAttribute.Household => "household",
        _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "Not an attribute."),
    };
}
