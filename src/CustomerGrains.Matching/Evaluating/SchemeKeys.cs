using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Evaluating;

/// <summary>The blocking keys of a record by the scheme they come from.</summary>
/// <param name="ByScheme">In the order of <see cref="HotKeys.Schemes"/>; keys ascending and distinct.</param>
internal sealed record SchemeKeys(ulong[][] ByScheme)
{
    private static readonly BlockingScheme[] Schemes = [.. Enum.GetValues<BlockingScheme>().Where(scheme => !scheme.IsSearchOnly())];

    /// <summary>Keys of one scheme.</summary>
    public ulong[] this[BlockingScheme scheme] => ByScheme[Array.IndexOf(Schemes, scheme)];

    public static SchemeKeys Of(RecordFeatures features, KeyHasher hasher)
    {
        var sink = new Sink(hasher);
        BlockingSchemes.Enumerate(features, ref sink);
        var keys = sink.Keys.Take(KeyCollector.KeysMax).ToLookup(key => key.Scheme, key => key.Hash);
        return new SchemeKeys(Array.ConvertAll(Schemes, scheme => keys.Contains(scheme) ? keys[scheme].Distinct().Order().ToArray() : []));
    }

    private readonly struct Sink(KeyHasher hasher) : IKeySink
    {
        public List<(BlockingScheme Scheme, ulong Hash)> Keys { get; } = new(16);

        public void Key(BlockingScheme scheme, ReadOnlySpan<char> a, ReadOnlySpan<char> b, ReadOnlySpan<char> c)
        {
            if (!scheme.IsSearchOnly())
            {
                Keys.Add((scheme, TraitWriter.Hash(hasher, (byte)scheme, a, b, c)));
            }
        }
    }
}
