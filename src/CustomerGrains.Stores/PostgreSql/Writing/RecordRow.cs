using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Writing;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <summary>A record's rows in tables record and place, as the open batch leaves them.</summary>
internal sealed class RecordRow
{
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
