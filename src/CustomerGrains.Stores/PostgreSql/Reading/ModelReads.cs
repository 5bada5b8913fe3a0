using CustomerGrains.Index.Journal;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Reading;

/// <summary>How models stand in their table.</summary>
internal static class ModelReads
{
    public const string Columns = "SELECT model_no, version, content, applied_by, reason, applied_at, finished_at, records, under_way FROM model";

    public static StoredModel ModelOf(NpgsqlDataReader row) => new()
    {
        No = new ModelNo(row.GetInt32(0)),
        Version = row.GetString(1),
        Content = row.GetFieldValue<byte[]>(2),
        AppliedBy = row.GetString(3),
        Reason = row.GetString(4),
        AppliedAt = Encodings.ToTime(row.GetInt64(5)),
        FinishedAt = row.GetBoolean(8) ? null : Encodings.ToTime(row.GetInt64(6)),
        Records = row.GetInt64(7),
    };
}
