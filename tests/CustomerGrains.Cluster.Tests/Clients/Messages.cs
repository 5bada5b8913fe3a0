using System.IO.Hashing;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Matching.Records;
using CustomerGrains.Server.Translation;
using CustomerGrains.V1;

namespace CustomerGrains.Cluster.Tests.Clients;

/// <summary>Operations as they are sent, and as histories keep them.</summary>
internal static class Messages
{
    public static StreamRequest ToRequest(RecordOperation operation) => operation.Content is { } content
        ? new StreamRequest { Put = new StreamRequest.Types.Put { Key = KeyOf(operation.Identity), Record = RecordTranslation.ToRecord(content), Version = operation.Version } }
        : new StreamRequest { Delete = new StreamRequest.Types.Delete { Key = KeyOf(operation.Identity), Version = operation.Version } };

    public static RecordKey KeyOf(RecordIdentity identity) => new() { Source = identity.Source, RecordId = identity.RecordId };

    /// <summary>The line of an operation, but for what came of it.</summary>
    public static HistoryEntry ToEntry(RecordOperation operation, int client, string operationId, HistoryKind kind) => new()
    {
        At = 0,
        Client = client,
        Kind = kind,
        OperationId = operationId,
        Record = $"{operation.Identity}",
        Version = operation.Version,
        Content = operation.Content is { } content ? HashOf(SourceRecordCodec.Encode(content)) : "",
    };

    /// <inheritdoc cref="ToEntry(RecordOperation, int, string, HistoryKind)"/>
    public static HistoryEntry ToEntry(DecisionOperation operation, string operationId, HistoryKind kind) => new()
    {
        At = 0,
        Client = operation.Client,
        Kind = kind,
        OperationId = operationId,
        Record = $"{operation.A}",
        OtherRecord = $"{operation.B}",
        Decision = $"{operation.Decision}",
    };

    /// <summary>The same line with the answer.</summary>
    public static HistoryEntry With(HistoryEntry entry, Outcome outcome) => entry with
    {
        Kind = HistoryKind.Acknowledged,
        Effect = $"{outcome.Effect}",
        Customer = outcome.CustomerId,
        Position = outcome.Position,
        Customers =
        [
            .. new[] { outcome.CustomerId }.Concat(outcome.MergedCustomerIds).Concat(outcome.SplitCustomerIds).Concat(outcome.Review.Select(review => review.CustomerId))
                .Where(id => id.Length > 0).Distinct(StringComparer.Ordinal),
        ],
    };

    /// <summary>What histories know content by.</summary>
    public static string HashOf(ReadOnlySpan<byte> payload) => Convert.ToHexString(XxHash128.Hash(payload));
}
