using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Matching.Resolving;

/// <summary>Repeats what a member came to last time, where it must come to the same.</summary>
/// <remarks>
/// What becomes of a member on which nobody has decided depends on what it says and on the pivots before it at its keys, and on nothing else. Canonical order is the members' own, so those pivots are the same as
/// last time unless one at the same key came, went, says something else, or is a pivot now and was none (or the other way round). Keys at which any of this happened are stale from then on, and who has a
/// stale key is compared anew. A new member that joins a pivot, as most do, makes no key stale. Sources that hold nobody twice let a cluster's other members matter, so with them nothing is repeated.
/// </remarks>
internal sealed partial class LargeComponent
{
    private readonly ResolutionMemory? _memory;

    // Per canonical position; null: not here last time, or with other features.
    private readonly PlacedMember?[] _placed;
    private readonly HashSet<BlockingKey> _stale = [];
    private int _repeatedCount;

    private static bool IsRemembered(MatchingModel model) => model.OneToOne.Sources.Count == 0;

    private void Recall()
    {
        if (_memory is null)
        {
            return;
        }

        var before = _memory.Take(_model);
        for (var i = 0; i < _placed.Length; i++)
        {
            var member = _members[_order[i]];
            if (before.TryGetValue(member.Identity, out var placed) && ReferenceEquals(placed.Features, member.Features))
            {
                _placed[i] = placed;
                before.Remove(member.Identity);
            }
        }

        foreach (var gone in before.Values)
        {
            if (gone.IsPivot)
            {
                _stale.UnionWith(gone.Keys);
            }
        }
    }

    /// <returns>False when it must be compared.</returns>
    private bool Repeat(List<int> together)
    {
        var first = together[0];
        if (together.Count > 1 || _different.ContainsKey(first) || _placed[first] is not { IsFree: true } placed || Array.Exists(placed.Keys, _stale.Contains))
        {
            return false;
        }

        _repeatedCount++;
        placed.Position = first;
        if (placed.Joined is { } pivot)
        {
            _clusterOf[first] = pivot.Position;
            return true;
        }

        _clusterOf[first] = first;
        AddPivot(first, placed.Keys);
        foreach (var (other, weight) in placed.Review)
        {
            _review.Add((other.Position, first, weight));
        }

        return true;
    }

    /// <summary>Takes note of what members that were compared came to.</summary>
    private void Note(List<int> together, BlockingKey[] keys, int joined, int reviewCount)
    {
        if (_memory is null)
        {
            return;
        }

        foreach (var member in together)
        {
            var isPivot = joined < 0 && member == together[0];
            var placed = _placed[member] ??= new PlacedMember(_members[_order[member]].Features);
            if (placed.IsPivot != isPivot)
            {
                _stale.UnionWith(isPivot ? keys : placed.Keys);
            }

            placed.IsPivot = isPivot;
            placed.IsFree = together.Count == 1 && !_different.ContainsKey(member);
            placed.Keys = member == together[0] ? keys : [];
            placed.Joined = joined < 0 ? null : _placed[joined];
            placed.Position = member;
            placed.Review = isPivot ? [.. _review.Skip(reviewCount).Select(pair => (_placed[pair.Pivot]!, pair.Weight))] : [];
        }
    }

    private void Remember()
    {
        if (_memory is null)
        {
            return;
        }

        var members = new Dictionary<RecordIdentity, PlacedMember>(_placed.Length);
        for (var i = 0; i < _placed.Length; i++)
        {
            members[_members[_order[i]].Identity] = _placed[i]!;
        }

        _memory.Put(_model, members, _repeatedCount);
    }
}
