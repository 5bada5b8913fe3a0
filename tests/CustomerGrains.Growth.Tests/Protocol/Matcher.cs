using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Growth.Tests.Protocol;

/// <summary>The project's own matching, as the partitions use it.</summary>
/// <param name="crowdLimit">Most records that may share a value.</param>
internal class Matcher(MatchingModel model, KeyHasher hasher, int crowdLimit)
{
    public MatchingModel Model => model;

    public KeyHasher Hasher => hasher;

    public int CrowdLimit => crowdLimit;

    /// <summary>Those of the others that a revision has an edge with: a shared key, and enough weight.</summary>
    public virtual IEnumerable<Entry> EdgesOf(Entry entry, IReadOnlyList<Entry> others) => others.Where(other => ShareKey(entry.Keys, other.Keys) && IsEdge(entry, other));

    private bool IsEdge(Entry a, Entry b) => JudgedPair.Of(new ComponentMember(a.Identity, a.Features!), new ComponentMember(b.Identity, b.Features!), model).IsEdge(model);

    private static bool ShareKey(BlockingKey[] a, BlockingKey[] b)
    {
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            switch (a[i].CompareTo(b[j]))
            {
                case 0: return true;
                case < 0: i++; break;
                default: j++; break;
            }
        }

        return false;
    }
}
