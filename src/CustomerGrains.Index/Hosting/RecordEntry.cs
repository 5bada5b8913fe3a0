using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Hosting;

/// <summary>One revision of a live record as grains compare it. Immutable: a revision never changes, so it may be cached without care.</summary>
/// <param name="Keys">Blocking keys, ascending.</param>
public sealed record RecordEntry(RecordRevision Revision, RecordIdentity Identity, RecordFeatures Features, BlockingKey[] Keys)
{
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
