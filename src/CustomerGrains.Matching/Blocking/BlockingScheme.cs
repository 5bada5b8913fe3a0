namespace CustomerGrains.Matching.Blocking;

/// <summary>What a blocking key is made of. The numbers are part of every stored key: never renumber or reuse one.</summary>
internal enum BlockingScheme : byte
{
    Email = 1,
    EmailLocalPart = 2,
    Phone = 3,
    Identifier = 4,
    NameAndBirthDate = 5,
    NamesAndBirthYear = 6,
    NamesAndBirthday = 7,
    NameAndPostcode = 8,
    NameAndAddress = 9,
    NamesAndPostcodeArea = 10,
    NamesAndCity = 11,
    NameAndBirthPlace = 12,
    OrganisationName = 13,
    OrganisationWordAndPlace = 14,
    OrganisationAcronymAndPlace = 15,
    Website = 16,
    Trait = 17,
    PropertyAddress = 18,
    NameAndBirthMonth = 19,

    // 20 was initials and birth date: whoever shares both initials shares one.
    BirthDateAndCity = 21,
    NameAndCity = 22,
    OrganisationAddress = 23,
    BirthDateAndPostcode = 24,
    NameAndEmployer = 25,
    InitialAndBirthDate = 26,
    EmailStart = 27,
    RareNames = 28,

    // From here on asked by searches only.
    SearchSurname = 100,
    SearchSurnameSound = 101,
    SearchSurnameStart = 102,
    SearchNames = 103,
    SearchPostcode = 104,
    SearchBirthDate = 105,
    SearchOrganisationWord = 106,
    SearchPhoneEnd = 107,
    SearchIdentifierEnd = 108,
    SearchAddress = 109,
}

internal static class BlockingSchemeNames
{
    public static bool IsSearchOnly(this BlockingScheme scheme) => scheme >= BlockingScheme.SearchSurname;

    /// <summary>One value by itself or a part of it, or a full name because it is rare: what loses its meaning when very many records share it.</summary>
    public static bool IsSingleValue(this BlockingScheme scheme) => scheme is BlockingScheme.Email or BlockingScheme.EmailLocalPart or BlockingScheme.EmailStart or BlockingScheme.Phone or BlockingScheme.Identifier
        or BlockingScheme.Website or BlockingScheme.Trait or BlockingScheme.OrganisationName or BlockingScheme.RareNames;

    /// <summary>In words, for explanations and the list of hot keys.</summary>
    public static string InWords(this BlockingScheme scheme) => scheme switch
    {
        BlockingScheme.Email => "e-mail",
        BlockingScheme.EmailLocalPart => "e-mail local part",
        BlockingScheme.Phone => "phone",
        BlockingScheme.Identifier => "identifier",
        BlockingScheme.NameAndBirthDate => "name and birth date",
        BlockingScheme.NamesAndBirthYear => "given name, surname and birth year",
        BlockingScheme.NamesAndBirthday => "given name, surname and day of birth",
        BlockingScheme.NameAndPostcode => "name and postcode",
        BlockingScheme.NameAndAddress => "name and address",
        BlockingScheme.NamesAndPostcodeArea => "given name, surname and postcode area",
        BlockingScheme.NamesAndCity => "given name, surname and city",
        BlockingScheme.NameAndBirthPlace => "name and birth place",
        BlockingScheme.OrganisationName => "organisation name",
        BlockingScheme.OrganisationWordAndPlace => "organisation word and place",
        BlockingScheme.OrganisationAcronymAndPlace => "organisation acronym and place",
        BlockingScheme.Website => "website",
        BlockingScheme.Trait => "trait",
        BlockingScheme.PropertyAddress => "property address",
        BlockingScheme.NameAndBirthMonth => "name, birth year and month",
        BlockingScheme.InitialAndBirthDate => "initial and birth date",
        BlockingScheme.EmailStart => "start of the e-mail address",
        BlockingScheme.RareNames => "rare full name",
        BlockingScheme.BirthDateAndCity => "birth date and city",
        BlockingScheme.NameAndCity => "name and city",
        BlockingScheme.BirthDateAndPostcode => "birth date and postcode",
        BlockingScheme.NameAndEmployer => "name and employer",
        BlockingScheme.OrganisationAddress => "address of an organisation",
        BlockingScheme.SearchSurname => "surname",
        BlockingScheme.SearchSurnameSound => "sound of the surname",
        BlockingScheme.SearchSurnameStart => "start of the surname",
        BlockingScheme.SearchNames => "given name and surname",
        BlockingScheme.SearchPostcode => "postcode",
        BlockingScheme.SearchBirthDate => "birth date",
        BlockingScheme.SearchOrganisationWord => "word of the organisation name",
        BlockingScheme.SearchPhoneEnd => "end of the phone number",
        BlockingScheme.SearchIdentifierEnd => "end of the identifier",
        BlockingScheme.SearchAddress => "address",
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "Not a blocking scheme."),
    };
}
