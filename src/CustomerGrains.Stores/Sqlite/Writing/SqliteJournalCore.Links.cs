using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Sqlite.Writing;

public sealed partial class SqliteJournalCore
{
    private Statement _insertLink;
    private Statement _selectUnblocked;
    private Statement _deleteLink;
    private Statement _selectLinkedOfA;
    private Statement _selectLinkedOfB;
    private Statement _refreshReview;

    [MemberNotNull(
        nameof(_insertLink), nameof(_selectUnblocked), nameof(_deleteLink), nameof(_selectLinkedOfA), nameof(_selectLinkedOfB), nameof(_refreshReview))]
    private void PrepareLinks()
    {
        // An unblocked row (kind 0) never takes the place of a blocked one: what the pair is by its key it stays, whoever scored it last.
        _insertLink = _database.Prepare(
            """
            INSERT INTO link (a, b, a_revision, b_revision, weight, kind, review) VALUES (?, ?, ?, ?, ?, ?, 0)
            ON CONFLICT DO UPDATE SET a_revision = excluded.a_revision, b_revision = excluded.b_revision, weight = excluded.weight, kind = iif(excluded.kind = 0, kind, excluded.kind)
            """);
        _selectUnblocked = _database.Prepare("SELECT b FROM link WHERE a = ? AND kind = 0");
        _deleteLink = _database.Prepare("DELETE FROM link WHERE a = ? AND b = ? RETURNING review");
        _selectLinkedOfA = _database.Prepare("SELECT b FROM link WHERE a = ?");
        _selectLinkedOfB = _database.Prepare("SELECT a FROM link WHERE b = ?");

        // Returns the change of the number of review pairs; no row when nothing changes.
        _refreshReview = _database.Prepare(
            """
            UPDATE link SET review = 1 - review WHERE a = ?1 AND b = ?2 AND review <> (
                (SELECT customer FROM record WHERE record_no = ?1) <> 0
                AND (SELECT customer FROM record WHERE record_no = ?2) <> 0
                AND (SELECT customer FROM record WHERE record_no = ?1) <> (SELECT customer FROM record WHERE record_no = ?2)
                AND NOT EXISTS (SELECT 1 FROM assertion WHERE a = ?1 AND b = ?2 AND newest <> 0 AND decision <> 3))
            RETURNING 2 * review - 1
            """);
    }

    private void StoreLinks(ResolutionCommit commit, Dictionary<RecordNo, CommitRow> rows, HashSet<(RecordNo A, RecordNo B)> touched)
    {
        DeleteUnblocked(rows, commit.UnblockedLinks);
        foreach (var link in commit.Links.Concat(commit.UnblockedLinks))
        {
            if (IsCurrent(link.A, rows) && IsCurrent(link.B, rows))
            {
                _insertLink.With(link.A.No.Value).With(link.B.No.Value).With(link.A.Revision).With(link.B.Revision).With(link.Weight).With((long)link.Kind).Run();
                touched.Add((link.A.No, link.B.No));
            }
        }
    }

    /// <summary>Takes out the unblocked links between the records of the commit that it does not name again.</summary>
    private void DeleteUnblocked(Dictionary<RecordNo, CommitRow> rows, IReadOnlyList<Link> replacements)
    {
        if (rows.Count < 2)
        {
            return;
        }

        var kept = replacements.Select(link => (link.A.No, link.B.No)).ToHashSet();
        var gone = new List<(RecordNo A, RecordNo B)>();
        foreach (var a in rows.Keys)
        {
            using var select = _selectUnblocked.With(a.Value);
            while (select.Step())
            {
                var b = new RecordNo(select.Int64(0));
                if (rows.ContainsKey(b) && !kept.Contains((a, b)))
                {
                    gone.Add((a, b));
                }
            }
        }

        foreach (var (a, b) in gone)
        {
            using var row = _deleteLink.With(a.Value).With(b.Value);
            while (row.Step())
            {
                CountReviewPairs(row.Boolean(0) ? -1 : 0);
            }
        }
    }

    private bool IsCurrent(RecordRevision record, Dictionary<RecordNo, CommitRow> rows)
    {
        var row = rows.TryGetValue(record.No, out var known) ? known : ReadCommitRow(record.No);
        return row is { IsLive: true } && row.Revision == record.Revision;
    }

    /// <summary>Decides anew which links are for review: those written, and those of records that changed customer.</summary>
    private void RefreshReviews(Dictionary<RecordNo, CommitRow> rows, HashSet<(RecordNo A, RecordNo B)> touched)
    {
        foreach (var (record, row) in rows)
        {
            if (row.Customer == row.NewCustomer)
            {
                continue;
            }

            using (var larger = _selectLinkedOfA.With(record.Value))
            {
                while (larger.Step())
                {
                    touched.Add((record, new RecordNo(larger.Int64(0))));
                }
            }

            using var smaller = _selectLinkedOfB.With(record.Value);
            while (smaller.Step())
            {
                touched.Add((new RecordNo(smaller.Int64(0)), record));
            }
        }

        foreach (var (a, b) in touched)
        {
            RefreshReview(a, b);
        }
    }

    private void RefreshReview(RecordNo a, RecordNo b)
    {
        using var row = _refreshReview.With(a.Value).With(b.Value);
        while (row.Step())
        {
            CountReviewPairs(row.Int32(0));
        }
    }
}
