using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Writing;

namespace CustomerGrains.Stores.Sqlite.Writing;

internal sealed partial class SqliteRows
{
    private Statement _selectDecision;
    private Statement _selectDecisionOf;
    private Statement _supersedeDecision;
    private Statement _insertDecision;
    private Statement _resolveDecision;

    public bool TryReadDecision(RecordNo a, RecordNo b, out DecisionRow row) => TryRead(_selectDecision.With(a.Value).With(b.Value), out row);

    public bool TryReadDecision(RecordNo a, RecordNo b, ulong operation, out DecisionRow row) => TryRead(_selectDecisionOf.With(a.Value).With(b.Value).With((long)operation), out row);

    public void SupersedeDecision(RecordNo a, RecordNo b, long number) => _supersedeDecision.With(number).Run();

    public long InsertDecision(RecordNo a, RecordNo b, AssertRequest request, DateTimeOffset decidedAt, bool resolved)
    {
        using var row = _insertDecision
            .With(a.Value)
            .With(b.Value)
            .With((long)request.Decision)
            .With(request.DecidedBy)
            .With(request.Reason)
            .With(Encodings.ToColumn(decidedAt))
            .With((long)request.Operation)
            .With(resolved);
        row.Step();
        var number = row.Int64(0);
        row.Step();
        return number;
    }

    public void ResolveDecision(long number) => _resolveDecision.With(number).Run();

    private static bool TryRead(Statement select, out DecisionRow row)
    {
        using (select)
        {
            var isThere = select.Step();
            row = isThere
                ? new DecisionRow(
                    select.Int64(0),
                    (AssertionDecision)select.Int32(1),
                    select.Text(2),
                    select.Text(3),
                    Encodings.ToTime(select.Int64(4)),
                    (ulong)select.Int64(5),
                    select.Boolean(6))
                : default;
            return isThere;
        }
    }

    [MemberNotNull(nameof(_selectDecision), nameof(_selectDecisionOf), nameof(_supersedeDecision), nameof(_insertDecision), nameof(_resolveDecision))]
    private void PrepareDecisions(SqliteDatabase database)
    {
        const string Select = "SELECT assertion_no, decision, decided_by, reason, decided_at, operation, resolved FROM assertion WHERE a = ? AND b = ?";
        _selectDecision = database.Prepare(Select + " AND newest <> 0");
        _selectDecisionOf = database.Prepare(Select + " AND operation = ? ORDER BY assertion_no DESC LIMIT 1");

        // What it was about is now decided anew, so only the newest is left to be resolved.
        _supersedeDecision = database.Prepare("UPDATE assertion SET newest = 0, resolved = 1 WHERE assertion_no = ?");
        _insertDecision = database.Prepare(
            """
            INSERT INTO assertion (a, b, decision, decided_by, reason, decided_at, operation, newest, resolved)
            VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?) RETURNING assertion_no
            """);
        _resolveDecision = database.Prepare("UPDATE assertion SET resolved = 1 WHERE assertion_no = ? AND resolved = 0");
    }
}
