using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Sqlite.Postings;

namespace CustomerGrains.Stores.Sqlite.Writing;

public sealed partial class SqliteJournalCore
{
    private static readonly BlockingKeySet NoKeys = new([], []);

    private Statement _selectAccepted;
    private Statement _insertRecord;
    private Statement _insertContent;
    private Statement _updateAccepted;
    private Statement _updateContent;
    private Statement _updateOperation;
    private Statement _deleteLinksOfA;
    private Statement _deleteLinksOfB;

    [MemberNotNull(
        nameof(_selectAccepted),
        nameof(_insertRecord),
        nameof(_insertContent),
        nameof(_updateAccepted),
        nameof(_updateContent),
        nameof(_updateOperation),
        nameof(_deleteLinksOfA),
        nameof(_deleteLinksOfB))]
    private void PrepareAccept()
    {
        _selectAccepted = _database.Prepare(
            """
            SELECT record_no, source_version, revision, live, position, content_hash, operation, operation_hash, operation_effect, resolved_revision, keys, search_keys, crowded_keys
            FROM record WHERE source_no = ? AND record_id = ?
            """);
        _insertRecord = _database.Prepare(
            """
            INSERT INTO record (record_no, source_no, record_id, source_version, revision, live, position, content_hash, operation, operation_hash, operation_effect,
                resolved_revision, component, customer, epoch, accepted_at, keys, search_keys, crowded_keys, content_revision)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?, ?, ?, ?)
            """);
        _insertContent = _database.Prepare("INSERT INTO content (record_no, features, payload) VALUES (?, ?, ?)");
        _updateAccepted = _database.Prepare(
            """
            UPDATE record SET source_version = ?, revision = ?, live = ?, position = ?, content_hash = ?, operation = ?, operation_hash = ?, operation_effect = ?,
                accepted_at = ?, keys = ?, search_keys = ?, crowded_keys = ?, content_revision = ?
            WHERE record_no = ?
            """);
        _updateContent = _database.Prepare("UPDATE content SET features = ?, payload = ? WHERE record_no = ?");
        _updateOperation = _database.Prepare("UPDATE record SET source_version = ?, operation = ?, operation_hash = ?, operation_effect = ? WHERE record_no = ?");
        _deleteLinksOfA = _database.Prepare("DELETE FROM link WHERE a = ? RETURNING review");
        _deleteLinksOfB = _database.Prepare("DELETE FROM link WHERE b = ? RETURNING review");
    }

    private AcceptReply AcceptInBatch(AcceptRequest request)
    {
        var source = SourceNo(request.Identity.Source);
        if (!TryReadAccepted(source, request.Identity.RecordId, out var row))
        {
            return AcceptFirst(request, source);
        }

        if (request.Operation != 0 && request.Operation == row.Operation)
        {
            return row.OperationHash == AcceptRules.OperationHash(request)
                ? ReplyOf(row, row.OperationEffect)
                : new AcceptReply { Effect = AcceptEffect.OperationReused, No = row.Revision == 0 ? default : row.No, Revision = row.Revision, Position = row.Position };
        }

        var effect = AcceptRules.Decide(row, request);
        if (effect is AcceptEffect.Unchanged or AcceptEffect.Stale or AcceptEffect.Absent)
        {
            NoteOperation(row, request, effect);
            return ReplyOf(row, effect);
        }

        return AcceptRevision(request, row, effect, source);
    }

    private AcceptReply AcceptFirst(AcceptRequest request, int source)
    {
        if (request.IsDelete)
        {
            if (request.SourceVersion > 0)
            {
                // Kept, so that an older version that arrives later stays out: the outcome must not depend on which came first.
                InsertRecord(request, source, NextNumber(), revision: 0, position: 0, AcceptEffect.Absent, crowded: []);
            }

            return new AcceptReply { Effect = AcceptEffect.Absent };
        }

        var no = NextNumber();
        var position = NextPosition();
        var record = new RecordRevision(new RecordNo(no), 1);
        var crowding = CrowdingOf(record.No, [], [], request);
        InsertRecord(request, source, no, revision: 1, position, AcceptEffect.Created, crowding.Own);
        _pending.Add(new RevisionChange(record, position, NoKeys, request.Keys, source, LiveChange: 1));
        return new AcceptReply
        {
            Effect = AcceptEffect.Created,
            No = record.No,
            Revision = record.Revision,
            Position = position,
            NeedsResolution = true,
            Keys = WithPredecessors(request.Keys.Keys, record.No),
            CrowdedKeys = crowding.Own,
            Reopened = Reopen(crowding),
        };
    }

    private AcceptReply AcceptRevision(AcceptRequest request, in AcceptedRow row, AcceptEffect effect, int source)
    {
        var record = new RecordRevision(row.No, row.Revision + 1);
        var position = NextPosition();
        var crowding = CrowdingOf(row.No, row.Keys.Keys, row.CrowdedKeys, request);
        _updateAccepted
            .With(AcceptRules.VersionAfter(row, request))
            .With(record.Revision)
            .With(!request.IsDelete)
            .With(position)
            .With(request.ContentHash)
            .With((long)request.Operation)
            .With(AcceptRules.OperationHash(request))
            .With((long)effect)
            .With(Encodings.ToColumn(_time.GetUtcNow()))
            .With(Encodings.ToColumn(request.Keys.Keys))
            .With(Encodings.ToColumn(request.Keys.SearchKeys))
            .With(Encodings.ToColumn(crowding.Own))
            .With(record.Revision)
            .With(row.No.Value)
            .Run();
        _updateContent.With(request.Features).With(request.Payload).With(row.No.Value).Run();
        DeleteLinksOf(row.No);
        _pending.Add(new RevisionChange(record, position, row.Keys, request.Keys, source, (request.IsDelete ? 0 : 1) - (row.IsLive ? 1 : 0)));
        return new AcceptReply
        {
            Effect = effect,
            No = row.No,
            Revision = record.Revision,
            Position = position,
            NeedsResolution = true,
            Keys = WithPredecessors(request.Keys.Keys, row.No),
            WithdrawnKeys = Without(row.Keys.Keys, request.Keys.Keys),
            CrowdedKeys = crowding.Own,
            Reopened = Reopen(crowding),
        };
    }

    private AcceptReply ReplyOf(in AcceptedRow row, AcceptEffect effect)
    {
        if (row.Revision == 0)
        {
            return new AcceptReply { Effect = effect };
        }

        var unresolved = row.Revision != row.ResolvedRevision;
        return new AcceptReply
        {
            Effect = effect,
            No = row.No,
            Revision = row.Revision,
            Position = row.Position,
            NeedsResolution = unresolved,
            Keys = unresolved ? WithPredecessors(row.Keys.Keys, row.No) : [],
            CrowdedKeys = unresolved ? row.CrowdedKeys : [],
        };
    }

    private void NoteOperation(in AcceptedRow row, AcceptRequest request, AcceptEffect effect)
    {
        // Content of an older version changes nothing, but the same content or a delete of a newer version raises the version that later ones are measured by.
        var version = effect == AcceptEffect.Stale ? row.SourceVersion : AcceptRules.VersionAfter(row, request);
        if (request.Operation != 0)
        {
            _updateOperation.With(version).With((long)request.Operation).With(AcceptRules.OperationHash(request)).With((long)effect).With(row.No.Value).Run();
        }
        else if (version != row.SourceVersion)
        {
            _updateOperation.With(version).With((long)row.Operation).With(row.OperationHash).With((long)row.OperationEffect).With(row.No.Value).Run();
        }
    }

    private bool TryReadAccepted(int source, string recordId, out AcceptedRow row)
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
            (ulong)select.Int64(6),
            Encodings.ToHash(select.Span(7)),
            (AcceptEffect)select.Int32(8),
            select.Int32(9),
            new BlockingKeySet(Encodings.ToKeys(select.Span(10)), Encodings.ToKeys(select.Span(11))),
            Encodings.ToKeys(select.Span(12)));
        return true;
    }

    private void InsertRecord(AcceptRequest request, int source, long no, int revision, long position, AcceptEffect effect, BlockingKey[] crowded)
    {
        _insertRecord
            .With(no)
            .With(source)
            .With(request.Identity.RecordId)
            .With(request.SourceVersion)
            .With(revision)
            .With(!request.IsDelete)
            .With(position)
            .With(request.ContentHash)
            .With((long)request.Operation)
            .With(AcceptRules.OperationHash(request))
            .With((long)effect)
            .With(Encodings.ToColumn(_time.GetUtcNow()))
            .With(Encodings.ToColumn(request.Keys.Keys))
            .With(Encodings.ToColumn(request.Keys.SearchKeys))
            .With(Encodings.ToColumn(crowded))
            .With(revision)
            .Run();
        _insertContent.With(no).With(request.Features).With(request.Payload).Run();
    }

    private void DeleteLinksOf(RecordNo record)
    {
        // Links hold for exact revisions, so a new revision ends all of them.
        foreach (var delete in (ReadOnlySpan<Statement>)[_deleteLinksOfA, _deleteLinksOfB])
        {
            using var rows = delete.With(record.Value);
            while (rows.Step())
            {
                if (rows.Boolean(0))
                {
                    CountReviewPairs(-1);
                }
            }
        }
    }

    private void CountReviewPairs(int change) => _numbers = _numbers with { ReviewPairs = _numbers.ReviewPairs + change };

    private long NextPosition()
    {
        _numbers = _numbers with { LastPosition = _numbers.LastPosition + 1 };
        return _numbers.LastPosition;
    }

    private AcceptedKey[] WithPredecessors(BlockingKey[] keys, RecordNo record)
    {
        var accepted = new AcceptedKey[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            accepted[i] = new AcceptedKey(keys[i], _pending.Predecessor(keys[i], record));
        }

        return accepted;
    }

    private static IReadOnlyList<BlockingKey> Without(BlockingKey[] before, BlockingKey[] after)
    {
        var withdrawn = new List<BlockingKey>();
        foreach (var key in before)
        {
            if (Array.BinarySearch(after, key) < 0)
            {
                withdrawn.Add(key);
            }
        }

        return withdrawn;
    }

    private RecordNo FindRecord(RecordIdentity identity) =>
        _sources.TryGetValue(identity.Source, out var source) && TryReadAccepted(source, identity.RecordId, out var row) && row.Revision > 0 ? row.No : default;
}
