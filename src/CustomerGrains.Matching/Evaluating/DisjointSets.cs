namespace CustomerGrains.Matching.Evaluating;

/// <summary>Union-find with path halving over members numbered from 0. A set goes by its smallest member.</summary>
public sealed class DisjointSets
{
    private readonly List<int> _parents;

    /// <param name="count">Members to start with, each a set of its own.</param>
    public DisjointSets(int count = 0) => _parents = [.. Enumerable.Range(0, count)];

    public int Count => _parents.Count;

    /// <summary>Adds a member, a set of its own.</summary>
    /// <returns>Its number.</returns>
    public int Add()
    {
        _parents.Add(_parents.Count);
        return _parents.Count - 1;
    }

    /// <summary>The smallest member of a member's set.</summary>
    public int Find(int member)
    {
        while (_parents[member] != member)
        {
            _parents[member] = _parents[_parents[member]];
            member = _parents[member];
        }

        return member;
    }

    /// <summary>Makes two sets one.</summary>
    public void Join(int a, int b)
    {
        var (rootA, rootB) = (Find(a), Find(b));
        _parents[Math.Max(rootA, rootB)] = Math.Min(rootA, rootB);
    }
}
