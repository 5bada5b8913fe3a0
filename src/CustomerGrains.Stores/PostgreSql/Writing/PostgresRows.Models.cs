using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.PostgreSql.Reading;

namespace CustomerGrains.Stores.PostgreSql.Writing;

internal sealed partial class PostgresRows
{
    public StoredModel? ReadModel(ModelNo model) => ReadNow($"{ModelReads.Columns} WHERE model_no = $1", command => command.With(model.Value), ModelReads.ModelOf);

    public bool IsVersionTaken(string version, byte[] content) =>
        ReadNow("SELECT true FROM model WHERE version = $1 AND content <> $2 AND length(content) > 0", command => command.With(version).With(content), row => row.GetBoolean(0));

    public void InsertModel(StoredModel model, long position) => RunNow(
        "INSERT INTO model (model_no, version, content, applied_by, reason, applied_at, finished_at, position, records, under_way) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        command => command
            .With(model.No.Value)
            .With(model.Version)
            .With(model.Content)
            .With(model.AppliedBy)
            .With(model.Reason)
            .With(Encodings.ToColumn(model.AppliedAt))
            .With(model.FinishedAt is { } finishedAt ? Encodings.ToColumn(finishedAt) : 0)
            .With(position)
            .With(model.Records)
            .With(model.FinishedAt is null));

    public void FillModel(ModelNo model, byte[] content) => RunNow("UPDATE model SET content = $1 WHERE model_no = $2", command => command.With(content).With(model.Value));

    public void FinishModel(ModelNo model, DateTimeOffset at, long resolvedThrough) => RunNow(
        "UPDATE model SET under_way = false, finished_at = $1 WHERE model_no = $2 AND under_way AND position <= $3",
        command => command.With(Encodings.ToColumn(at)).With(model.Value).With(resolvedThrough));
}
