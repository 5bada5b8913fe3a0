using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.PostgreSql.Writing;

internal sealed partial class PostgresRows
{
    public void UpdateReading(RecordRevision record, long position, byte[]? features, BlockingKeySet keys, BlockingKey[] crowded, int version)
    {
        var row = Find(record.No.Value)!;
        row.Revision = record.Revision;
        row.Position = position;
        row.Features = features ?? row.Features;
        row.Keys = keys;
        row.CrowdedKeys = crowded;
        row.ReadingVersion = version;
        row.IsChanged = true;
        Change(row);
    }

    public void NoteReading(RecordNo record, int version)
    {
        var row = Find(record.Value)!;
        row.ReadingVersion = version;
        row.IsChanged = true;
        Change(row);
    }

    public bool AnyOlderReading(IReadOnlyCollection<RecordNo> records, int version)
    {
        // Rows of this batch are not written yet.
        if (_changedRecords.Any(row => row.IsLive && row.ReadingVersion < version))
        {
            return true;
        }

        var changed = _changedRecords.Select(row => row.No).ToHashSet();
        long[] stored = [.. records.Select(record => record.Value).Where(record => !changed.Contains(record))];
        return stored.Length > 0 && ReadNow(
            "SELECT true FROM unnest($1) AS w (record_no) JOIN record r USING (record_no) WHERE r.live AND r.reading_version < $2 LIMIT 1",
            command => command.With(stored).With(version),
            row => row.GetBoolean(0));
    }

    /// <summary>It is in the head.</summary>
    public void PutReading(int version, int finished)
    {
    }
}
