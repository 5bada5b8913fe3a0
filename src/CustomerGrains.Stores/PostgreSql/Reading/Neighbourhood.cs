using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Components;

namespace CustomerGrains.Stores.PostgreSql.Reading;

/// <summary>Records of one moment with the members of their components and everything on them. What is asked for and is not here is noted, to be fetched before it is all asked again.</summary>
internal sealed class Neighbourhood : IComponentRows
{
    private static readonly JournalRecord NotHere = new()
    {
        No = default,
        Identity = default,
        Revision = 0,
        IsLive = false,
        ResolvedRevision = 0,
        Features = [],
        Keys = [],
        ContentRevision = 0,
        Component = default,
        Customer = default,
        Model = default,
    };

    // Null: never accepted.
    private readonly Dictionary<RecordNo, JournalRecord?> _records = [];
    private readonly Dictionary<RecordNo, long> _epochs = [];
    private readonly Dictionary<RecordNo, List<RecordNo>> _members = [];
    private readonly Dictionary<RecordNo, HashSet<Link>> _links = [];
    private readonly Dictionary<RecordNo, HashSet<LiveAssertion>> _decisions = [];
    private readonly Dictionary<CustomerNo, LedgerEntry> _ledger = [];
    private readonly Dictionary<RecordNo, List<LedgerEntry>> _dormant = [];
    private readonly HashSet<RecordNo> _missing = [];
    private bool _missed;

    public ModelNo Model { get; set; }

    public bool IsModelUnderWay { get; set; }

    /// <summary>Everything on some records, or null when something is missing.</summary>
    public ComponentSnapshot? TryRead(IReadOnlyCollection<RecordNo> asked)
    {
        _missed = false;
        var snapshot = ComponentClosure.Read(asked, Model, IsModelUnderWay, this);
        return _missed ? null : snapshot;
    }

    /// <summary>What was missing.</summary>
    public RecordNo[] TakeMissing()
    {
        RecordNo[] missing = [.. _missing];
        _missing.Clear();
        return missing;
    }

    public void Load(JournalRecord record, long epoch)
    {
        if (_records.TryAdd(record.No, record))
        {
            _epochs[record.No] = epoch;
            if (!record.Component.IsNone)
            {
                Of(_members, record.Component).Add(record.No);
            }
        }
    }

    public void LoadAbsent(RecordNo record) => _records.TryAdd(record, null);

    public void Load(in Link link)
    {
        Of(_links, link.A.No).Add(link);
        Of(_links, link.B.No).Add(link);
    }

    public void Load(in LiveAssertion decision)
    {
        Of(_decisions, decision.A).Add(decision);
        Of(_decisions, decision.B).Add(decision);
    }

    public void Load(in LedgerEntry entry)
    {
        if (_ledger.TryAdd(entry.No, entry) && entry.State != CustomerState.Live)
        {
            Of(_dormant, entry.Born).Add(entry);
        }
    }

    public bool TryFind(RecordNo record, out RecordNo component)
    {
        var stands = Find(record);
        component = stands?.Component ?? default;
        return stands is not null && (stands.IsLive || stands.Revision != stands.ResolvedRevision);
    }

    public IReadOnlyList<RecordNo> MembersOf(RecordNo component) => Of(_members, component);

    public IReadOnlyList<Link> LinksOf(RecordNo record) => _links.TryGetValue(record, out var links) ? [.. links] : [];

    public IReadOnlyList<LiveAssertion> DecisionsOf(RecordNo record) => _decisions.TryGetValue(record, out var decisions) ? [.. decisions] : [];

    public ModelNo ModelOf(RecordNo record) => Find(record)?.Model ?? default;

    public JournalRecord Read(RecordNo record) => Find(record) ?? NotHere;

    public long EpochOf(RecordNo component) => Find(component) is null ? 0 : _epochs[component];

    public IEnumerable<LedgerEntry> LedgerOf(CustomerNo customer, RecordNo born)
    {
        IEnumerable<LedgerEntry> dormant = _dormant.TryGetValue(born, out var entries) ? entries : [];
        return _ledger.TryGetValue(customer, out var entry) ? dormant.Prepend(entry) : dormant;
    }

    private JournalRecord? Find(RecordNo record)
    {
        if (!_records.TryGetValue(record, out var stands))
        {
            _missed = true;
            _missing.Add(record);
        }

        return stands;
    }

    private static TList Of<TKey, TList>(Dictionary<TKey, TList> lists, TKey key)
        where TKey : notnull
        where TList : new()
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = new TList());
        }

        return list;
    }
}
