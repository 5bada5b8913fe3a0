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
            var same = before.Decision == request.Decision && before.DecidedBy == request.DecidedBy && before.Reason == request.Reason;
            if (request.Operation != 0 && before.Operation == request.Operation && !same)
            {
                throw new ArgumentException("The operation id was used on this pair with another decision.");
            }

            // The same decision by the same person once more, or a repeat of the operation: nothing to add to the audit.
            if (same && (request.Operation == 0 || before.Operation == 0 || before.Operation == request.Operation))
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
}
