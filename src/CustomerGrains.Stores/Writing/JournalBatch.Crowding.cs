using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Postings;

namespace CustomerGrains.Stores.Writing;

/// <content>Which keys are crowded. It changes in the transaction that brings the record by which a key passes the limit, or takes it away: of every other record that has the key a new revision is
/// accepted, with the same content, so that what was found out about the former one counts no more and is found out anew.</content>
internal sealed partial class JournalBatch
{
    /// <summary>What a change of a record's keys, which is not in the batch yet, does to crowds.</summary>
    private Crowding CrowdingOf(RecordNo record, BlockingKey[] before, BlockingKey[] crowdedBefore, BlockingKeySet keys, int crowdLimit)
    {
        var own = new List<BlockingKey>();
        var risen = new List<BlockingKey>();
        foreach (var key in keys.ValueKeys)
        {
            var isNew = Array.BinarySearch(before, key) < 0;
            var count = _pending.CountOf(key) + (isNew ? 1 : 0);
            if (count > crowdLimit)
            {
                own.Add(key);
                if (isNew && count - 1 == crowdLimit)
                {
                    risen.Add(key);
                }
            }
        }

        var fallen = Array.FindAll(crowdedBefore, key => Array.BinarySearch(keys.Keys, key) < 0 && _pending.CountOf(key) - 1 == crowdLimit);
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
        rows.Announce(holders);
        foreach (var holder in holders)
        {
            Reopen(holder, crowding);
        }

        return [.. holders];
    }

    private void Reopen(RecordNo holder, Crowding crowding)
    {
        if (!rows.TryReadHolder(holder, out var row))
        {
            throw new InvalidOperationException("The postings in memory name a record that the store does not have.");
        }

        SortedSet<BlockingKey> crowded = [.. row.CrowdedKeys];
        crowded.UnionWith(crowding.Risen.Where(key => Array.BinarySearch(row.Keys.Keys, key) >= 0));
        crowded.ExceptWith(crowding.Fallen);
        var record = new RecordRevision(holder, row.Revision + 1);
        var position = NextPosition();
        rows.UpdateCrowded(record, position, [.. crowded]);
        DeleteLinksOf(holder);
        _pending.Add(new RevisionChange(record, position, row.Keys, row.Keys, row.Source, LiveChange: 0));
    }

    /// <summary>What a change of one record's keys does to crowds.</summary>
    /// <param name="Record">The record.</param>
    /// <param name="Own">Its value keys that are crowded now, ascending.</param>
    /// <param name="Risen">Keys that are crowded since it has them.</param>
    /// <param name="Fallen">Keys that are crowded no longer since it has them no more.</param>
    private readonly record struct Crowding(RecordNo Record, BlockingKey[] Own, IReadOnlyList<BlockingKey> Risen, IReadOnlyList<BlockingKey> Fallen);
}
