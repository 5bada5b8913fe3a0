using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;

namespace CustomerGrains.Index.Hosting;

/// <summary>Record revisions that were used lately, shared by the grains of a process.</summary>
/// <remarks>A revision never changes, so what is found is right; a miss costs a read, never an outcome.</remarks>
public sealed class RecordCache(IJournal journal, KeyHasher hasher, int countMax)
{
    private readonly RecentCache<RecordNo, RecordEntry> _recent = new(countMax);

    /// <summary>The revision, when it is cached.</summary>
    public RecordEntry? Find(RecordRevision revision) =>
        _recent.TryGet(revision.No, out var entry) && entry.Revision == revision ? entry : null;

    /// <summary>Keeps a revision unless a later one is kept.</summary>
    public void Keep(RecordEntry entry)
    {
        if (!_recent.TryGet(entry.Revision.No, out var kept) || kept.Revision.Revision < entry.Revision.Revision)
        {
            _recent.Set(entry.Revision.No, entry);
        }
    }

    /// <summary>The revision that a journal record holds; decoded when it is not cached. The record must be live.</summary>
    public RecordEntry Read(JournalRecord record)
    {
        var revision = new RecordRevision(record.No, record.Revision);
        var entry = Find(revision);
        if (entry is null)
        {
            entry = RecordEntry.Of(revision, record.Identity, FeaturesCodec.Decode(record.Features), record.Keys, record.CrowdedKeys, hasher);
            Keep(entry);
        }

        return entry;
    }

    /// <summary>Revisions in the order asked; null for one that is no longer current or no longer live. All misses are read at once.</summary>
    public async ValueTask<RecordEntry?[]> ReadAsync(IReadOnlyList<RecordRevision> revisions, CancellationToken cancellationToken)
    {
        var entries = new RecordEntry?[revisions.Count];
        List<int>? missing = null;
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = Find(revisions[i]);
            if (entries[i] is null)
            {
                (missing ??= []).Add(i);
            }
        }

        if (missing is null)
        {
            return entries;
        }

        var records = await journal.ReadRecordsAsync(missing.ConvertAll(i => revisions[i].No), cancellationToken).ConfigureAwait(false);
        for (var k = 0; k < missing.Count; k++)
        {
            var asked = revisions[missing[k]];
            if (records[k] is { IsLive: true } record && record.Revision == asked.Revision)
            {
                entries[missing[k]] = Read(record);
            }
        }

        return entries;
    }
}
