using CustomerGrains.Index;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Writing;

internal sealed partial class JournalBatch
{
    /// <summary>See <see cref="IJournal.AssertAsync"/>. The request is valid.</summary>
    public AssertReply Assert(AssertRequest request)
    {
        var first = FindRecord(request.A);
        var second = FindRecord(request.B);
        if (first.IsNone || second.IsNone)
        {
            return new AssertReply(0, first, second, NeedsResolution: false, default);
        }

        var (a, b) = first.CompareTo(second) < 0 ? (first, second) : (second, first);
        var isThere = rows.TryReadDecision(a, b, out var before);
        if (isThere)
        {
            if (request.Operation != 0 && TryFindDecision(a, b, request.Operation, before, out var known))
            {
                // A repeat, however late: also what has been decided otherwise since is answered as it was, and stays as it was decided since.
                return Same(known, request)
                    ? new AssertReply(known.No, first, second, !known.IsResolved, known.DecidedAt)
                    : throw new OperationReusedException();
            }

            // The same decision by the same person once more, by nobody's operation: nothing to add to the audit. Under an id it is added, so that it is known by that id from now on.
            if (request.Operation == 0 && Same(before, request))
            {
                return new AssertReply(before.No, first, second, !before.IsResolved, before.DecidedAt);
            }

            rows.SupersedeDecision(a, b, before.No);
        }

        // Taking back what was never decided has no effect, unless a decision before it has not had its own yet.
        var hadDecision = isThere && before.Decision != AssertionDecision.Withdraw;
        var resolved = request.Decision == AssertionDecision.Withdraw && !hadDecision && (!isThere || before.IsResolved);
        var decidedAt = Encodings.ToTime(Encodings.ToColumn(time.GetUtcNow()));
        var number = rows.InsertDecision(a, b, request, decidedAt, resolved);
        CountReviewPairs(rows.RefreshReview(a, b));
        return new AssertReply(number, first, second, !resolved, decidedAt);
    }

    private static bool Same(in DecisionRow row, AssertRequest request) => row.Decision == request.Decision && row.DecidedBy == request.DecidedBy && row.Reason == request.Reason;

    private bool TryFindDecision(RecordNo a, RecordNo b, ulong operation, in DecisionRow newest, out DecisionRow row)
    {
        row = newest;
        return newest.Operation == operation || rows.TryReadDecision(a, b, operation, out row);
    }
}
