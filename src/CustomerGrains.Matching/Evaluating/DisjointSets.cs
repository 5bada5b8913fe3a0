namespace CustomerGrains.Matching.Evaluating;

/// <summary>Union-find with path halving.</summary>
internal sealed class DisjointSets
{
    private readonly int[] _parents;

    public DisjointSets(int count) => _parents = [.. Enumerable.Range(0, count)];

    public int Find(int member)
    {
        while (_parents[member] != member)
        {
            _parents[member] = _parents[_parents[member]];
            member = _parents[member];
        }

        return member;
    }

    public void Join(int a, int b)
    {
        var (rootA, rootB) = (Find(a), Find(b));
        _parents[Math.Max(rootA, rootB)] = Math.Min(rootA, rootB);
    }
}
