using CustomerGrains.Index.BlockingKeys;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.Customers;

/// <summary>What the components of a snapshot shall be, given new evidence: a pure function of the two and the model.</summary>
internal sealed class ResolutionPlan
{
    private readonly ComponentSnapshot _snapshot;
    private readonly Evidence _evidence;
    private readonly MatchingModel _model;
    private readonly RecordCache _cache;
    private readonly ResolutionMemory _memory;
    private readonly Dictionary<RecordNo, int> _positions;
    private readonly int[] _parents;
    private readonly HashSet<(RecordNo, RecordNo)> _blockedPairs = [];
    private readonly List<Link> _links = [];
    private readonly List<Link> _unblocked = [];
    private readonly List<CommittedComponent> _components = [];
    private readonly List<IReadOnlyList<RecordNo>> _clusters = [];

    private ResolutionPlan(ComponentSnapshot snapshot, Evidence evidence, MatchingModel model, RecordCache cache, ResolutionMemory memory)
    {
        _snapshot = snapshot;
        _evidence = evidence;
        _model = model;
        _cache = cache;
        _memory = memory;
        _positions = new Dictionary<RecordNo, int>(snapshot.Records.Count);
        _parents = new int[snapshot.Records.Count];
        for (var i = 0; i < snapshot.Records.Count; i++)
        {
            _positions[snapshot.Records[i].No] = i;
            _parents[i] = i;
        }
    }

    /// <summary>Live records of each customer to be, ascending.</summary>
    public IReadOnlyList<IReadOnlyList<RecordNo>> Clusters => _clusters;

    /// <summary>Plans the components.</summary>
    /// <param name="memory">What a large one came to last. Saves work, changes nothing.</param>
    public static ResolutionPlan Of(ComponentSnapshot snapshot, Evidence evidence, MatchingModel model, RecordCache cache, ResolutionMemory memory)
    {
        var plan = new ResolutionPlan(snapshot, evidence, model, cache, memory);
        plan.Connect();
        plan.Resolve();
        return plan;
    }

    /// <summary>The commit of the plan under the customer numbers given.</summary>
    public ResolutionCommit ToCommit(LedgerDecision decision)
    {
        var records = _snapshot.Records;
        var expected = new (RecordRevision, RecordNo)[records.Count];
        var before = new Dictionary<RecordNo, CustomerNo>(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            expected[i] = (RevisionOf(records[i]), records[i].Component);
            if (!records[i].Customer.IsNone)
            {
                before[records[i].No] = records[i].Customer;
            }
        }

        var after = new Dictionary<RecordNo, CustomerNo>(records.Count);
        var customers = new List<(RecordNo, CustomerNo)>(records.Count);
        for (var cluster = 0; cluster < _clusters.Count; cluster++)
        {
            foreach (var record in _clusters[cluster])
            {
                after[record] = decision.Numbers[cluster];
                customers.Add((record, decision.Numbers[cluster]));
            }
        }

        var resolved = _evidence.Subjects.Where(IsCurrent).ToArray();
        var updated = resolved.Where(subject => IsNews(records[_positions[subject.No]])).Select(subject => subject.No).ToHashSet();
        return new ResolutionCommit
        {
            Model = _snapshot.Model,
            Expected = _snapshot.Epochs,
            ExpectedRecords = expected,
            Links = _links,
            UnblockedLinks = _unblocked,
            Components = _components,
            Customers = customers,
            Ledger = decision.Changes,
            Events = EventWriter.Write(before, after, decision.Changes, updated),
            Resolved = resolved,
            ResolvedAssertions = _evidence.Assertions,
        };
    }

    private bool IsCurrent(RecordRevision revision) =>
        _positions.TryGetValue(revision.No, out var position) && _snapshot.Records[position].Revision == revision.Revision;

    /// <summary>A first revision is told by whatever event put the record into its customer.</summary>
    private static bool IsNews(JournalRecord record) => record.IsLive && record.ContentRevision > 1 && record.ResolvedRevision < record.ContentRevision;

    private ComponentMember MemberOf(JournalRecord record) => new(record.Identity, _cache.Read(record).Features);

    private static RecordRevision RevisionOf(JournalRecord record) => new(record.No, record.Revision);

    private void Connect()
    {
        foreach (var link in _snapshot.Links)
        {
            if (link.IsBlocked)
            {
                Connect(link);
            }
        }

        foreach (var link in _evidence.Links)
        {
            // Ends outside the snapshot are review pairs, which connect nothing, or have moved on, which the journal sees and drops.
            if (_blockedPairs.Contains((link.A.No, link.B.No)))
            {
                continue;
            }

            _links.Add(link);
            if (IsLive(link.A) && IsLive(link.B))
            {
                Connect(link);
            }
        }

        ConnectUnresolved();
        foreach (var assertion in _snapshot.Assertions)
        {
            if (assertion.Same && IsLive(assertion.A) && IsLive(assertion.B))
            {
                Join(_positions[assertion.A], _positions[assertion.B]);
            }
        }
    }

    /// <summary>Links between a member whose new content is not resolved yet and the other members.</summary>
    /// <remarks>Its old links hold no longer and its new ones are on their way. Without these it would be split off, and joined again a moment later: no
    /// wrong end, but events and ids that nobody needs. They are the links its own evidence will name, so nothing is added that would not be.</remarks>
    private void ConnectUnresolved()
    {
        var subjects = _evidence.Subjects.Where(IsCurrent).Select(subject => subject.No).ToHashSet();
        foreach (var record in _snapshot.Records)
        {
            if (!record.IsLive || record.ResolvedRevision >= record.Revision || subjects.Contains(record.No))
            {
                continue;
            }

            var entry = _cache.Read(record);
            foreach (var other in _snapshot.Records)
            {
                if (other.No == record.No || !other.IsLive || _blockedPairs.Contains(Ordered(record.No, other.No)))
                {
                    continue;
                }

                var otherEntry = _cache.Read(other);
                if (RecordEntry.SmallestSharedKey(entry.Keys, otherEntry.Keys) is not null && PairLink.Of(entry, otherEntry, _model) is { } link)
                {
                    _links.Add(link);
                    Connect(link);
                }
            }
        }
    }

    private void Connect(Link link)
    {
        _blockedPairs.Add((link.A.No, link.B.No));
        if (link.IsEdge)
        {
            Join(_positions[link.A.No], _positions[link.B.No]);
        }
    }

    private bool IsLive(RecordNo no) => _positions.TryGetValue(no, out var position) && _snapshot.Records[position].IsLive;

    private bool IsLive(RecordRevision revision) => IsLive(revision.No) && IsCurrent(revision);

    private static (RecordNo, RecordNo) Ordered(RecordNo a, RecordNo b) => a.CompareTo(b) < 0 ? (a, b) : (b, a);

    private void Join(int a, int b)
    {
        var rootA = Root(a);
        var rootB = Root(b);

        // The smaller position is the smaller record, so a root is the owner of its component.
        _parents[Math.Max(rootA, rootB)] = Math.Min(rootA, rootB);
    }

    private int Root(int position)
    {
        while (_parents[position] != position)
        {
            _parents[position] = _parents[_parents[position]];
            position = _parents[position];
        }

        return position;
    }

    private void Resolve()
    {
        var members = new SortedDictionary<int, List<int>>();
        for (var i = 0; i < _snapshot.Records.Count; i++)
        {
            if (_snapshot.Records[i].IsLive)
            {
                var root = Root(i);
                if (!members.TryGetValue(root, out var component))
                {
                    members[root] = component = [];
                }

                component.Add(i);
            }
        }

        foreach (var component in members.Values)
        {
            _components.Add(new CommittedComponent(component.ConvertAll(position => _snapshot.Records[position].No)));
            Resolve(component);
        }
    }

    private void Resolve(List<int> component)
    {
        if (component.Count == 1)
        {
            _clusters.Add([_snapshot.Records[component[0]].No]);
            return;
        }

        var local = new Dictionary<RecordNo, int>(component.Count);
        var members = new ComponentMember[component.Count];
        for (var i = 0; i < members.Length; i++)
        {
            var record = _snapshot.Records[component[i]];
            local[record.No] = i;
            members[i] = MemberOf(record);
        }

        var assertions = new List<MemberAssertion>();
        foreach (var assertion in _snapshot.Assertions)
        {
            if (local.TryGetValue(assertion.A, out var a) && local.TryGetValue(assertion.B, out var b))
            {
                assertions.Add(new MemberAssertion(a, b, assertion.Same));
            }
        }

        var resolution = ComponentResolver.Resolve(members, assertions, _model, _memory);
        var clusters = new List<RecordNo>[resolution.ClusterCount];
        for (var i = 0; i < members.Length; i++)
        {
            (clusters[resolution.ClusterOf[i]] ??= []).Add(_snapshot.Records[component[i]].No);
        }

        _clusters.AddRange(clusters);
        foreach (var pair in resolution.ReviewPairs)
        {
            var a = _snapshot.Records[component[Math.Min(pair.A, pair.B)]];
            var b = _snapshot.Records[component[Math.Max(pair.A, pair.B)]];
            if (!_blockedPairs.Contains((a.No, b.No)))
            {
                _unblocked.Add(new Link(RevisionOf(a), RevisionOf(b), pair.Weight, LinkKind.Unblocked));
            }
        }
    }
}
