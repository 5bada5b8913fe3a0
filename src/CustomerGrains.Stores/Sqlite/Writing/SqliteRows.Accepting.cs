using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Writing;

namespace CustomerGrains.Stores.Sqlite.Writing;

internal sealed partial class SqliteRows
{
    private Statement _selectAccepted;
    private Statement _insertRecord;
    private Statement _insertContent;
    private Statement _updateAccepted;
    private Statement _updateContent;
    private Statement _updateOperations;
    private Statement _selectHolder;
    private Statement _updateCrowded;

    public bool TryReadAccepted(int source, string recordId, out AcceptedRow row)
    {
        using var select = _selectAccepted.With(source).With(recordId);
        if (!select.Step())
        {
            row = default;
            return false;
        }

        row = new AcceptedRow(
            new RecordNo(select.Int64(0)),
            select.Int64(1),
            select.Int32(2),
            select.Boolean(3),
            select.Int64(4),
            Encodings.ToHash(select.Span(5)),
            new RecordOperations(new RecordOperation((ulong)select.Int64(6), Encodings.ToHash(select.Span(7)), (AcceptEffect)select.Int32(8)), Encodings.ToOperations(select.Span(9))),
            select.Int32(10),
            new BlockingKeySet(Encodings.ToKeys(select.Span(11)), Encodings.ToKeys(select.Span(12))),
            Encodings.ToKeys(select.Span(13)),
            select.Int32(14));
        return true;
    }

    public void InsertRecord(AcceptedContent content)
    {
        var request = content.Request;
        var insert = _insertRecord
            .With(content.No.Value)
            .With(content.Source)
            .With(request.Identity.RecordId)
            .With(content.SourceVersion)
            .With(content.Revision)
            .With(!request.IsDelete)
            .With(content.Position)
            .With(request.ContentHash);
        With(insert, content.Operations)
            .With(Encodings.ToColumn(content.AcceptedAt))
            .With(Encodings.ToColumn(request.Keys.Keys))
            .With(Encodings.ToColumn(request.Keys.SearchKeys))
            .With(Encodings.ToColumn(content.Crowded))
            .With(content.Revision)
            .With(request.ReadingVersion)
            .Run();
        _insertContent.With(content.No.Value).With(request.Features).With(request.Payload).Run();
    }

    public void UpdateRecord(AcceptedContent content)
    {
        var request = content.Request;
        var update = _updateAccepted
            .With(content.SourceVersion)
            .With(content.Revision)
            .With(!request.IsDelete)
            .With(content.Position)
            .With(request.ContentHash);
        With(update, content.Operations)
            .With(Encodings.ToColumn(content.Operations.Earlier))
            .With(Encodings.ToColumn(content.AcceptedAt))
            .With(Encodings.ToColumn(request.Keys.Keys))
            .With(Encodings.ToColumn(request.Keys.SearchKeys))
            .With(Encodings.ToColumn(content.Crowded))
            .With(content.Revision)
            .With(request.ReadingVersion)
            .With(content.No.Value)
            .Run();
        _updateContent.With(request.Features).With(request.Payload).With(content.No.Value).Run();
    }

    public void NoteOperations(RecordNo record, long sourceVersion, in RecordOperations operations) =>
        With(_updateOperations.With(sourceVersion), operations).With(Encodings.ToColumn(operations.Earlier)).With(record.Value).Run();

    public bool TryReadHolder(RecordNo record, out HolderRow row)
    {
        using var select = _selectHolder.With(record.Value);
        var isThere = select.Step();
        row = isThere
            ? new HolderRow(
                select.Int32(0),
                select.Int32(1),
                new BlockingKeySet(Encodings.ToKeys(select.Span(2)), Encodings.ToKeys(select.Span(3))),
                Encodings.ToKeys(select.Span(4)))
            : default;
        return isThere;
    }

    public void UpdateCrowded(RecordRevision record, long position, BlockingKey[] crowded) =>
        _updateCrowded.With(record.Revision).With(position).With(Encodings.ToColumn(crowded)).With(record.No.Value).Run();

    private static Statement With(Statement statement, in RecordOperations operations) =>
        statement.With((long)operations.Latest.Id).With(operations.Latest.Asked).With((long)operations.Latest.Effect);

    [MemberNotNull(
        nameof(_selectAccepted),
        nameof(_insertRecord),
        nameof(_insertContent),
        nameof(_updateAccepted),
        nameof(_updateContent),
        nameof(_updateOperations),
        nameof(_selectHolder),
        nameof(_updateCrowded))]
    private void PrepareAccepting(SqliteDatabase database)
    {
        _selectAccepted = database.Prepare(
            """
            SELECT record_no, source_version, revision, live, position, content_hash, operation, operation_hash, operation_effect, earlier_operations, resolved_revision, keys, search_keys,
                crowded_keys, reading_version
            FROM record WHERE source_no = ? AND record_id = ?
            """);
        _insertRecord = database.Prepare(
            """
            INSERT INTO record (record_no, source_no, record_id, source_version, revision, live, position, content_hash, operation, operation_hash, operation_effect,
                resolved_revision, component, customer, epoch, accepted_at, keys, search_keys, crowded_keys, content_revision, reading_version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?, ?, ?, ?, ?)
            """);
        _insertContent = database.Prepare("INSERT INTO content (record_no, features, payload) VALUES (?, ?, ?)");
        _updateAccepted = database.Prepare(
            """
            UPDATE record SET source_version = ?, revision = ?, live = ?, position = ?, content_hash = ?, operation = ?, operation_hash = ?, operation_effect = ?,
                earlier_operations = ?, accepted_at = ?, keys = ?, search_keys = ?, crowded_keys = ?, content_revision = ?, reading_version = ?
            WHERE record_no = ?
            """);
        _updateContent = database.Prepare("UPDATE content SET features = ?, payload = ? WHERE record_no = ?");
        _updateOperations = database.Prepare("UPDATE record SET source_version = ?, operation = ?, operation_hash = ?, operation_effect = ?, earlier_operations = ? WHERE record_no = ?");
        _selectHolder = database.Prepare("SELECT source_no, revision, keys, search_keys, crowded_keys FROM record WHERE record_no = ?");
        _updateCrowded = database.Prepare("UPDATE record SET revision = ?, position = ?, crowded_keys = ? WHERE record_no = ?");
    }
}
