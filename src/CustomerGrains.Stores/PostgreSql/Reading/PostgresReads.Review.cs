using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.PostgreSql.Reading;

internal sealed partial class PostgresReads
{
    private const string Assertions =
        """
        SELECT d.assertion_no, (SELECT s.name FROM source s WHERE s.source_no = ra.source_no), ra.record_id, (SELECT s.name FROM source s WHERE s.source_no = rb.source_no), rb.record_id,
            d.decision, d.decided_by, d.reason, d.decided_at, d.newest
        FROM assertion d JOIN record ra ON ra.record_no = d.a JOIN record rb ON rb.record_no = d.b
        """;

    /// <summary>See <see cref="IJournal.ReadReviewPairsAsync"/>.</summary>
    public async Task<IReadOnlyList<Link>> ReadReviewPairsAsync(CustomerNo customer, Link? after, int countMax, CancellationToken cancellationToken)
    {
        if (countMax <= 0)
        {
            return [];
        }

        var links = customer.IsNone ? await ReadReviewPageAsync(after, countMax, cancellationToken).ConfigureAwait(false) : await ReadReviewOfAsync(customer, cancellationToken).ConfigureAwait(false);
        links.Sort(CompareForReview);
        return [.. links.Where(link => after is not { } last || CompareForReview(link, last) > 0).Take(countMax)];
    }

    /// <summary>See <see cref="IJournal.ReadAssertionsAsync"/>.</summary>
    public async Task<IReadOnlyList<JournalAssertion>> ReadAssertionsAsync(RecordNo a, RecordNo b, CancellationToken cancellationToken)
    {
        var (smaller, larger) = a.CompareTo(b) < 0 ? (a, b) : (b, a);
        var assertions = await QueryAsync(
            b.IsNone ? $"{Assertions} WHERE d.a = $1 UNION ALL {Assertions} WHERE d.b = $1" : $"{Assertions} WHERE d.a = $1 AND d.b = $2",
            command => b.IsNone ? command.With(a.Value) : command.With(smaller.Value).With(larger.Value),
            row =>
            {
                var decision = (AssertionDecision)row.GetInt32(5);
                return new JournalAssertion(
                    row.GetInt64(0), IdentityOf(row, 1), IdentityOf(row, 3), decision, row.GetString(6), row.GetString(7), Encodings.ToTime(row.GetInt64(8)),
                    IsLive: row.GetBoolean(9) && decision != AssertionDecision.Withdraw);
            },
            cancellationToken).ConfigureAwait(false);
        assertions.Sort((x, y) => x.No.CompareTo(y.No));
        return assertions;
    }

    /// <summary>See <see cref="IJournal.ReadUnresolvedAssertionsAsync"/>.</summary>
    public async Task<IReadOnlyList<LiveAssertion>> ReadUnresolvedAssertionsAsync(CancellationToken cancellationToken) => await QueryAsync(
        "SELECT assertion_no, a, b, decision FROM assertion WHERE NOT resolved ORDER BY assertion_no", command => command, DecisionOf, cancellationToken).ConfigureAwait(false);

    /// <summary>See <see cref="IJournal.ReadLiveAssertionsAsync"/>.</summary>
    public async Task<IReadOnlyList<LiveAssertion>> ReadLiveAssertionsAsync(long after, int countMax, CancellationToken cancellationToken) => await QueryAsync(
        "SELECT assertion_no, a, b, decision FROM assertion WHERE assertion_no > $1 AND newest AND decision <> 3 ORDER BY assertion_no LIMIT $2",
        command => command.With(after).With(countMax),
        DecisionOf,
        cancellationToken).ConfigureAwait(false);

    // Pairs of one weight may be many, so they are their own range of the index.
    private Task<List<Link>> ReadReviewPageAsync(Link? after, int countMax, CancellationToken cancellationToken) => QueryAsync(
        """
        (SELECT a, a_revision, b, b_revision, weight, kind FROM link WHERE review AND weight = $1 AND (a, b) > ($2, $3) ORDER BY a, b LIMIT $4)
        UNION ALL
        (SELECT a, a_revision, b, b_revision, weight, kind FROM link WHERE review AND weight < $1 ORDER BY weight DESC, a, b LIMIT $4)
        """,
        command => command.With(after?.Weight ?? int.MaxValue).With(after?.A.No.Value ?? long.MaxValue).With(after?.B.No.Value ?? long.MaxValue).With(countMax),
        LinkOf,
        cancellationToken);

    private Task<List<Link>> ReadReviewOfAsync(CustomerNo customer, CancellationToken cancellationToken) => QueryAsync(
        """
        SELECT l.a, l.a_revision, l.b, l.b_revision, l.weight, l.kind FROM place p JOIN link l ON l.a = p.record_no WHERE p.customer = $1 AND p.customer <> 0 AND l.review
        UNION ALL
        SELECT l.a, l.a_revision, l.b, l.b_revision, l.weight, l.kind FROM place p JOIN link l ON l.b = p.record_no WHERE p.customer = $1 AND p.customer <> 0 AND l.review
        """,
        command => command.With(customer.Value),
        LinkOf,
        cancellationToken);

    private static int CompareForReview(Link x, Link y)
    {
        var byWeight = y.Weight.CompareTo(x.Weight);
        var byA = byWeight != 0 ? byWeight : x.A.No.CompareTo(y.A.No);
        return byA != 0 ? byA : x.B.No.CompareTo(y.B.No);
    }
}
