using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Sqlite.Reading;

public sealed partial class SqliteReads
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
    public ComponentSnapshot ReadComponents(IReadOnlyCollection<RecordNo> records) => AtOneMoment(records, static (reads, records) => reads.ReadClosure(records));

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

    private ComponentSnapshot ReadClosure(IReadOnlyCollection<RecordNo> asked)
    {
        var members = new HashSet<RecordNo>();
        var components = new HashSet<RecordNo>();
        var waiting = new Queue<RecordNo>();
        var links = new List<Link>();
        var assertions = new List<LiveAssertion>();
        foreach (var record in asked)
        {
            Visit(record, members, components, waiting);
        }

        var model = ReadModelInForce(out var isUnderWay);
        while (waiting.TryDequeue(out var record))
        {
            // A pair is kept where it is met at its smaller record; from its larger one it only leads on.
            List<Link> larger = [], smaller = [];
            ReadLinks(_selectLinksOfA, record, larger);
            ReadLinks(_selectLinksOfB, record, smaller);
            if (isUnderWay && ModelOf(record) != model)
            {
                larger.RemoveAll(link => ModelOf(link.B.No) != model);
                smaller.RemoveAll(link => ModelOf(link.A.No) != model);
            }

            links.AddRange(larger);
            foreach (var edge in larger.Concat(smaller).Where(link => link.IsEdge))
            {
                Visit(edge.A.No == record ? edge.B.No : edge.A.No, members, components, waiting);
            }

            List<LiveAssertion> onLarger = [], onSmaller = [];
            ReadDecisions(_selectDecisionsOfA, record, onLarger);
            ReadDecisions(_selectDecisionsOfB, record, onSmaller);
            assertions.AddRange(onLarger);
            foreach (var same in onLarger.Concat(onSmaller).Where(decision => decision.Same))
            {
                Visit(same.A == record ? same.B : same.A, members, components, waiting);
            }
        }

        var rows = new List<JournalRecord>(members.Count);
        foreach (var member in members.Order())
        {
            rows.Add(ReadRecord(member)!);
        }

        return new ComponentSnapshot
        {
            Model = model,
            Epochs = [.. components.Order().Select(component => new ComponentEpoch(component, EpochOf(component)))],
            Records = rows,
            Links = [.. links.Where(link => members.Contains(link.B.No))],
            Assertions = [.. assertions.Where(assertion => members.Contains(assertion.B))],
            Ledger = ReadLedgerOf(rows),
        };
    }

    private void Visit(RecordNo record, HashSet<RecordNo> members, HashSet<RecordNo> components, Queue<RecordNo> waiting)
    {
        if (members.Contains(record))
        {
            return;
        }

        RecordNo component;
        using (var row = _selectPlace.With(record.Value))
        {
            // A deleted record that is resolved is in nothing any more, whoever still points at it.
            if (!row.Step() || (!row.Boolean(0) && row.Int32(1) == row.Int32(2)))
            {
                return;
            }

            component = new RecordNo(row.Int64(3));
        }

        members.Add(record);
        waiting.Enqueue(record);
        if (component.IsNone || !components.Add(component))
        {
            return;
        }

        using var rows = _selectComponent.With(component.Value);
        while (rows.Step())
        {
            var member = new RecordNo(rows.Int64(0));
            if (members.Add(member))
            {
                waiting.Enqueue(member);
            }
        }
    }

    private ModelNo ModelOf(RecordNo record)
    {
        using var row = _selectModelOf.With(record.Value);
        return row.Step() ? new ModelNo(row.Int32(0)) : default;
    }

    private long EpochOf(RecordNo component)
    {
        using var row = _selectEpoch.With(component.Value);
        return row.Step() ? row.Int64(0) : 0;
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
