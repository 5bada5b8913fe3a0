using CustomerGrains.Cluster.Tests.Histories;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>One operation as its client knows it.</summary>
/// <param name="First">Its first line.</param>
/// <param name="Answers">Its acknowledgements, in order; several when it was sent again after it was acknowledged, or answered twice.</param>
/// <param name="Refusal">Why it was refused for good; null when it was not.</param>
/// <param name="IsRepeated">Its client sent it more than once under its id.</param>
internal sealed record HeardOperation(HistoryEntry First, IReadOnlyList<HistoryEntry> Answers, string? Refusal, bool IsRepeated)
{
    /// <summary>Operations of each record that the index remembers, so that one of them is known when it is delivered again.</summary>
    public const int RememberedMax = 8;

    public bool IsAcknowledged => Answers.Count > 0;

    public bool IsRefused => !IsAcknowledged && Refusal is not null;

    /// <summary>It may have happened or not.</summary>
    public bool IsUnknown => !IsAcknowledged && !IsRefused;

    /// <summary>So many others may have been taken after it that a late repeat of it may have been taken for a new operation. What was answered before this one was sent came before it.</summary>
    public bool MayBeForgotten(IEnumerable<HeardOperation> ofRecord) =>
        ofRecord.Count(other => !ReferenceEquals(other, this) && !(other.IsAcknowledged && other.Answers[0].At < First.Since)) >= RememberedMax;
}

/// <summary>The histories of all clients, by operation.</summary>
internal sealed class Heard
{
    public Heard(History history)
    {
        Entries = history.Entries;
        Operations =
        [
            .. Entries.Where(entry => entry.OperationId.Length > 0).GroupBy(entry => entry.OperationId, StringComparer.Ordinal).Select(lines =>
            {
                HistoryEntry[] inOrder = [.. lines.OrderBy(line => line.Since == 0 ? line.At : line.Since)];
                HistoryEntry[] answers = [.. inOrder.Where(line => line.Kind == HistoryKind.Acknowledged)];
                var isRepeated = inOrder.Count(line => line.Kind == HistoryKind.Sent) > 1;
                return new HeardOperation(inOrder[0], answers, inOrder.FirstOrDefault(line => line.Kind == HistoryKind.Refused)?.Error, isRepeated);
            }),
        ];
    }

    public IReadOnlyList<HistoryEntry> Entries { get; }

    public IReadOnlyList<HeardOperation> Operations { get; }

    /// <summary>What was done to records, by record.</summary>
    public IEnumerable<IGrouping<string, HeardOperation>> OfRecords => Operations.Where(operation => operation.First.Content is not null).GroupBy(operation => operation.First.Record, StringComparer.Ordinal);

    /// <summary>What was decided, by pair.</summary>
    public IEnumerable<IGrouping<(string, string), HeardOperation>> OfPairs =>
        Operations.Where(operation => operation.First.Decision is not null).GroupBy(operation => (operation.First.Record, operation.First.OtherRecord!));
}
