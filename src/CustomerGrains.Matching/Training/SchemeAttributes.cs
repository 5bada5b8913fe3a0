using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Training;

/// <summary>What a blocking scheme fixes: inside its blocks these attributes agree by construction and can teach nothing.</summary>
internal static class SchemeAttributes
{
    /// <summary>Attributes that are not estimated inside the scheme's blocks. A name is filed without its role, so a scheme of one name fixes both.</summary>
    public static ComparedAttribute[] FixedBy(BlockingScheme scheme) => scheme switch
    {
        BlockingScheme.Email or BlockingScheme.EmailLocalPart or BlockingScheme.EmailStart => [ComparedAttribute.Email],
        BlockingScheme.Phone => [ComparedAttribute.Phone],
        BlockingScheme.Identifier => [ComparedAttribute.Identifier],
        BlockingScheme.Website => [ComparedAttribute.Website],
        BlockingScheme.Trait => [ComparedAttribute.Trait],
        BlockingScheme.OrganisationName => [ComparedAttribute.Organisation],
        BlockingScheme.OrganisationWordAndPlace or BlockingScheme.OrganisationAcronymAndPlace => [ComparedAttribute.Organisation, ComparedAttribute.Address],
        BlockingScheme.PropertyAddress or BlockingScheme.OrganisationAddress => [ComparedAttribute.Address],
        BlockingScheme.BirthDateAndCity or BlockingScheme.BirthDateAndPostcode => [ComparedAttribute.BirthDate, ComparedAttribute.Address],
        BlockingScheme.NameAndBirthDate or BlockingScheme.NameAndBirthMonth or BlockingScheme.NamesAndBirthYear or BlockingScheme.NamesAndBirthday
            or BlockingScheme.InitialAndBirthDate => [.. Names, ComparedAttribute.BirthDate],
        BlockingScheme.NamesAndCity or BlockingScheme.NamesAndPostcodeArea or BlockingScheme.NameAndPostcode or BlockingScheme.NameAndAddress
            or BlockingScheme.NameAndCity => [.. Names, ComparedAttribute.Address],
        BlockingScheme.RareNames => Names,
        BlockingScheme.NameAndBirthPlace => [.. Names, ComparedAttribute.BirthPlace],
        BlockingScheme.NameAndEmployer => [.. Names, ComparedAttribute.Employer],
        _ => throw new ArgumentOutOfRangeException(nameof(scheme), scheme, "No blocking scheme of two records, or one of which it is not said what it fixes."),
    };

    /// <summary>
    /// Blocks in which m can be estimated: those that single out a person or an organisation. Not blocks of what a household, a house or a switchboard shares: there the estimation
    /// would learn relatives and neighbours, who agree in surname, address and phone at once, instead of people.
    /// </summary>
    public static bool SinglesOut(BlockingScheme scheme) => scheme
        is BlockingScheme.Email or BlockingScheme.EmailLocalPart or BlockingScheme.Identifier or BlockingScheme.Website or BlockingScheme.OrganisationName
        or BlockingScheme.NameAndBirthDate or BlockingScheme.NamesAndBirthYear or BlockingScheme.NamesAndBirthday
        or BlockingScheme.NamesAndCity or BlockingScheme.NamesAndPostcodeArea or BlockingScheme.NameAndBirthPlace;

    private static readonly ComparedAttribute[] Names =
        [ComparedAttribute.Given, ComparedAttribute.Surname, ComparedAttribute.NameOrder, ComparedAttribute.Middle];
}
