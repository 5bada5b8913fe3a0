using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Sqlite.Reading;

/// <summary>A component of many records, read by a few statements instead of a handful for each of its members. Holds one moment, that of the transaction it was read in.</summary>
internal sealed class LoadedComponent
{
    private readonly Dictionary<RecordNo, JournalRecord> _records = [];
    private readonly Dictionary<RecordNo, List<Link>> _links = [];
    private readonly HashSet<RecordNo> _linkedFromOutside = [];
    private readonly Dictionary<RecordNo, List<LiveAssertion>> _decisions = [];
    private readonly Dictionary<RecordNo, List<LedgerEntry>> _dormant = [];
    private readonly Dictionary<CustomerNo, LedgerEntry?> _ledger = [];

    public void Add(JournalRecord record) => _records.Add(record.No, record);

    /// <summary>A link whose smaller record is a member.</summary>
    public void Add(in Link link) => Of(_links, link.A.No).Add(link);

    /// <summary>There is a link whose larger record is a member. Between two members it is among those of the smaller one.</summary>
    public void AddLinked(RecordNo smaller, RecordNo member)
    {
        if (!_records.ContainsKey(smaller))
        {
            _linkedFromOutside.Add(member);
        }
    }

    public void AddDecision(RecordNo member, in LiveAssertion decision) => Of(_decisions, member).Add(decision);

    public void AddDormant(in LedgerEntry entry) => Of(_dormant, entry.Born).Add(entry);

    public JournalRecord? Find(RecordNo record) => _records.GetValueOrDefault(record);

    /// <summary>Links of a member with larger records.</summary>
    public IReadOnlyList<Link> LinksOf(RecordNo member) => _links.TryGetValue(member, out var links) ? links : [];

    /// <summary>Records that are not members have links with the member and are smaller.</summary>
    public bool IsLinkedFromOutside(RecordNo member) => _linkedFromOutside.Contains(member);

    public IReadOnlyList<LiveAssertion> DecisionsOf(RecordNo member) => _decisions.TryGetValue(member, out var decisions) ? decisions : [];

    public IReadOnlyList<LedgerEntry> DormantOf(RecordNo born) => _dormant.TryGetValue(born, out var entries) ? entries : [];

    /// <summary>The entry of a customer, which may have many of the members: read once.</summary>
    public LedgerEntry? LedgerOf(CustomerNo customer, Func<CustomerNo, LedgerEntry?> read)
    {
        if (!_ledger.TryGetValue(customer, out var entry))
        {
            _ledger[customer] = entry = read(customer);
        }

        return entry;
    }

    private static List<T> Of<TKey, T>(Dictionary<TKey, List<T>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        return list;
    }
}
