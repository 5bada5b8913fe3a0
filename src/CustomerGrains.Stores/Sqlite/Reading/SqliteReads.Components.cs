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

    /// <summary>See <see cref="IJournal.ReadComponentsAsync"/>.</summary>
    public ComponentSnapshot ReadComponents(IReadOnlyCollection<RecordNo> records) => AtOneMoment(records, static (reads, records) =>
    {
        var model = reads.ReadModelInForce(out var isUnderWay);
        return ComponentClosure.Read(records, model, isUnderWay, reads);
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

        return members;
    }

    IReadOnlyList<Link> IComponentRows.LinksOf(RecordNo record)
    {
        var links = new List<Link>();
        ReadLinks(_selectLinksOfA, record, links);
        ReadLinks(_selectLinksOfB, record, links);
        return links;
    }

    IReadOnlyList<LiveAssertion> IComponentRows.DecisionsOf(RecordNo record)
    {
        var decisions = new List<LiveAssertion>();
        ReadDecisions(_selectDecisionsOfA, record, decisions);
        ReadDecisions(_selectDecisionsOfB, record, decisions);
        return decisions;
    }

    ModelNo IComponentRows.ModelOf(RecordNo record)
    {
        using var row = _selectModelOf.With(record.Value);
        return row.Step() ? new ModelNo(row.Int32(0)) : default;
    }

    JournalRecord IComponentRows.Read(RecordNo record) => ReadRecord(record)!;

    long IComponentRows.EpochOf(RecordNo component)
    {
        using var row = _selectEpoch.With(component.Value);
        return row.Step() ? row.Int64(0) : 0;
    }

    IEnumerable<LedgerEntry> IComponentRows.LedgerOf(CustomerNo customer, RecordNo born)
    {
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
        nameof(_selectDecisionsOfB))]
    private void PrepareComponents()
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
