using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Evaluating;

/// <summary>How a batch is matched: a model, and what of the machinery around it is switched off.</summary>
/// <param name="Model">The model.</param>
public sealed record MatchingVariant(MatchingModel Model)
{
    /// <summary>Names that are switched off, in words; empty: nothing is.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>Names carry no nickname groups.</summary>
    internal bool NoNicknames { get; init; }

    /// <summary>Names carry no sounds.</summary>
    internal bool NoSounds { get; init; }

    /// <summary>A rare full name alone brings nobody together.</summary>
    internal bool NoRareNames { get; init; }

    /// <summary>A component is one customer as it stands: whoever is connected by links.</summary>
    internal bool ComponentsOnly { get; init; }

    /// <summary>The features as the variant reads them.</summary>
    public RecordFeatures Read(RecordFeatures features)
    {
        if (!NoNicknames && !NoSounds)
        {
            return features;
        }

        // A copy of its own, whose arrays may be written.
        var copy = FeaturesCodec.Decode(FeaturesCodec.Encode(features));
        foreach (var name in copy.Names)
        {
            Strip(name.Given);
            Strip(name.Surname);
        }

        return copy;
    }

    /// <summary>The blocking keys as the variant reads them, ascending.</summary>
    internal BlockingKey[] Read(RecordFeatures features, BlockingKey[] keys, KeyHasher hasher)
    {
        if (!NoRareNames)
        {
            return keys;
        }

        var rare = SchemeKeys.Of(features, hasher)[BlockingScheme.RareNames];
        return Array.FindAll(keys, key => Array.BinarySearch(rare, key.Value) < 0);
    }

    private void Strip(NameToken[] tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = new NameToken
            {
                Text = tokens[i].Text,
                Phonetic = NoSounds ? "" : tokens[i].Phonetic,
                PhoneticAlternate = NoSounds ? "" : tokens[i].PhoneticAlternate,
                NicknameGroups = NoNicknames ? [] : tokens[i].NicknameGroups,
            };
        }
    }
}
