using CustomerGrains.Index.BlockingKeys;
using CustomerGrains.Index.Explaining;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Explaining;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.ModelChange;

/// <summary>Resolves every record under another model in memory, beside the running index, and says what that would change. Writes nothing.</summary>
/// <remarks>Made of the functions that match records, and of the same keys; hot ones are split in the same way. Records that come or change while it runs are seen or not: it says what a change of model
/// would do about now. Memory: some 100 bytes a record besides what is cached anyway.</remarks>
internal sealed class ModelDiff(GrainContext context, MatchingModel model, Action<long, long>? report, CancellationToken cancellationToken)
{
    private const int PageSize = 512;

    /// <summary>Records of one change that are compared with each other to find the pair that decides it; of more, the first by number.</summary>
    private const int ReasonMembersMax = 60;

    private readonly List<RecordNo> _numbers = [];
    private readonly List<CustomerNo> _customers = [];
    private readonly Dictionary<RecordNo, int> _positions = [];
    private readonly DisjointSets _components = new();
    private long _total;
    private long _done;

    /// <summary>Compares.</summary>
    /// <param name="changesMax">Most changes of each kind to describe.</param>
    public async Task<ModelDiffReport> RunAsync(int changesMax)
    {
        // Every record is connected once and resolved once.
        _total = 2 * (await context.Journal.ReadStatusAsync(cancellationToken).ConfigureAwait(false)).LiveRecords;
        await ConnectAsync().ConfigureAwait(false);
        await ConnectHotKeysAsync().ConfigureAwait(false);
        var assertions = await ConnectAssertionsAsync().ConfigureAwait(false);
        var groups = await ResolveAsync(assertions).ConfigureAwait(false);
        var changes = PartitionDiff.Between(_customers, groups).ToArray();
        var shown = new List<ModelDiffChange>();
        foreach (var kind in Enum.GetValues<ModelDiffKind>())
        {
            foreach (var change in changes.Where(change => change.Kind == kind).OrderByDescending(change => change.Members.Count).ThenBy(change => change.Members[0]).Take(changesMax))
            {
                shown.Add(await DescribeAsync(change, groups).ConfigureAwait(false));
            }
        }

        report?.Invoke(_total, _total);
        return new ModelDiffReport(
            context.Model,
            model,
            _numbers.Count,
            _customers.Distinct().Count(),
            groups.Distinct().Count(),
            changes.Sum(change => change.Customers),
            changes.Count(change => change.Kind == ModelDiffKind.Merge),
            changes.Count(change => change.Kind == ModelDiffKind.Split),
            changes.Count(change => change.Kind == ModelDiffKind.Regrouping),
            shown);
    }

    /// <summary>Connects every record with those of smaller number it has an edge to at keys that are not hot.</summary>
    private async ValueTask ConnectAsync()
    {
        var after = default(RecordNo);
        while ((await context.Journal.ReadLiveRecordsAsync(after, PageSize, cancellationToken).ConfigureAwait(false)) is { Count: > 0 } page)
        {
            after = page[^1].No;
            foreach (var record in page.Where(record => !record.Customer.IsNone))
            {
                _positions.Add(record.No, _components.Add());
                _numbers.Add(record.No);
                _customers.Add(record.Customer);
                var entry = context.Records.Read(record);
                var candidates = new HashSet<RecordRevision>();
                foreach (var posting in await context.Journal.ReadPostingsAsync(entry.Keys, context.Options.HotKeyEntriesMin + 1, cancellationToken).ConfigureAwait(false))
                {
                    if (posting.Count <= context.Options.HotKeyEntriesMin)
                    {
                        candidates.UnionWith(posting.Records);
                    }
                }

                await ConnectAsync(entry, [.. candidates.Where(candidate => candidate.No.CompareTo(record.No) < 0)]).ConfigureAwait(false);
                Advance(1);
            }
        }
    }

    private async ValueTask ConnectHotKeysAsync()
    {
        foreach (var hot in await context.Journal.ReadHotKeysAsync(context.Options.HotKeyEntriesMin + 1, int.MaxValue, cancellationToken).ConfigureAwait(false))
        {
            var postings = await context.Journal.ReadPostingsAsync([hot.Key], int.MaxValue, cancellationToken).ConfigureAwait(false);
            var before = new List<RecordRevision>(postings[0].Records.Count);
            HotIndex? index = null;
            foreach (var chunk in postings[0].Records.Where(record => _positions.ContainsKey(record.No)).Chunk(PageSize))
            {
                foreach (var entry in await context.Records.ReadAsync(chunk, cancellationToken).ConfigureAwait(false))
                {
                    // A crowded key brings nobody together.
                    if (entry is null || Array.BinarySearch(entry.Keys, hot.Key) < 0)
                    {
                        continue;
                    }

                    if (before.Count == 0 && BlockingSchemes.SchemeOf(entry.Features, hot.Key, context.Hasher) is { } scheme && HotKeys.LosesNothing(scheme, model))
                    {
                        index = new HotIndex();
                    }

                    if (index is null)
                    {
                        await ConnectAsync(entry, [.. before]).ConfigureAwait(false);
                    }
                    else
                    {
                        var traits = BlockingSchemes.SecondaryTraits(entry.Features, hot.Key, context.Hasher);
                        var sharing = new List<RecordRevision>();
                        index.AddSharing(traits, entry.Revision.No, sharing);
                        await ConnectAsync(entry, sharing).ConfigureAwait(false);
                        index.Set(entry.Revision, traits);
                    }

                    before.Add(entry.Revision);
                }
            }
        }
    }

    /// <summary>Only what connects matters, so a pair that is connected already is not scored.</summary>
    private async ValueTask ConnectAsync(RecordEntry entry, List<RecordRevision> candidates)
    {
        var position = _positions[entry.Revision.No];
        candidates.RemoveAll(candidate => !_positions.TryGetValue(candidate.No, out var other) || _components.Find(other) == _components.Find(position));
        var others = await context.Records.ReadAsync(candidates, cancellationToken).ConfigureAwait(false);
        foreach (var other in others)
        {
            // A posting may be of a key that is left when crowded values are taken out of one of the two only.
            if (other is not null && _components.Find(_positions[other.Revision.No]) != _components.Find(position)
                && RecordEntry.SmallestSharedKey(entry.Keys, other.Keys) is not null && JudgedPair.Of(MemberOf(entry), MemberOf(other), model).IsEdge(model))
            {
                _components.Join(_positions[other.Revision.No], position);
            }
        }
    }

    private async ValueTask<ILookup<int, LiveAssertion>> ConnectAssertionsAsync()
    {
        var assertions = new List<LiveAssertion>();
        while ((await context.Journal.ReadLiveAssertionsAsync(assertions.Count == 0 ? 0 : assertions[^1].No, PageSize, cancellationToken).ConfigureAwait(false)) is { Count: > 0 } page)
        {
            assertions.AddRange(page);
        }

        assertions.RemoveAll(assertion => !_positions.ContainsKey(assertion.A) || !_positions.ContainsKey(assertion.B));
        foreach (var same in assertions.Where(assertion => assertion.Same))
        {
            _components.Join(_positions[same.A], _positions[same.B]);
        }

        return assertions.ToLookup(assertion => _components.Find(_positions[assertion.A]));
    }

    /// <summary>Per record the group it would be in, by the smallest position there.</summary>
    private async ValueTask<int[]> ResolveAsync(ILookup<int, LiveAssertion> assertions)
    {
        var groups = new int[_numbers.Count];
        foreach (var component in Enumerable.Range(0, _numbers.Count).GroupBy(_components.Find))
        {
            int[] positions = [.. component];
            Advance(positions.Length);
            if (positions.Length == 1)
            {
                groups[positions[0]] = positions[0];
                continue;
            }

            var members = await MembersAsync(positions).ConfigureAwait(false);
            var local = members.Index().ToDictionary(member => member.Item.Position, member => member.Index);
            var decisions = new List<MemberAssertion>();
            foreach (var assertion in assertions[component.Key])
            {
                if (local.TryGetValue(_positions[assertion.A], out var a) && local.TryGetValue(_positions[assertion.B], out var b))
                {
                    decisions.Add(new MemberAssertion(a, b, assertion.Same));
                }
            }

            var resolution = ComponentResolver.Resolve([.. members.Select(member => member.Member)], decisions, model);
            foreach (var position in positions)
            {
                // A record that went away meanwhile stays where nobody is.
                groups[position] = local.TryGetValue(position, out var at) ? members[Array.IndexOf(resolution.ClusterOf, resolution.ClusterOf[at])].Position : position;
            }
        }

        return groups;
    }

    private async ValueTask<IReadOnlyList<(int Position, ComponentMember Member)>> MembersAsync(IReadOnlyList<int> positions)
    {
        var records = await context.Journal.ReadRecordsAsync([.. positions.Select(position => _numbers[position])], cancellationToken).ConfigureAwait(false);
        return [.. records.OfType<JournalRecord>().Where(record => record.IsLive).Select(record => (_positions[record.No], MemberOf(context.Records.Read(record))))];
    }

    private async ValueTask<ModelDiffChange> DescribeAsync(PartitionDiff change, int[] groups)
    {
        var records = await context.Journal.ReadRecordsAsync([.. change.Members.Select(position => _numbers[position])], cancellationToken).ConfigureAwait(false);
        var identities = records.Select(record => record!.Identity).ToArray();
        var before = change.Members.Index()
            .GroupBy(member => _customers[member.Item], member => identities[member.Index])
            .OrderBy(customer => customer.Key)
            .Select(customer => (customer.Key, (IReadOnlyList<RecordIdentity>)[.. customer]));
        var after = change.Members.Index().GroupBy(member => groups[member.Item], member => identities[member.Index]).Select(group => (IReadOnlyList<RecordIdentity>)[.. group]);
        return new ModelDiffChange(change.Kind, [.. before], [.. after], await ReasonAsync(change, groups).ConfigureAwait(false));
    }

    /// <summary>The strongest pair that comes together, under the other model; of a split the strongest that comes apart, under the one in force, one that is of a single one-to-one source first: it says it all.</summary>
    private async ValueTask<ModelDiffReason?> ReasonAsync(PartitionDiff change, int[] groups)
    {
        var together = change.Kind != ModelDiffKind.Split;
        var members = await MembersAsync([.. change.Members.Take(ReasonMembersMax)]).ConfigureAwait(false);
        (ComponentMember A, ComponentMember B, (bool, int) Rank)? best = null;
        for (var i = 0; i < members.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (a, b) = (members[j], members[i]);
                if ((groups[a.Position] == groups[b.Position]) != together || (_customers[a.Position] == _customers[b.Position]) == together)
                {
                    continue;
                }

                var weight = PairScorer.Score(a.Member.Features, b.Member.Features, together ? model : context.Model).Weight;
                var rank = (model.OneToOne.KeepsApart(a.Member.Identity, b.Member.Identity), weight);
                if (best is null || rank.CompareTo(best.Value.Rank) > 0)
                {
                    best = (a.Member, b.Member, rank);
                }
            }
        }

        if (best is not { } pair)
        {
            return null;
        }

        var before = PairScorer.Score(pair.A.Features, pair.B.Features, context.Model).Weight;
        var explained = PairExplainer.Explain(pair.A.Features, pair.B.Features, model);
        return new ModelDiffReason(
            pair.A.Identity, pair.B.Identity, before, explained.Score.Weight, explained.Summary + PairContext.Of(pair.A.Identity, pair.B.Identity, explained.Score, together, model));
    }

    private void Advance(int records)
    {
        _done += records;
        if (_done % PageSize < records)
        {
            report?.Invoke(Math.Min(_done, _total), _total);
        }
    }

    private static ComponentMember MemberOf(RecordEntry entry) => new(entry.Identity, entry.Features);
}
