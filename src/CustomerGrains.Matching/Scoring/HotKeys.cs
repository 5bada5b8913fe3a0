using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Comparing;

namespace CustomerGrains.Matching.Scoring;

/// <summary>What splitting a hot key by secondary traits can cost, computed from the model.</summary>
/// <remarks>
/// At a hot key two records are compared when they share a secondary trait besides those the key is made of. All others agree on the key's attributes at most, and elsewhere
/// only at levels that share no trait. Where the key is made of one attribute, or of what a household shares, the scorer holds such a pair below the review threshold, whatever
/// the model: nothing is lost. Where it is made of two personal attributes (a name and a birth date), the pair can reach more: splitting such a key would answer fewer pairs from
/// the moment it becomes hot, and so let the order of arrival show. The index therefore splits only keys that lose nothing.
/// </remarks>
public static class HotKeys
{
    /// <summary>Upper bound, in hundredths of a bit, of the weight of two records that share a key of the scheme and no secondary trait at it.</summary>
    /// <param name="scheme">Name of the scheme as <see cref="BlockingSchemes.SchemeOf"/> gives it.</param>
    /// <param name="model">The model.</param>
    /// <exception cref="ArgumentException">There is no scheme of that name.</exception>
    public static int LargestWeightGivenUp(string scheme, MatchingModel model)
    {
        var attributes = AttributesOf(Find(scheme));
        var personal = attributes.Any(attribute => attribute is not (ComparedAttribute.Surname or ComparedAttribute.Address or ComparedAttribute.Phone or ComparedAttribute.Email));
        if (attributes.Length < 2 || !personal)
        {
            return model.ReviewThreshold - 1;
        }

        // The household takes back and never adds.
        return Enum.GetValues<ComparedAttribute>().Where(attribute => attribute != ComparedAttribute.Household).Sum(attribute => Math.Max(0, Largest(attribute, model, includeShared: attributes.Contains(attribute))));
    }

    /// <summary>True when a hot key of the scheme gives up nothing that would be shown for review.</summary>
    public static bool LosesNothing(string scheme, MatchingModel model) => LargestWeightGivenUp(scheme, model) < model.ReviewThreshold;

    /// <summary>Names of all schemes that blocking keys come from, in order.</summary>
    public static IReadOnlyList<string> Schemes { get; } = [.. Enum.GetValues<BlockingScheme>().Where(scheme => !scheme.IsSearchOnly()).Select(scheme => scheme.InWords())];

    private static BlockingScheme Find(string name)
    {
        foreach (var scheme in Enum.GetValues<BlockingScheme>())
        {
            if (string.Equals(scheme.InWords(), name, StringComparison.Ordinal))
            {
                return scheme;
            }
        }

        throw new ArgumentException($"There is no blocking scheme \"{name}\".", nameof(name));
    }

    /// <summary>Attributes that sharing a key makes agree at a level that shares a trait. A name without its role may be the given name.</summary>
    private static ComparedAttribute[] AttributesOf(BlockingScheme scheme) => scheme switch
    {
        BlockingScheme.NameAndBirthDate or BlockingScheme.NameAndBirthMonth or BlockingScheme.InitialAndBirthDate => [ComparedAttribute.Given, ComparedAttribute.Surname, ComparedAttribute.BirthDate],
        BlockingScheme.NamesAndBirthYear or BlockingScheme.NamesAndCity or BlockingScheme.NamesAndPostcodeArea or BlockingScheme.RareNames => [ComparedAttribute.Given, ComparedAttribute.Surname],
        BlockingScheme.NamesAndBirthday => [ComparedAttribute.Given, ComparedAttribute.Surname, ComparedAttribute.BirthDate],
        BlockingScheme.NameAndPostcode or BlockingScheme.NameAndAddress => [ComparedAttribute.Given, ComparedAttribute.Surname, ComparedAttribute.Address],
        BlockingScheme.NameAndBirthPlace or BlockingScheme.NameAndCity or BlockingScheme.NameAndEmployer => [ComparedAttribute.Given, ComparedAttribute.Surname],
        BlockingScheme.BirthDateAndPostcode => [ComparedAttribute.BirthDate, ComparedAttribute.Address],
        BlockingScheme.OrganisationWordAndPlace or BlockingScheme.OrganisationAcronymAndPlace => [ComparedAttribute.Organisation, ComparedAttribute.Address],
        _ => [ComparedAttribute.Email],
    };

    private static int Largest(ComparedAttribute attribute, MatchingModel model, bool includeShared)
    {
        var value = attribute switch
        {
            ComparedAttribute.Given => model.GivenNames.Largest,
            ComparedAttribute.Surname => model.Surnames.Largest,
            ComparedAttribute.Organisation => PairComparer.OrganisationValueMax,
            _ => 0,
        };
        return Enum.GetValues<ComparisonLevel>()
            .Where(level => level != ComparisonLevel.None && level.Describe().Attribute == attribute && (includeShared || !level.Describe().SharesTrait))
            .Max(level => model.WeightOf(level) + (level.Describe().SharesTrait ? value : 0));
    }
}
