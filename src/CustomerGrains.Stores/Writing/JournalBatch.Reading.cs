using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Postings;

namespace CustomerGrains.Stores.Writing;

/// <content>By which version of reading the records' features and keys came about, and their taking on those of a later one.</content>
internal sealed partial class JournalBatch
{
    /// <summary>See <see cref="IJournal.BeginReadingAsync"/>.</summary>
    public StoreReading BeginReading(int version)
    {
        if (version > Numbers.Reading)
        {
            // None can have been read by it yet.
            var live = directory.Status.LiveRecords + _pending.Changes.OfType<RevisionChange>().Sum(change => change.LiveChange);
            SetReading(version, live == 0 ? version : Numbers.ReadingFinished, live);
        }

        return new StoreReading(Numbers.Reading, Numbers.ReadingFinished);
    }

    /// <summary>See <see cref="IJournal.FinishReadingAsync"/>.</summary>
    public bool FinishReading(int version, long through)
    {
        if (version <= Numbers.ReadingFinished)
        {
            return true;
        }

        if (version != Numbers.Reading)
        {
            return false;
        }

        HashSet<RecordNo> later = [.. directory.RecordsAfter(through), .. _pending.Changes.OfType<RevisionChange>().Select(change => change.Record.No)];
        if (rows.AnyOlderReading(later, version))
        {
            return false;
        }

        SetReading(version, version, 0);
        return true;
    }

    /// <summary>See <see cref="IJournal.RereadAsync"/>. The request is valid.</summary>
    public RereadReply Reread(RereadRequest request)
    {
        var source = rows.SourceNo(request.Identity.Source);
        if (rows.DefaultsOf(source) != request.ReadAs)
        {
            return new RereadReply(RereadOutcome.SourceChanged);
        }

        if (!rows.TryReadAccepted(source, request.Identity.RecordId, out var row)
            || !row.IsLive || row.Revision != request.Revision || row.ReadingVersion >= request.ReadingVersion || request.ReadingVersion < Numbers.Reading)
        {
            return new RereadReply(RereadOutcome.Overtaken);
        }

        if (request.Features is null && IsSame(row, request))
        {
            rows.NoteReading(row.No, request.ReadingVersion);
            CountOlderReadings(row, isLive: true, request.ReadingVersion);
            return new RereadReply(RereadOutcome.Same);
        }

        var reply = TakeReading(row, AcceptEffect.Unchanged, source, request.Features, request.Keys, request.CrowdLimit, smallKeyOthersMax: 0, request.ReadingVersion);
        return new RereadReply(RereadOutcome.Changed) { Record = new RecordRevision(reply.No, reply.Revision), WithdrawnKeys = reply.WithdrawnKeys, Reopened = reply.Reopened };
    }

    private bool IsSame(in AcceptedRow row, RereadRequest request) =>
        row.Keys.Keys.AsSpan().SequenceEqual(request.Keys.Keys)
        && row.Keys.SearchKeys.AsSpan().SequenceEqual(request.Keys.SearchKeys)
        && row.CrowdedKeys.AsSpan().SequenceEqual(CrowdingOf(row.No, row.Keys.Keys, [], request.Keys, request.CrowdLimit).Own);

    /// <summary>Gives a record other features and keys for the content it has: a new revision, because a revision always means the same to matching.</summary>
    private AcceptReply TakeReading(in AcceptedRow row, AcceptEffect effect, int source, byte[]? features, BlockingKeySet keys, int crowdLimit, int smallKeyOthersMax, int version)
    {
        var record = new RecordRevision(row.No, row.Revision + 1);
        var position = NextPosition();
        var crowding = CrowdingOf(row.No, row.Keys.Keys, row.CrowdedKeys, keys, crowdLimit);
        rows.UpdateReading(record, position, features, keys, crowding.Own, version);
        CountOlderReadings(row, isLive: true, version);
        DeleteLinksOf(row.No);
        _pending.Add(new RevisionChange(record, position, row.Keys, keys, source, LiveChange: 0));
        return new AcceptReply
        {
            Effect = effect,
            No = row.No,
            Revision = record.Revision,
            Position = position,
            NeedsResolution = true,
            Keys = _pending.Meet(keys.Keys, row.No, smallKeyOthersMax, out var neighbours),
            Neighbours = neighbours,
            WithdrawnKeys = Array.FindAll(row.Keys.Keys, key => Array.BinarySearch(keys.Keys, key) < 0),
            CrowdedKeys = crowding.Own,
            Reopened = Reopen(crowding),
        };
    }

    private void CountOlderReadings(in AcceptedRow before, bool isLive, int version)
    {
        var change = (isLive && version < Numbers.Reading ? 1 : 0) - (before.IsLive && before.ReadingVersion < Numbers.Reading ? 1 : 0);
        if (change != 0)
        {
            Numbers = Numbers with { OlderReadings = Math.Max(0, Numbers.OlderReadings + change) };
        }
    }

    private void SetReading(int version, int finished, long older)
    {
        Numbers = Numbers with { Reading = version, ReadingFinished = finished, OlderReadings = older };
        rows.PutReading(version, finished);
    }
}
