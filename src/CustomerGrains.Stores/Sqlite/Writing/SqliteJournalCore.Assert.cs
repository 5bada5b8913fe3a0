using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Sqlite.Writing;

public sealed partial class SqliteJournalCore
{
    private Statement _selectNewestAssertion;
    private Statement _supersedeAssertion;
    private Statement _insertAssertion;

    internal static void Validate(AssertRequest request)
    {
        AcceptRules.ValidateIdentity(request.A);
        AcceptRules.ValidateIdentity(request.B);
        if (request.A == request.B)
        {
            throw new ArgumentException("A decision is on two different records.");
        }

        if (request.Decision is not (AssertionDecision.Same or AssertionDecision.Different or AssertionDecision.Withdraw))
        {
            throw new ArgumentException("A decision is same, different or withdraw.");
        }
    }

    [MemberNotNull(nameof(_selectNewestAssertion), nameof(_supersedeAssertion), nameof(_insertAssertion))]
    private void PrepareAssert()
    {
        _selectNewestAssertion = _database.Prepare(
            "SELECT assertion_no, decision, decided_by, reason, decided_at, operation, resolved FROM assertion WHERE a = ? AND b = ? AND newest <> 0");

        // What it was about is now decided anew, so only the newest is left to be resolved.
        _supersedeAssertion = _database.Prepare("UPDATE assertion SET newest = 0, resolved = 1 WHERE assertion_no = ?");
        _insertAssertion = _database.Prepare(
            """
            INSERT INTO assertion (a, b, decision, decided_by, reason, decided_at, operation, newest, resolved)
            VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?) RETURNING assertion_no
            """);
    }

    private AssertReply AssertInBatch(AssertRequest request)
    {
        var first = FindRecord(request.A);
        var second = FindRecord(request.B);
        if (first.IsNone || second.IsNone)
        {
            return new AssertReply(0, first, second, NeedsResolution: false, default);
        }

        var (a, b) = first.CompareTo(second) < 0 ? (first, second) : (second, first);
        var undone = request.Decision == AssertionDecision.Withdraw;
        var hadDecision = false;
        var before = 0L;
        var beforeResolved = true;
        using (var row = _selectNewestAssertion.With(a.Value).With(b.Value))
        {
            if (row.Step())
            {
                before = row.Int64(0);
                beforeResolved = row.Boolean(6);
                hadDecision = (AssertionDecision)row.Int32(1) != AssertionDecision.Withdraw;
                var same = (AssertionDecision)row.Int32(1) == request.Decision && row.Text(2) == request.DecidedBy && row.Text(3) == request.Reason;
                var operation = (ulong)row.Int64(5);
                if (request.Operation != 0 && operation == request.Operation && !same)
                {
                    throw new ArgumentException("The operation id was used on this pair with another decision.");
                }

                // The same decision by the same person once more, or a repeat of the operation: nothing to add to the audit.
                if (same && (request.Operation == 0 || operation == 0 || operation == request.Operation))
                {
                    return new AssertReply(before, first, second, !row.Boolean(6), Encodings.ToTime(row.Int64(4)));
                }
            }
        }

        if (before != 0)
        {
            _supersedeAssertion.With(before).Run();
        }

        // Taking back what was never decided has no effect, unless a decision before it has not had its own yet.
        var resolved = undone && !hadDecision && beforeResolved;
        var decidedAt = Encodings.ToColumn(_time.GetUtcNow());
        long number;
        using (var row = _insertAssertion.With(a.Value).With(b.Value).With((long)request.Decision).With(request.DecidedBy).With(request.Reason).With(decidedAt).With((long)request.Operation).With(resolved))
        {
            row.Step();
            number = row.Int64(0);
            row.Step();
        }

        RefreshReview(a, b);
        return new AssertReply(number, first, second, !resolved, Encodings.ToTime(decidedAt));
    }
}
