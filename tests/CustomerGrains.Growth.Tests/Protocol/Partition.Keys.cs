using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Growth.Tests.Protocol;

/// <content>What a partition does for the keys of its range: knows who has them, and counts who shares a value.</content>
internal sealed partial class Partition
{
    private readonly Dictionary<int, FileKeys> _filings = [];
    private readonly Dictionary<BlockingKey, SortedSet<int>> _postings = [];
    private readonly Dictionary<BlockingKey, CrowdState> _crowds = [];

    /// <summary>Of two revisions that share a key the one filed later is told of the other, and no revision is probed before all its keys have answered: so no pair is missed, whatever the order.</summary>
    private void Apply(FileKeys file)
    {
        var before = _filings.GetValueOrDefault(file.Record);
        if (before is not null && before.Revision > file.Revision)
        {
            return;
        }

        foreach (var key in before?.Keys ?? [])
        {
            var postings = _postings[key];
            postings.Remove(file.Record);
            if (postings.Count == 0)
            {
                _postings.Remove(key);
            }
        }

        foreach (var key in file.Keys)
        {
            if (!_postings.TryGetValue(key, out var postings))
            {
                _postings[key] = postings = [];
            }

            postings.Add(file.Record);
        }

        _filings[file.Record] = file;
        foreach (var key in (before?.ValueKeys ?? []).Union(file.ValueKeys).Order())
        {
            Count(key, file.Record);
        }

        if (file.Keys.Length == 0)
        {
            return;
        }

        var others = new SortedSet<int>();
        var shared = 0;
        foreach (var key in file.Keys.Where(key => !_crowds.GetValueOrDefault(key).IsCrowded && _postings[key].Count > 1))
        {
            others.UnionWith(_postings[key]);
            shared++;
        }

        others.Remove(file.Record);
        Send(
            layout.HomeOf(file.Record),
            new Filed(file.Record, file.Revision, me, shared, [.. others], [.. file.ValueKeys.Where(_crowds.ContainsKey).Select(key => _crowds[key])]));
    }

    /// <summary>Tells everybody who has the value when it has become crowded or is so no longer; who files it later is told with the answer.</summary>
    private void Count(BlockingKey key, int filed)
    {
        var isCrowded = _postings.TryGetValue(key, out var holders) && holders.Count > matcher.CrowdLimit;
        var state = _crowds.GetValueOrDefault(key);
        if (isCrowded == state.IsCrowded)
        {
            return;
        }

        state = new CrowdState(key, state.Version + 1, isCrowded);
        _crowds[key] = state;
        foreach (var holder in holders ?? [])
        {
            if (holder != filed)
            {
                Send(layout.HomeOf(holder), new CrowdChanged(holder, state));
            }
        }
    }
}
