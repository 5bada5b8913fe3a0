using System.Diagnostics.CodeAnalysis;
using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Sqlite.Reading;

namespace CustomerGrains.Stores.Sqlite.Writing;

internal sealed partial class SqliteRows
{
    private Statement _selectModel;
    private Statement _selectVersionTaken;
    private Statement _insertModel;
    private Statement _fillModel;
    private Statement _finishModel;

    public StoredModel? ReadModel(ModelNo model)
    {
        using var row = _selectModel.With(model.Value);
        return row.Step() ? SqliteReads.ModelOf(row) : null;
    }

    public bool IsVersionTaken(string version, byte[] content)
    {
        using var row = _selectVersionTaken.With(version).With(content);
        return row.Step();
    }

    public void InsertModel(StoredModel model, long position) => _insertModel
        .With(model.No.Value)
        .With(model.Version)
        .With(model.Content)
        .With(model.AppliedBy)
        .With(model.Reason)
        .With(Encodings.ToColumn(model.AppliedAt))
        .With(model.FinishedAt is { } finishedAt ? Encodings.ToColumn(finishedAt) : 0)
        .With(position)
        .With(model.Records)
        .With(model.FinishedAt is null)
        .Run();

    public void FillModel(ModelNo model, byte[] content) => _fillModel.With(content).With(model.Value).Run();

    public void FinishModel(ModelNo model, DateTimeOffset at, long resolvedThrough) => _finishModel.With(Encodings.ToColumn(at)).With(model.Value).With(resolvedThrough).Run();

    [MemberNotNull(nameof(_selectModel), nameof(_selectVersionTaken), nameof(_insertModel), nameof(_fillModel), nameof(_finishModel))]
    private void PrepareModels(SqliteDatabase database)
    {
        _selectModel = database.Prepare($"{SqliteReads.ModelColumns} WHERE model_no = ?");
        _selectVersionTaken = database.Prepare("SELECT 1 FROM model WHERE version = ? AND content <> ? AND length(content) > 0");
        _insertModel = database.Prepare(
            "INSERT INTO model (model_no, version, content, applied_by, reason, applied_at, finished_at, position, records, under_way) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _fillModel = database.Prepare("UPDATE model SET content = ? WHERE model_no = ?");
        _finishModel = database.Prepare("UPDATE model SET under_way = 0, finished_at = ? WHERE model_no = ? AND under_way <> 0 AND position <= ?");
    }
}
