using CustomerGrains.Matching.Features;

namespace CustomerGrains.Matching.Blocking;

/// <content>Secondary traits, by which hot keys are split.</content>
public static partial class BlockingSchemes
{
    /// <summary>Secondary traits at a key, ascending and distinct: when the key is hot, only records that share one of them are compared there.</summary>
    /// <remarks>The traits that the key itself is made of are not among them: all records at the key share those, and the key would not be split.</remarks>
    /// <param name="features">The record.</param>
    /// <param name="key">A key of the record. A key that the record does not have excludes nothing.</param>
    /// <param name="hasher">The deployment's secret.</param>
    public static ulong[] SecondaryTraits(RecordFeatures features, BlockingKey key, KeyHasher hasher)
    {
        var finder = new KeyFinder(hasher, key);
        Enumerate(features, ref finder);
        var traits = new TraitCollector(hasher, finder);
        traits.AddAll(features);
        return traits.ToArray();
    }
}
