using System.Text;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Writing;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <summary>A record's rows in tables record and place, as the open batch leaves them.</summary>
internal sealed class RecordRow
{
    public const string Select =
        """
        SELECT r.record_no, r.source_no, r.record_id, r.source_version, r.revision, r.live, r.position, r.content_hash, r.operation, r.operation_hash, r.operation_effect, r.earlier_operations,
            r.content_revision, r.accepted_at, r.keys, r.search_keys, r.crowded_keys, p.record_no IS NOT NULL, coalesce(p.resolved_revision, 0), coalesce(p.component, 0), coalesce(p.customer, 0), coalesce(p.epoch, 0), coalesce(p.model_no, 0), r.reading_version
        """;

    public long No { get; init; }
    public int Source { get; init; }
    public string RecordId { get; init; } = "";
    public long SourceVersion { get; set; }
    public int Revision { get; set; }
    public bool IsLive { get; set; }
    public long Position { get; set; }
    public UInt128 ContentHash { get; set; }
    public RecordOperations Operations { get; set; }
    public int ContentRevision { get; set; }
    public long AcceptedAt { get; set; }
    public BlockingKeySet Keys { get; set; } = new([], []);
    public BlockingKey[] CrowdedKeys { get; set; } = [];

    public int ReadingVersion { get; set; }

    public bool HasPlace { get; set; }
    public int ResolvedRevision { get; set; }
    public long Component { get; set; }
    public long Customer { get; set; }
    public long Epoch { get; set; }
    public int Model { get; set; }

    /// <summary>The record is not in its table yet.</summary>
    public bool IsNew { get; set; }

    public bool IsChanged { get; set; }

    public bool IsPlaceChanged { get; set; }

    /// <summary>Content to be written; null when it is as stored.</summary>
    public AcceptRequest? Content { get; set; }

    /// <summary>Features to be written after the content, if that is written at all; null when there are none but those of the content.</summary>
    public byte[]? Features { get; set; }

    public static RecordRow Of(NpgsqlDataReader row) => new()
    {
        No = row.GetInt64(0),
        Source = row.GetInt32(1),
        RecordId = Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(2)),
        SourceVersion = row.GetInt64(3),
        Revision = row.GetInt32(4),
        IsLive = row.GetBoolean(5),
        Position = row.GetInt64(6),
        ContentHash = Encodings.ToHash(row.GetFieldValue<byte[]>(7)),
        Operations = new RecordOperations(
            new RecordOperation((ulong)row.GetInt64(8), Encodings.ToHash(row.GetFieldValue<byte[]>(9)), (AcceptEffect)row.GetInt32(10)), Encodings.ToOperations(row.GetFieldValue<byte[]>(11))),
        ContentRevision = row.GetInt32(12),
        AcceptedAt = row.GetInt64(13),
        Keys = new BlockingKeySet(Encodings.ToKeys(row.GetFieldValue<byte[]>(14)), Encodings.ToKeys(row.GetFieldValue<byte[]>(15))),
        CrowdedKeys = Encodings.ToKeys(row.GetFieldValue<byte[]>(16)),
        HasPlace = row.GetBoolean(17),
        ResolvedRevision = row.GetInt32(18),
        Component = row.GetInt64(19),
        Customer = row.GetInt64(20),
        Epoch = row.GetInt64(21),
        Model = row.GetInt32(22),
        ReadingVersion = row.GetInt32(23),
    };

    public void Take(AcceptedContent content)
    {
        var request = content.Request;
        SourceVersion = content.SourceVersion;
        Revision = content.Revision;
        IsLive = !request.IsDelete;
        Position = content.Position;
        ContentHash = request.ContentHash;
        Operations = content.Operations;
        ContentRevision = content.Revision;
        AcceptedAt = Encodings.ToColumn(content.AcceptedAt);
        Keys = request.Keys;
        CrowdedKeys = content.Crowded;
        ReadingVersion = request.ReadingVersion;
        Content = request;
        Features = null;
        IsChanged = true;
    }
}
