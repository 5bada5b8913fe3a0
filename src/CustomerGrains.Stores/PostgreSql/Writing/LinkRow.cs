using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <summary>A link's row as the open batch leaves it.</summary>
internal sealed class LinkRow
{
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
}
