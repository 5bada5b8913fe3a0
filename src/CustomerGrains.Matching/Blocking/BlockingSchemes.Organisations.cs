using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Blocking;

/// <content>Keys of organisation names.</content>
public static partial class BlockingSchemes
{
    private const int OrganisationWordLengthMin = 3;

    /// <summary>Letters at the start of a word that typing errors leave alone often enough.</summary>
    internal const int WordStartLength = 3;

    /// <summary>Shortest word of an organisation's name that may be nearly the same as another.</summary>
    internal const int CloseWordLengthMin = 5;

    private static void AddOrganisation<TSink>(RecordFeatures features, ref TSink sink)
        where TSink : struct, IKeySink
    {
        if (features.OrganisationNames.Length > 0)
        {
            AddOrganisationAddresses(features, ref sink);
        }

        foreach (var name in features.OrganisationNames)
        {
            // Words are written together or apart as it comes.
            sink.Key(BlockingScheme.OrganisationName, name.Joined.Replace(" ", "", StringComparison.Ordinal));
            foreach (var word in name.Words)
            {
                if (word.Length >= OrganisationWordLengthMin)
                {
                    sink.Key(BlockingScheme.SearchOrganisationWord, word);
                }
            }

            foreach (var address in features.Addresses)
            {
                if ((address.PostcodeArea ?? address.City) is not { } place)
                {
                    continue;
                }

                foreach (var word in name.Words)
                {
                    if (word.Length >= OrganisationWordLengthMin)
                    {
                        sink.Key(BlockingScheme.OrganisationWordAndPlace, word.AsSpan(0, WordStartLength), place);
                    }
                }

                // A one-word name may be the acronym of a longer one, so both are filed under the letters.
                if ((name.Acronym ?? (name.Words.Length == 1 ? name.Joined : null)) is { } acronym)
                {
                    sink.Key(BlockingScheme.OrganisationAcronymAndPlace, acronym, place);
                }
            }
        }
    }

    /// <summary>Few organisations share a house.</summary>
    private static void AddOrganisationAddresses<TSink>(RecordFeatures features, ref TSink sink)
        where TSink : struct, IKeySink
    {
        foreach (var address in features.Addresses)
        {
            if (address.StreetCore is { } street && address.HouseNumber is { } number)
            {
                sink.Key(BlockingScheme.OrganisationAddress, number, street);
            }
        }
    }
}
