using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Sqlite.Writing;

internal sealed partial class SqliteRows
{
    private Statement _insertLink;
    private Statement _selectUnblocked;
    private Statement _deleteLink;
    private Statement _deleteLinksOfA;
    private Statement _deleteLinksOfB;
    private Statement _deleteFormerLinksOfA;
    private Statement _deleteFormerLinksOfB;
    private Statement _selectLinkedOfA;
    private Statement _selectLinkedOfB;
    private Statement _refreshReview;

    public int DeleteLinksOf(RecordNo record) => CountReviews(_deleteLinksOfA.With(record.Value)) + CountReviews(_deleteLinksOfB.With(record.Value));

    public void PutLink(in Link link) =>
        _insertLink.With(link.A.No.Value).With(link.B.No.Value).With(link.A.Revision).With(link.B.Revision).With(link.Weight).With((long)link.Kind).Run();

    public IReadOnlyList<RecordNo> UnblockedWith(RecordNo record)
    {
        var larger = new List<RecordNo>();
        using var select = _selectUnblocked.With(record.Value);
        while (select.Step())
        {
            larger.Add(new RecordNo(select.Int64(0)));
        }

        return larger;
    }

    public IReadOnlyList<(RecordNo A, RecordNo B)> LinkedWith(RecordNo record)
    {
        var pairs = new List<(RecordNo A, RecordNo B)>();
        using (var larger = _selectLinkedOfA.With(record.Value))
        {
            while (larger.Step())
            {
                pairs.Add((record, new RecordNo(larger.Int64(0))));
            }
        }

        using var smaller = _selectLinkedOfB.With(record.Value);
        while (smaller.Step())
        {
            pairs.Add((new RecordNo(smaller.Int64(0)), record));
        }

        return pairs;
    }

    public int DeleteLink(RecordNo a, RecordNo b) => CountReviews(_deleteLink.With(a.Value).With(b.Value));

    public int DeleteFormerLinks(RecordNo record, ModelNo model) =>
        CountReviews(_deleteFormerLinksOfA.With(record.Value).With(model.Value)) + CountReviews(_deleteFormerLinksOfB.With(record.Value).With(model.Value));

    public int RefreshReview(RecordNo a, RecordNo b)
    {
        var change = 0;
        using var row = _refreshReview.With(a.Value).With(b.Value);
        while (row.Step())
        {
            change += row.Int32(0);
        }

        return change;
    }

    [MemberNotNull(
        nameof(_insertLink),
        nameof(_selectUnblocked),
        nameof(_deleteLink),
        nameof(_deleteLinksOfA),
        nameof(_deleteLinksOfB),
        nameof(_deleteFormerLinksOfA),
        nameof(_deleteFormerLinksOfB),
        nameof(_selectLinkedOfA),
        nameof(_selectLinkedOfB),
        nameof(_refreshReview))]
    private void PrepareLinks(SqliteDatabase database)
    {
        _insertLink = database.Prepare(
            """
            INSERT INTO link (a, b, a_revision, b_revision, weight, kind, review) VALUES (?, ?, ?, ?, ?, ?, 0)
            ON CONFLICT DO UPDATE SET a_revision = excluded.a_revision, b_revision = excluded.b_revision, weight = excluded.weight, kind = iif(excluded.kind = 0, kind, excluded.kind)
            """);
        _selectUnblocked = database.Prepare("SELECT b FROM link WHERE a = ? AND kind = 0");
        _deleteLink = database.Prepare("DELETE FROM link WHERE a = ? AND b = ? RETURNING review");
        _deleteLinksOfA = database.Prepare("DELETE FROM link WHERE a = ? RETURNING review");
        _deleteLinksOfB = database.Prepare("DELETE FROM link WHERE b = ? RETURNING review");
        _deleteFormerLinksOfA = database.Prepare("DELETE FROM link WHERE a = ? AND (SELECT model_no FROM record WHERE record_no = b) <> ? RETURNING review");
        _deleteFormerLinksOfB = database.Prepare("DELETE FROM link WHERE b = ? AND (SELECT model_no FROM record WHERE record_no = a) <> ? RETURNING review");
        _selectLinkedOfA = database.Prepare("SELECT b FROM link WHERE a = ?");
        _selectLinkedOfB = database.Prepare("SELECT a FROM link WHERE b = ?");

        // Returns the change of the number of review pairs; no row when nothing changes.
        _refreshReview = database.Prepare(
            """
            UPDATE link SET review = 1 - review WHERE a = ?1 AND b = ?2 AND review <> (
                (SELECT customer FROM record WHERE record_no = ?1) <> 0
                AND (SELECT customer FROM record WHERE record_no = ?2) <> 0
                AND (SELECT customer FROM record WHERE record_no = ?1) <> (SELECT customer FROM record WHERE record_no = ?2)
                AND NOT EXISTS (SELECT 1 FROM assertion WHERE a = ?1 AND b = ?2 AND newest <> 0 AND decision <> 3))
            RETURNING 2 * review - 1
            """);
    }
}
