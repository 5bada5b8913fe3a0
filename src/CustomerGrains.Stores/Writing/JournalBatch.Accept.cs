using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Postings;

namespace CustomerGrains.Stores.Writing;

internal sealed partial class JournalBatch
{
    private static readonly BlockingKeySet NoKeys = new([], []);

    /// <summary>See <see cref="IJournal.AcceptAsync"/>. The request is valid.</summary>
    public AcceptReply Accept(AcceptRequest request)
    {
        var source = rows.SourceNo(request.Identity.Source);
        if (request.ReadAs is { } readAs && rows.DefaultsOf(source) != readAs)
        {
            return new AcceptReply { Effect = AcceptEffect.SourceChanged };
        }

        if (!request.IsDelete && request.ReadingVersion < Numbers.ReadingFinished)
        {
            return new AcceptReply { Effect = AcceptEffect.ReadingOutdated };
        }

        if (!rows.TryReadAccepted(source, request.Identity.RecordId, out var row))
        {
            return AcceptFirst(request, source);
        }

        if (request.Operation != 0 && row.Operations.TryFind(request.Operation, out var known))
        {
            return known.Asked == AcceptRules.Asked(request)
                ? ReplyOf(row, request, known.Effect, isOvertaken: known.Id != row.Operations.Latest.Id)
                : new AcceptReply { Effect = AcceptEffect.OperationReused, No = row.Revision == 0 ? default : row.No, Revision = row.Revision, Position = row.Position };
        }

        var effect = AcceptRules.Decide(row, request);
        if (effect is AcceptEffect.Unchanged or AcceptEffect.Stale or AcceptEffect.Absent)
        {
            Note(row, request, effect);
            return effect == AcceptEffect.Unchanged && request.ReadingVersion > row.ReadingVersion
                ? TakeReading(row, effect, source, request.Features, request.Keys, request.CrowdLimit, request.SmallKeyOthersMax, request.ReadingVersion)
                : ReplyOf(row, request, effect);
        }

        return AcceptRevision(request, row, effect, source);
    }

    private AcceptReply AcceptFirst(AcceptRequest request, int source)
    {
        if (request.IsDelete)
        {
            if (request.SourceVersion > 0 || request.Operation != 0)
            {
                // Kept, so that an older version that arrives later stays out, and so that this delete, if it is delivered once more, does not take out what came since: the outcome must not depend on which
                // came first.
                rows.InsertRecord(new AcceptedContent(new RecordNo(NextNumber()), source, request, request.SourceVersion, 0, 0, First(request, AcceptEffect.Absent), [], time.GetUtcNow()));
            }

            return new AcceptReply { Effect = AcceptEffect.Absent };
        }

        var record = new RecordRevision(new RecordNo(NextNumber()), 1);
        var position = NextPosition();
        var crowding = CrowdingOf(record.No, [], [], request.Keys, request.CrowdLimit);
        rows.InsertRecord(new AcceptedContent(record.No, source, request, request.SourceVersion, 1, position, First(request, AcceptEffect.Created), crowding.Own, time.GetUtcNow()));
        CountOlderReadings(default, isLive: true, request.ReadingVersion);
        _pending.Add(new RevisionChange(record, position, NoKeys, request.Keys, source, LiveChange: 1));
        return new AcceptReply
        {
            Effect = AcceptEffect.Created,
            No = record.No,
            Revision = record.Revision,
            Position = position,
            NeedsResolution = true,
            Keys = _pending.Meet(request.Keys.Keys, record.No, request.SmallKeyOthersMax, out var neighbours),
            Neighbours = neighbours,
            CrowdedKeys = crowding.Own,
            Reopened = Reopen(crowding),
        };
    }

    private AcceptReply AcceptRevision(AcceptRequest request, in AcceptedRow row, AcceptEffect effect, int source)
    {
        var record = new RecordRevision(row.No, row.Revision + 1);
        var position = NextPosition();
        var crowding = CrowdingOf(row.No, row.Keys.Keys, row.CrowdedKeys, request.Keys, request.CrowdLimit);
        var operations = row.Operations.With(AcceptRules.OperationOf(request, effect));
        rows.UpdateRecord(new AcceptedContent(row.No, source, request, AcceptRules.VersionAfter(row, request), record.Revision, position, operations, crowding.Own, time.GetUtcNow()));
        CountOlderReadings(row, isLive: !request.IsDelete, request.ReadingVersion);
        DeleteLinksOf(row.No);
        _pending.Add(new RevisionChange(record, position, row.Keys, request.Keys, source, (request.IsDelete ? 0 : 1) - (row.IsLive ? 1 : 0)));
        return new AcceptReply
        {
            Effect = effect,
            No = row.No,
            Revision = record.Revision,
            Position = position,
            NeedsResolution = true,
            Keys = _pending.Meet(request.Keys.Keys, row.No, request.SmallKeyOthersMax, out var neighbours),
            Neighbours = neighbours,
            WithdrawnKeys = Array.FindAll(row.Keys.Keys, key => Array.BinarySearch(request.Keys.Keys, key) < 0),
            CrowdedKeys = crowding.Own,
            Reopened = Reopen(crowding),
        };
    }

    private AcceptReply ReplyOf(in AcceptedRow row, AcceptRequest request, AcceptEffect effect, bool isOvertaken = false)
    {
        if (row.Revision == 0)
        {
            return new AcceptReply { Effect = effect, IsOvertaken = isOvertaken };
        }

        var unresolved = row.Revision != row.ResolvedRevision;
        return new AcceptReply
        {
            Effect = effect,
            No = row.No,
            Revision = row.Revision,
            Position = row.Position,
            NeedsResolution = unresolved,
            Keys = _pending.Meet(unresolved ? row.Keys.Keys : [], row.No, request.SmallKeyOthersMax, out var neighbours),
            Neighbours = neighbours,
            CrowdedKeys = unresolved ? row.CrowdedKeys : [],
            IsOvertaken = isOvertaken,
            IsReadOtherwise = row.IsLive && row.ReadingVersion != request.ReadingVersion,
        };
    }

    private static RecordOperations First(AcceptRequest request, AcceptEffect effect) => new(AcceptRules.OperationOf(request, effect), []);

    private void Note(in AcceptedRow row, AcceptRequest request, AcceptEffect effect)
    {
        // Content of an older version changes nothing, but the same content or a delete of a newer version raises the version that later ones are measured by.
        var version = effect == AcceptEffect.Stale ? row.SourceVersion : AcceptRules.VersionAfter(row, request);
        if (request.Operation != 0)
        {
            rows.NoteOperations(row.No, version, row.Operations.With(AcceptRules.OperationOf(request, effect)));
        }
        else if (version != row.SourceVersion)
        {
            rows.NoteOperations(row.No, version, row.Operations);
        }
    }

    /// <summary>Links hold for exact revisions, so a new revision ends all of them.</summary>
    private void DeleteLinksOf(RecordNo record) => CountReviewPairs(-rows.DeleteLinksOf(record));

    private RecordNo FindRecord(RecordIdentity identity) =>
        rows.TryFindSource(identity.Source, out var source) && rows.TryReadAccepted(source, identity.RecordId, out var row) && row.Revision > 0 ? row.No : default;
}
