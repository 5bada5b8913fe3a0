using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Sqlite.Postings;

namespace CustomerGrains.Stores.Sqlite.Writing;

/// <content>Which keys are crowded. It changes in the transaction that brings the record by which a key passes the limit, or takes it away: of every other record that has the key a new revision is
/// accepted, with the same content, so that what was found out about the former one counts no more and is found out anew.</content>
public sealed partial class SqliteJournalCore
{
    private Statement _selectHolder;
    private Statement _updateCrowded;

    [MemberNotNull(nameof(_selectHolder), nameof(_updateCrowded))]
    private void PrepareCrowding()
    {
        _selectHolder = _database.Prepare("SELECT source_no, revision, keys, search_keys, crowded_keys FROM record WHERE record_no = ?");
        _updateCrowded = _database.Prepare("UPDATE record SET revision = ?, position = ?, crowded_keys = ? WHERE record_no = ?");
    }

    /// <summary>What a change of a record's keys, which is not in the batch yet, does to crowds.</summary>
    private Crowding CrowdingOf(RecordNo record, BlockingKey[] before, BlockingKey[] crowdedBefore, AcceptRequest request)
    {
        var own = new List<BlockingKey>();
        var risen = new List<BlockingKey>();
        foreach (var key in request.Keys.ValueKeys)
        {
            var isNew = Array.BinarySearch(before, key) < 0;
            var count = _pending.CountOf(key) + (isNew ? 1 : 0);
            if (count > request.CrowdLimit)
            {
                own.Add(key);
                if (isNew && count - 1 == request.CrowdLimit)
                {
                    risen.Add(key);
                }
            }
        }

        var fallen = Array.FindAll(crowdedBefore, key => Array.BinarySearch(request.Keys.Keys, key) < 0 && _pending.CountOf(key) - 1 == request.CrowdLimit);
        return new Crowding(record, [.. own], risen, fallen);
    }

    /// <summary>Gives the others that have a key which became crowded, or is so no longer, a new revision each.</summary>
    private IReadOnlyList<RecordNo> Reopen(Crowding crowding)
    {
        if (crowding.Risen.Count + crowding.Fallen.Count == 0)
        {
            return [];
        }

        // In order, so that the positions do not depend on how postings are kept.
        var holders = new SortedSet<RecordNo>(crowding.Risen.Concat(crowding.Fallen).SelectMany(_pending.RecordsOf));
        holders.Remove(crowding.Record);
        foreach (var holder in holders)
        {
            Reopen(holder, crowding);
        }

        return [.. holders];
    }

    private void Reopen(RecordNo holder, Crowding crowding)
    {
        RecordRevision record;
        BlockingKeySet keys;
        SortedSet<BlockingKey> crowded;
        int source;
        using (var row = _selectHolder.With(holder.Value))
        {
            if (!row.Step())
            {
                throw new InvalidOperationException("The postings in memory name a record that the store does not have.");
            }

            source = row.Int32(0);
            record = new RecordRevision(holder, row.Int32(1) + 1);
            keys = new BlockingKeySet(Encodings.ToKeys(row.Span(2)), Encodings.ToKeys(row.Span(3)));
            crowded = [.. Encodings.ToKeys(row.Span(4))];
        }

        crowded.UnionWith(crowding.Risen.Where(key => Array.BinarySearch(keys.Keys, key) >= 0));
        crowded.ExceptWith(crowding.Fallen);
        var position = NextPosition();
        _updateCrowded.With(record.Revision).With(position).With(Encodings.ToColumn([.. crowded])).With(holder.Value).Run();
        DeleteLinksOf(holder);
        _pending.Add(new RevisionChange(record, position, keys, keys, source, LiveChange: 0));
    }

    /// <summary>What a change of one record's keys does to crowds.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Own">Its value keys that are crowded now, ascending.</param>
    /// <param name="Risen">Keys that are crowded since it has them.</param>
    /// <param name="Fallen">Keys that are crowded no longer since it has them no more.</param>
    private readonly record struct Crowding(RecordNo Record, BlockingKey[] Own, IReadOnlyList<BlockingKey> Risen, IReadOnlyList<BlockingKey> Fallen);
}
