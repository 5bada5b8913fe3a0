using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Hosting;

/// <summary>One revision of a live record as grains compare it. Immutable: a revision never changes, so it may be cached without care.</summary>
/// <param name="Features">What it says, without crowded values (<see cref="CrowdedValues"/>).</param>
/// <param name="Keys">Blocking keys by which it is compared, ascending; crowded ones are not among them.</param>
/// <param name="AllFeatures">What it says, for whoever asks for it by a crowded value; the same object as <paramref name="Features"/> where there is none.</param>
public sealed record RecordEntry(RecordRevision Revision, RecordIdentity Identity, RecordFeatures Features, BlockingKey[] Keys, RecordFeatures AllFeatures)
{
    /// <summary>Reads a revision.</summary>
    /// <param name="features">All it says.</param>
    /// <param name="keys">All its blocking keys, ascending.</param>
    /// <param name="crowded">Those of the keys that are crowded, ascending.</param>
    public static RecordEntry Of(RecordRevision revision, RecordIdentity identity, RecordFeatures features, BlockingKey[] keys, BlockingKey[] crowded, KeyHasher hasher)
    {
        var without = CrowdedValues.Without(features, crowded, hasher);
        return new RecordEntry(revision, identity, without, CrowdedValues.KeysWithout(without, keys, crowded, hasher), features);
    }

    /// <summary>The smallest key that both have; null when they share none.</summary>
    public static BlockingKey? SmallestSharedKey(BlockingKey[] a, BlockingKey[] b)
    {
        var i = 0;
        var j = 0;
        while (i < a.Length && j < b.Length)
        {
            var order = a[i].Value.CompareTo(b[j].Value);
            if (order == 0)
            {
                return a[i];
            }

            if (order < 0)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return null;
    }
}
