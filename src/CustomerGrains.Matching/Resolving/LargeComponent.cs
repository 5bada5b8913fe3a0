using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Resolving;

/// <summary>The rule for components too large to compare every pair: members, in canonical order, join the pivot they agree with best, or become pivots.</summary>
/// <remarks>Still a function of the set alone. A member is compared with the pivots it shares a blocking key with; at a key with many pivots with the first
/// <see cref="PivotsPerKeyMax"/> in canonical order, so the cost grows with the number of members and not with its square.</remarks>
internal sealed partial class LargeComponent
{
    private const int PivotsPerKeyMax = 64;

    // Keys only meet inside one resolution, so any secret will do.
    private static readonly KeyHasher Hasher = new(new byte[KeyHasher.SecretLength]);

    private readonly IReadOnlyList<ComponentMember> _members;
    private readonly int[] _order;
    private readonly MatchingModel _model;
    private readonly int[] _clusterOf;

    // Per pivot the last member that was compared with it.
    private readonly int[] _met;
    private readonly List<int> _candidates = [];
    private readonly Dictionary<BlockingKey, List<int>> _pivots = [];
    private readonly List<(int Pivot, int Member, int Weight)> _review = [];
    private readonly Dictionary<int, List<int>> _different = [];

    // Per pivot the one-to-one sources its cluster has a record of.
    private readonly Dictionary<int, HashSet<string>> _taken = [];

    private LargeComponent(IReadOnlyList<ComponentMember> members, int[] order, Decisions decisions, MatchingModel model, ResolutionMemory? memory)
    {
        _members = members;
        _order = order;
        _model = model;
        _clusterOf = new int[members.Count];
        _met = new int[members.Count];
        _placed = new PlacedMember?[members.Count];
        _memory = IsRemembered(model) ? memory : null;
        foreach (var (a, b) in decisions.Different)
        {
            DifferentFrom(a).Add(b);
            DifferentFrom(b).Add(a);
        }
    }

    /// <param name="memory">What the component came to last; takes note of what it comes to now. Null: everything is compared.</param>
    public static Resolution Resolve(IReadOnlyList<ComponentMember> members, int[] order, Decisions decisions, MatchingModel model, ResolutionMemory? memory)
    {
        var component = new LargeComponent(members, order, decisions, model, memory);
        component.Recall();
        var groups = new Dictionary<int, List<int>>();
        for (var i = 0; i < members.Count; i++)
        {
            component._clusterOf[i] = -1;
            var group = decisions.GroupOf[i];
            if (!groups.TryGetValue(group, out var together))
            {
                groups[group] = together = [];
            }

            together.Add(i);
        }

        foreach (var (_, together) in groups.OrderBy(group => group.Key))
        {
            if (!component.Repeat(together))
            {
                component.Place(together);
            }
        }

        component.Remember();
        var review = component._review.Order().Select(pair => new ReviewPair(order[pair.Pivot], order[pair.Member], pair.Weight));
        return Agglomeration.Numbered(component._clusterOf, order, [.. review], oversize: true);
    }

    private void Place(List<int> together)
    {
        var first = together[0];
        var keys = BlockingSchemes.Derive(_members[_order[first]].Features, Hasher).Keys;
        var best = (Pivot: -1, Weight: 0);
        var reviewCount = _review.Count;
        foreach (var pivot in PivotsAt(first, keys))
        {
            var score = PairScorer.Score(_members[_order[first]].Features, _members[_order[pivot]].Features, _model);
            if (score.Conflict || score.Weight < _model.ReviewThreshold || IsForbidden(together, pivot))
            {
                continue;
            }

            if (score.Weight >= _model.LinkThreshold && (best.Pivot < 0 || score.Weight > best.Weight))
            {
                best = (pivot, score.Weight);
            }
            else
            {
                _review.Add((pivot, first, score.Weight));
            }
        }

        if (best.Pivot >= 0)
        {
            _review.RemoveRange(reviewCount, _review.Count - reviewCount);
        }
        else
        {
            AddPivot(first, keys);
        }

        Note(together, keys, best.Pivot, reviewCount);
        foreach (var member in together)
        {
            var cluster = _clusterOf[member] = best.Pivot >= 0 ? best.Pivot : first;
            if (IsOneToOne(member))
            {
                if (!_taken.TryGetValue(cluster, out var taken))
                {
                    _taken[cluster] = taken = new HashSet<string>(StringComparer.Ordinal);
                }

                taken.Add(SourceOf(member));
            }
        }
    }

    private string SourceOf(int member) => _members[_order[member]].Identity.Source;

    private bool IsOneToOne(int member) => _model.OneToOne.KeepsApart(_members[_order[member]].Identity, _members[_order[member]].Identity);

    private void AddPivot(int pivot, BlockingKey[] keys)
    {
        foreach (var key in keys)
        {
            if (!_pivots.TryGetValue(key, out var pivots))
            {
                _pivots[key] = pivots = [];
            }

            if (pivots.Count < PivotsPerKeyMax)
            {
                pivots.Add(pivot);
            }
        }
    }

    /// <summary>Pivots that a member is compared with, in canonical order.</summary>
    private List<int> PivotsAt(int member, BlockingKey[] keys)
    {
        _candidates.Clear();
        foreach (var key in keys)
        {
            if (!_pivots.TryGetValue(key, out var pivots))
            {
                continue;
            }

            foreach (var pivot in pivots)
            {
                // The first member asks nobody, so no mark of it is taken for one of nobody.
                if (_met[pivot] != member)
                {
                    _met[pivot] = member;
                    _candidates.Add(pivot);
                }
            }
        }

        _candidates.Sort();
        return _candidates;
    }

    private bool IsForbidden(List<int> together, int cluster) =>
        together.Exists(member => (_different.TryGetValue(member, out var others) && others.Exists(other => _clusterOf[other] == cluster))
            || (IsOneToOne(member) && _taken.TryGetValue(cluster, out var taken) && taken.Contains(SourceOf(member))));

    private List<int> DifferentFrom(int member)
    {
        if (!_different.TryGetValue(member, out var others))
        {
            _different[member] = others = [];
        }

        return others;
    }
}
