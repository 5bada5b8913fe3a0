using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Resolving;

/// <content>The same agglomeration, told step by step.</content>
internal sealed partial class Agglomeration
{
    /// <summary>Resolves, and says how the cluster of one member came to be and what keeps the others from it.</summary>
    /// <param name="focus">Position in the list of members.</param>
    public static ResolutionTrace Trace(IReadOnlyList<ComponentMember> members, int[] order, Decisions decisions, MatchingModel model, int focus)
    {
        var joinings = new List<Joining>();
        var agglomeration = new Agglomeration(members, order, decisions, model, joinings);
        agglomeration.JoinAll();
        var cluster = agglomeration._clusterOf[Array.IndexOf(order, focus)];
        return new ResolutionTrace(
            agglomeration.ToResolution(order, decisions), order[cluster], agglomeration.StepsOf(cluster, joinings, order), agglomeration.ApartFrom(cluster, order, decisions));
    }

    private int AverageOf(int a, int b) => (int)(_sums[(a * _count) + b] / ((long)_sizes[a] * _sizes[b]));

    private List<JoinStep> StepsOf(int cluster, List<Joining> joinings, int[] order)
    {
        var groups = new List<int>[_count];
        for (var i = 0; i < _count; i++)
        {
            groups[i] = [i];
        }

        var steps = new List<JoinStep>();
        foreach (var (into, from, average, decided) in joinings)
        {
            if (_clusterOf[into] == cluster)
            {
                var (a, b) = Strongest(groups[into], groups[from]);
                steps.Add(new JoinStep([.. groups[into].Select(i => order[i])], [.. groups[from].Select(i => order[i])], order[a], order[b], average, decided));
            }

            groups[into].AddRange(groups[from]);
        }

        return steps;
    }

    private List<GroupApart> ApartFrom(int cluster, int[] order, Decisions decisions)
    {
        var groups = Enumerable.Range(0, _count).GroupBy(i => _clusterOf[i]).ToDictionary(group => group.Key, group => group.ToList());
        var apart = new List<GroupApart>();
        foreach (var (other, members) in groups.OrderBy(group => group.Key))
        {
            if (other != cluster)
            {
                var (a, b) = Strongest(groups[cluster], members);
                apart.Add(new GroupApart([.. members.Select(i => order[i])], order[a], order[b], AverageOf(cluster, other), ReasonOf(cluster, other, decisions)));
            }
        }

        return apart;
    }

    private ApartReason ReasonOf(int cluster, int other, Decisions decisions)
    {
        var at = (cluster * _count) + other;
        if (_forbidden[at])
        {
            return decisions.Different.Any(pair => (_clusterOf[pair.A], _clusterOf[pair.B]) == (cluster, other) || (_clusterOf[pair.B], _clusterOf[pair.A]) == (cluster, other))
                ? ApartReason.Decision
                : ApartReason.Conflict;
        }

        return !_linked[at] ? ApartReason.NoLink
            : _sums[at] < (long)_model.JoinThreshold * _sizes[cluster] * _sizes[other] ? ApartReason.Average
            : Contradicts(at) ? ApartReason.Contradiction
            : ApartReason.Ambiguity;
    }

    private (int A, int B) Strongest(List<int> ofOne, List<int> ofOther)
    {
        var best = (ofOne[0], ofOther[0]);
        foreach (var i in ofOne)
        {
            foreach (var j in ofOther)
            {
                best = _scores[(i * _count) + j].Weight > _scores[(best.Item1 * _count) + best.Item2].Weight ? (i, j) : best;
            }
        }

        return best;
    }

    private readonly record struct Joining(int Into, int From, int Average, bool Decided);
}
