using CustomerGrains.Index.Journal;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <summary>A link's row as the open batch leaves it.</summary>
internal sealed class LinkRow
{
    public const string Select = "SELECT a, b, a_revision, b_revision, weight, kind, review FROM link";

    public long A { get; init; }
    public long B { get; init; }
    public int ARevision { get; set; }
    public int BRevision { get; set; }
    public int Weight { get; set; }
    public LinkKind Kind { get; set; }
    public bool IsReview { get; set; }

    /// <summary>The link is in its table.</summary>
    public bool IsStored { get; set; }

    public bool IsChanged { get; set; }

    public bool IsDeleted { get; set; }

    public static LinkRow Of(NpgsqlDataReader row) => new()
    {
        A = row.GetInt64(0),
        B = row.GetInt64(1),
        ARevision = row.GetInt32(2),
        BRevision = row.GetInt32(3),
        Weight = row.GetInt32(4),
        Kind = (LinkKind)row.GetInt32(5),
        IsReview = row.GetBoolean(6),
        IsStored = true,
    };
}
