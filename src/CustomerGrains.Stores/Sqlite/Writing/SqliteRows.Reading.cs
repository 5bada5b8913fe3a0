using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Sqlite.Writing;

internal sealed partial class SqliteRows
{
    private Statement _updateReading;
    private Statement _updateFeatures;
    private Statement _noteReading;
    private Statement _selectOlderReading;
    private Statement _putReading;

    public void UpdateReading(RecordRevision record, long position, byte[]? features, BlockingKeySet keys, BlockingKey[] crowded, int version)
    {
        _updateReading
            .With(record.Revision)
            .With(position)
            .With(Encodings.ToColumn(keys.Keys))
            .With(Encodings.ToColumn(keys.SearchKeys))
            .With(Encodings.ToColumn(crowded))
            .With(version)
            .With(record.No.Value)
            .Run();
        if (features is not null)
        {
            _updateFeatures.With(features).With(record.No.Value).Run();
        }
    }

    public void NoteReading(RecordNo record, int version) => _noteReading.With(version).With(record.Value).Run();

    public bool AnyOlderReading(IReadOnlyCollection<RecordNo> records, int version) => records.Any(record =>
    {
        using var row = _selectOlderReading.With(record.Value).With(version);
        return row.Step();
    });

    public void PutReading(int version, int finished) => _putReading.With(version).With(finished).Run();

    [MemberNotNull(nameof(_updateReading), nameof(_updateFeatures), nameof(_noteReading), nameof(_selectOlderReading), nameof(_putReading))]
    private void PrepareReading(SqliteDatabase database)
    {
        _updateReading = database.Prepare("UPDATE record SET revision = ?, position = ?, keys = ?, search_keys = ?, crowded_keys = ?, reading_version = ? WHERE record_no = ?");
        _updateFeatures = database.Prepare("UPDATE content SET features = ? WHERE record_no = ?");
        _noteReading = database.Prepare("UPDATE record SET reading_version = ? WHERE record_no = ?");
        _selectOlderReading = database.Prepare("SELECT 1 FROM record WHERE record_no = ? AND live <> 0 AND reading_version < ?");
        _putReading = database.Prepare("UPDATE reading SET version = ?, finished = ? WHERE one = 1");
    }
}
