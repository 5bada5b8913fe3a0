using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.Sqlite.Reading;

public sealed partial class SqliteReads
{
    private Statement _selectReviewAtWeight;
    private Statement _selectReviewBelow;
    private Statement _selectReviewOfCustomer;
    private Statement _selectAssertionsOfPair;
    private Statement _selectAssertionsOfRecord;
    private Statement _selectUnresolvedAssertions;

    /// <summary>See <see cref="IJournal.ReadReviewPairsAsync"/>.</summary>
    public IReadOnlyList<Link> ReadReviewPairs(CustomerNo customer, Link? after, int countMax) =>
        AtOneMoment((customer, after, countMax), static (reads, page) => page.customer.IsNone
            ? reads.ReadReviewPage(page.after, page.countMax)
            : reads.ReadReviewOf(page.customer, page.after, page.countMax));

    /// <summary>See <see cref="IJournal.ReadAssertionsAsync"/>.</summary>
    public IReadOnlyList<JournalAssertion> ReadAssertions(RecordNo a, RecordNo b) => AtOneMoment((a, b), static (reads, records) =>
    {
        var (a, b) = records;
        var (smaller, larger) = a.CompareTo(b) < 0 ? (a, b) : (b, a);
        var assertions = new List<JournalAssertion>();
        using var rows = b.IsNone ? reads._selectAssertionsOfRecord.With(a.Value) : reads._selectAssertionsOfPair.With(smaller.Value).With(larger.Value);
        while (rows.Step())
        {
            var decision = (AssertionDecision)rows.Int32(5);
            assertions.Add(new JournalAssertion(
                rows.Int64(0),
                new RecordIdentity(reads.SourceName(rows.Int32(1)), rows.Text(2)),
                new RecordIdentity(reads.SourceName(rows.Int32(3)), rows.Text(4)),
                decision,
                rows.Text(6),
                rows.Text(7),
                Encodings.ToTime(rows.Int64(8)),
                IsLive: rows.Boolean(9) && decision != AssertionDecision.Withdraw));
        }

        return assertions;
    });

    /// <summary>See <see cref="IJournal.ReadUnresolvedAssertionsAsync"/>.</summary>
    public IReadOnlyList<LiveAssertion> ReadUnresolvedAssertions()
    {
        var assertions = new List<LiveAssertion>();
        using var rows = _selectUnresolvedAssertions;
        while (rows.Step())
        {
            assertions.Add(DecisionOf(rows));
        }

        return assertions;
    }

    [MemberNotNull(
        nameof(_selectReviewAtWeight),
        nameof(_selectReviewBelow),
        nameof(_selectReviewOfCustomer),
        nameof(_selectAssertionsOfPair),
        nameof(_selectAssertionsOfRecord),
        nameof(_selectUnresolvedAssertions))]
    private void PrepareReview()
    {
        const string Link = "SELECT a, a_revision, b, b_revision, weight, kind FROM link WHERE review <> 0";
        _selectReviewAtWeight = _database.Prepare($"{Link} AND weight = ? AND (a, b) > (?, ?) ORDER BY a, b LIMIT ?");
        _selectReviewBelow = _database.Prepare($"{Link} AND weight < ? ORDER BY weight DESC, a, b LIMIT ?");
        _selectReviewOfCustomer = _database.Prepare(
            """
            SELECT a, a_revision, b, b_revision, weight, kind FROM record JOIN link ON link.a = record.record_no WHERE customer = ?1 AND customer <> 0 AND review <> 0
            UNION ALL
            SELECT a, a_revision, b, b_revision, weight, kind FROM record JOIN link ON link.b = record.record_no WHERE customer = ?1 AND customer <> 0 AND review <> 0
            """);
        const string Assertion =
            """
            SELECT assertion_no, ra.source_no, ra.record_id, rb.source_no, rb.record_id, decision, decided_by, reason, decided_at, newest
            FROM assertion JOIN record ra ON ra.record_no = a JOIN record rb ON rb.record_no = b
            """;
        _selectAssertionsOfPair = _database.Prepare($"{Assertion} WHERE a = ? AND b = ? ORDER BY assertion_no");
        _selectAssertionsOfRecord = _database.Prepare($"{Assertion} WHERE a = ?1 OR b = ?1 ORDER BY assertion_no");
        _selectUnresolvedAssertions = _database.Prepare("SELECT assertion_no, a, b, decision FROM assertion WHERE resolved = 0 ORDER BY assertion_no");
    }

    private List<Link> ReadReviewPage(Link? after, int countMax)
    {
        var links = new List<Link>();
        if (after is { } last)
        {
            // Pairs of one weight may be many, so they are their own range of the index.
            ReadReview(_selectReviewAtWeight.With(last.Weight).With(last.A.No.Value).With(last.B.No.Value).With(countMax), links);
        }

        if (links.Count < countMax)
        {
            ReadReview(_selectReviewBelow.With(after?.Weight ?? long.MaxValue).With(countMax - links.Count), links);
        }

        return links;
    }

    private List<Link> ReadReviewOf(CustomerNo customer, Link? after, int countMax)
    {
        var links = new List<Link>();
        ReadReview(_selectReviewOfCustomer.With(customer.Value), links);
        links.Sort(CompareForReview);
        var first = after is { } last ? links.FindIndex(link => CompareForReview(link, last) > 0) : 0;
        return first < 0 ? [] : links.GetRange(first, Math.Min(countMax, links.Count - first));
    }

    private static int CompareForReview(Link x, Link y)
    {
        var byWeight = y.Weight.CompareTo(x.Weight);
        var byA = byWeight != 0 ? byWeight : x.A.No.CompareTo(y.A.No);
        return byA != 0 ? byA : x.B.No.CompareTo(y.B.No);
    }

    private static void ReadReview(Statement bound, List<Link> links)
    {
        using var rows = bound;
        while (rows.Step())
        {
            links.Add(LinkOf(rows));
        }
    }
}
