using System.Text.Json.Serialization;

namespace CustomerGrains.Cluster.Tests.Histories;

/// <summary>What a client did or heard.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HistoryKind>))]
internal enum HistoryKind
{
    /// <summary>An operation left the client. Until it is answered or refused its outcome is unknown.</summary>
    Sent,

    /// <summary>The index said what became of it: it is durable.</summary>
    Acknowledged,

    /// <summary>The index refused it for good: nothing of it may be there.</summary>
    Refused,

    /// <summary>The index said that it had a fault of its own; the outcome stays unknown.</summary>
    Faulted,

    /// <summary>A customer was asked for by a record.</summary>
    Read,
}

/// <summary>One line of a client's history.</summary>
internal sealed record HistoryEntry
{
    /// <summary>Place in the order in which all clients of a run saw things happen.</summary>
    public required long At { get; init; }

    public required int Client { get; init; }

    public required HistoryKind Kind { get; init; }

    /// <summary>Id under which it was sent. One operation may be sent several times, each time with a line of its own.</summary>
    public string OperationId { get; init; } = "";

    /// <summary>The record as source:id; of a decision the first one.</summary>
    public required string Record { get; init; }

    /// <summary>Of a decision: the second record.</summary>
    public string? OtherRecord { get; init; }

    /// <summary>Of a decision: what was decided.</summary>
    public string? Decision { get; init; }

    public long Version { get; init; }

    /// <summary>Hash of the content in hexadecimal; empty for a delete; null for a decision or a read.</summary>
    public string? Content { get; init; }

    /// <summary>What the index said it did; of a decision: when it was made.</summary>
    public string? Effect { get; init; }

    /// <summary>Customer the record was said to belong to; empty: none.</summary>
    public string? Customer { get; init; }

    /// <summary>All customers that were named in the answer.</summary>
    public IReadOnlyList<string> Customers { get; init; } = [];

    public long Position { get; init; }

    /// <summary>Of what took time: the place in the order at which it began.</summary>
    public long Since { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Error { get; init; }
}
