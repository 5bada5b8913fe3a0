namespace CustomerGrains.Matching.Resolving;

/// <summary>What people decided within a component, by canonical positions.</summary>
internal sealed class Decisions
{
    private readonly HashSet<(int, int)> _different = [];
    private readonly HashSet<(int, int)> _same = [];

    public Decisions(int memberCount, int[] order, IReadOnlyList<MemberAssertion> assertions)
    {
        var canonical = new int[memberCount];
        for (var i = 0; i < memberCount; i++)
        {
            canonical[order[i]] = i;
        }

        foreach (var assertion in assertions)
        {
            var pair = Ordered(canonical[assertion.A], canonical[assertion.B]);
            if (pair.Item1 != pair.Item2)
            {
                (assertion.Same ? _same : _different).Add(pair);
            }
        }

        GroupOf = JoinSame(memberCount);
    }

    /// <summary>Per member the first member of the group that the *same* assertions make.</summary>
    public int[] GroupOf { get; }

    /// <summary>Pairs asserted different, in canonical order.</summary>
    public IEnumerable<(int A, int B)> Different => _different.Order();

    /// <summary>Pairs asserted the same, in canonical order; also those that were passed over.</summary>
    public IEnumerable<(int A, int B)> Same => _same.Order();

    /// <summary>Somebody has decided on the pair.</summary>
    public bool Decided(int a, int b) => _different.Contains(Ordered(a, b)) || _same.Contains(Ordered(a, b));

    private int[] JoinSame(int memberCount)
    {
        var groupOf = new int[memberCount];
        var groups = new List<int>[memberCount];
        for (var i = 0; i < memberCount; i++)
        {
            groupOf[i] = i;
            groups[i] = [i];
        }

        foreach (var (a, b) in _same.Order())
        {
            var (low, high) = Ordered(groupOf[a], groupOf[b]);
            if (low == high || AnyDifferent(groups[low], groups[high]))
            {
                continue;
            }

            foreach (var member in groups[high])
            {
                groupOf[member] = low;
            }

            groups[low].AddRange(groups[high]);
            groups[high] = [];
        }

        return groupOf;
    }

    private bool AnyDifferent(List<int> a, List<int> b)
    {
        if (_different.Count == 0)
        {
            return false;
        }

        foreach (var x in a)
        {
            foreach (var y in b)
            {
                if (_different.Contains(Ordered(x, y)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static (int A, int B) Ordered(int a, int b) => a < b ? (a, b) : (b, a);
}
