using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Components;

namespace CustomerGrains.Stores.Sqlite.Reading;

public sealed partial class SqliteReads : IComponentRows
{
    private Statement _selectPlace;
    private Statement _selectEpoch;
    private Statement _selectModelOf;
    private Statement _selectComponent;
    private Statement _selectLinksOfA;
    private Statement _selectLinksOfB;
    private Statement _selectDecisionsOfA;
    private Statement _selectDecisionsOfB;
    private Statement _loadRecords;
    private Statement _loadLinks;
    private Statement _loadLinked;
    private Statement _loadDecisionsOfA;
    private Statement _loadDecisionsOfB;
    private Statement _loadDormant;
    private readonly List<LoadedComponent> _loaded = [];

    /// <summary>Members from which on a component is read as a whole: for a small one the statements would cost more than they spare. Changes no answer.</summary>
    internal int LoadedMembersMin { get; set; } = 32;

    /// <summary>See <see cref="IJournal.ReadComponentsAsync"/>.</summary>
    public ComponentSnapshot ReadComponents(IReadOnlyCollection<RecordNo> records) => AtOneMoment(records, static (reads, records) =>
    {
        var model = reads.ReadModelInForce(out var isUnderWay);
        try
        {
            return ComponentClosure.Read(records, model, isUnderWay, reads);
        }
        finally
        {
            reads._loaded.Clear();
        }
    });

    bool IComponentRows.TryFind(RecordNo record, out RecordNo component)
    {
        using var row = _selectPlace.With(record.Value);
        var isThere = row.Step() && (row.Boolean(0) || row.Int32(1) != row.Int32(2));
        component = isThere ? new RecordNo(row.Int64(3)) : default;
        return isThere;
    }

    IReadOnlyList<RecordNo> IComponentRows.MembersOf(RecordNo component)
    {
        var members = new List<RecordNo>();
        using var rows = _selectComponent.With(component.Value);
        while (rows.Step())
        {
            members.Add(new RecordNo(rows.Int64(0)));
        }

        if (members.Count >= LoadedMembersMin)
        {
            _loaded.Add(Load(component));
        }

        return members;
    }

    IReadOnlyList<Link> IComponentRows.LinksOf(RecordNo record)
    {
        if (LoadedOf(record) is { } loaded && !loaded.IsLinkedFromOutside(record))
        {
            return loaded.LinksOf(record);
        }

        var links = new List<Link>();
        ReadLinks(_selectLinksOfA, record, links);
        ReadLinks(_selectLinksOfB, record, links);
        return links;
    }

    IReadOnlyList<LiveAssertion> IComponentRows.DecisionsOf(RecordNo record)
    {
        if (LoadedOf(record) is { } loaded)
        {
            return loaded.DecisionsOf(record);
        }

        var decisions = new List<LiveAssertion>();
        ReadDecisions(_selectDecisionsOfA, record, decisions);
        ReadDecisions(_selectDecisionsOfB, record, decisions);
        return decisions;
    }

    ModelNo IComponentRows.ModelOf(RecordNo record)
    {
        if (LoadedOf(record)?.Find(record) is { } loaded)
        {
            return loaded.Model;
        }

        using var row = _selectModelOf.With(record.Value);
        return row.Step() ? new ModelNo(row.Int32(0)) : default;
    }

    JournalRecord IComponentRows.Read(RecordNo record) => LoadedOf(record)?.Find(record) ?? ReadRecord(record)!;

    long IComponentRows.EpochOf(RecordNo component)
    {
        using var row = _selectEpoch.With(component.Value);
        return row.Step() ? row.Int64(0) : 0;
    }

    IEnumerable<LedgerEntry> IComponentRows.LedgerOf(CustomerNo customer, RecordNo born)
    {
        if (LoadedOf(born) is { } loaded)
        {
            return !customer.IsNone && loaded.LedgerOf(customer, ReadLedger) is { } own ? [own, .. loaded.DormantOf(born)] : loaded.DormantOf(born);
        }

        var entries = new List<LedgerEntry>();
        if (!customer.IsNone && ReadLedger(customer) is { } entry)
        {
            entries.Add(entry);
        }

        using var rows = _selectDormant.With(born.Value);
        while (rows.Step())
        {
            entries.Add(LedgerOf(rows));
        }

        return entries;
    }

    [MemberNotNull(
        nameof(_selectPlace),
        nameof(_selectEpoch),
        nameof(_selectModelOf),
        nameof(_selectComponent),
        nameof(_selectLinksOfA),
        nameof(_selectLinksOfB),
        nameof(_selectDecisionsOfA),
        nameof(_selectDecisionsOfB),
        nameof(_loadRecords),
        nameof(_loadLinks),
        nameof(_loadLinked),
        nameof(_loadDecisionsOfA),
        nameof(_loadDecisionsOfB),
        nameof(_loadDormant))]
    private void PrepareComponents(string selectRecord)
    {
        _selectPlace = _database.Prepare("SELECT live, revision, resolved_revision, component FROM record WHERE record_no = ? AND revision > 0");
        _selectEpoch = _database.Prepare("SELECT epoch FROM record WHERE record_no = ?");
        _selectModelOf = _database.Prepare("SELECT model_no FROM record WHERE record_no = ?");

        // The second term is what lets SQLite use an index that leaves out records without component.
        _selectComponent = _database.Prepare("SELECT record_no FROM record WHERE component = ? AND component <> 0");
        _selectLinksOfA = _database.Prepare("SELECT a, a_revision, b, b_revision, weight, kind FROM link WHERE a = ?");
        _selectLinksOfB = _database.Prepare("SELECT a, a_revision, b, b_revision, weight, kind FROM link WHERE b = ?");
        _selectDecisionsOfA = _database.Prepare("SELECT assertion_no, a, b, decision FROM assertion WHERE a = ? AND newest <> 0 AND decision <> 3");
        _selectDecisionsOfB = _database.Prepare("SELECT assertion_no, a, b, decision FROM assertion WHERE b = ? AND newest <> 0 AND decision <> 3");

        // CROSS JOIN keeps SQLite from starting at the other table.
        const string Members = "FROM record AS m CROSS JOIN";
        const string OfComponent = "WHERE m.component = ? AND m.component <> 0";
        _loadRecords = _database.Prepare($"{selectRecord} WHERE record.component = ? AND record.component <> 0");
        _loadLinks = _database.Prepare($"SELECT l.a, l.a_revision, l.b, l.b_revision, l.weight, l.kind {Members} link AS l ON l.a = m.record_no {OfComponent}");
        _loadLinked = _database.Prepare($"SELECT l.a, l.b {Members} link AS l ON l.b = m.record_no {OfComponent}");
        _loadDecisionsOfA = _database.Prepare(
            $"SELECT d.assertion_no, d.a, d.b, d.decision {Members} assertion AS d ON d.a = m.record_no {OfComponent} AND d.newest <> 0 AND d.decision <> 3");
        _loadDecisionsOfB = _database.Prepare(
            $"SELECT d.assertion_no, d.a, d.b, d.decision {Members} assertion AS d ON d.b = m.record_no {OfComponent} AND d.newest <> 0 AND d.decision <> 3");
        _loadDormant = _database.Prepare(
            $"SELECT c.customer_no, c.state, c.born, c.superseded_by, c.changed_at {Members} customer AS c ON c.born = m.record_no {OfComponent} AND c.state <> 1");
    }

    /// <summary>The component that a record is a member of, if it was read as a whole.</summary>
    private LoadedComponent? LoadedOf(RecordNo record)
    {
        foreach (var component in _loaded)
        {
            if (component.Find(record) is not null)
            {
                return component;
            }
        }

        return null;
    }

    private LoadedComponent Load(RecordNo component)
    {
        var loaded = new LoadedComponent();
        using (var rows = _loadRecords.With(component.Value))
        {
            while (rows.Step())
            {
                loaded.Add(RecordOf(rows));
            }
        }

        using (var rows = _loadLinks.With(component.Value))
        {
            while (rows.Step())
            {
                loaded.Add(LinkOf(rows));
            }
        }

        using (var rows = _loadLinked.With(component.Value))
        {
            while (rows.Step())
            {
                loaded.AddLinked(new RecordNo(rows.Int64(0)), new RecordNo(rows.Int64(1)));
            }
        }

        LoadDecisions(_loadDecisionsOfA.With(component.Value), loaded, static decision => decision.A);
        LoadDecisions(_loadDecisionsOfB.With(component.Value), loaded, static decision => decision.B);
        using (var rows = _loadDormant.With(component.Value))
        {
            while (rows.Step())
            {
                loaded.AddDormant(LedgerOf(rows));
            }
        }

        return loaded;
    }

    private static void LoadDecisions(Statement bound, LoadedComponent loaded, Func<LiveAssertion, RecordNo> memberOf)
    {
        using var rows = bound;
        while (rows.Step())
        {
            var decision = DecisionOf(rows);
            loaded.AddDecision(memberOf(decision), decision);
        }
    }

    private static void ReadLinks(Statement select, RecordNo record, List<Link> links)
    {
        using var rows = select.With(record.Value);
        while (rows.Step())
        {
            links.Add(LinkOf(rows));
        }
    }

    private static Link LinkOf(Statement row) => new(
        new RecordRevision(new RecordNo(row.Int64(0)), row.Int32(1)),
        new RecordRevision(new RecordNo(row.Int64(2)), row.Int32(3)),
        row.Int32(4),
        (LinkKind)row.Int32(5));

    private static void ReadDecisions(Statement select, RecordNo record, List<LiveAssertion> assertions)
    {
        using var rows = select.With(record.Value);
        while (rows.Step())
        {
            assertions.Add(DecisionOf(rows));
        }
    }

    private static LiveAssertion DecisionOf(Statement row) =>
        new(row.Int64(0), new RecordNo(row.Int64(1)), new RecordNo(row.Int64(2)), (AssertionDecision)row.Int32(3) == AssertionDecision.Same);
}
