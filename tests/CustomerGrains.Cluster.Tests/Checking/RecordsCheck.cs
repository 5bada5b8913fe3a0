using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>Every record is what the operations on it make of it: those acknowledged in, those refused out, those of unknown outcome wholly in or wholly out.</summary>
internal static class RecordsCheck
{
    private const string Name = "acknowledged";

    public static IEnumerable<StoreFinding> Run(Heard heard, HeldStore held)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var record in heard.OfRecords)
        {
            known.Add(record.Key);
            HeardOperation[] operations = [.. record.Where(operation => !operation.IsRefused)];
            var isVersioned = operations.Any(operation => operation.First.Version > 0);
            HeardOperation?[] possible = isVersioned ? ByVersion(operations) : ByArrival(operations);
            var found = held.Records.GetValueOrDefault(record.Key);
            if (!possible.Any(winner => Fits(winner, found)))
            {
                yield return new StoreFinding(Name, $"{record.Key} is {Words(found)}, but after what was acknowledged it can only be {string.Join(" or ", possible.Select(Words))}.");
            }

            if (found is { IsLive: true } && (!held.Ledger.TryGetValue(found.Customer, out var entry) || entry.State != 1))
            {
                yield return new StoreFinding(Name, $"{record.Key} is in customer {found.Customer}, which is not live.");
            }
        }

        foreach (var record in held.Records.Values.Where(record => !known.Contains(record.Identity)))
        {
            yield return new StoreFinding(Name, $"{record.Identity} is held, but nobody sent it.");
        }
    }

    /// <summary>The largest version wins; of one version a delete, then the larger content. Whatever is unknown and larger than all that is acknowledged may have won.</summary>
    private static HeardOperation?[] ByVersion(HeardOperation[] operations)
    {
        HeardOperation?[] descending = [.. operations.OrderByDescending(operation => operation.First.Version).ThenByDescending(operation => operation.First.Content!.Length == 0)
            .ThenByDescending(operation => operation.First.Content, StringComparer.Ordinal)];
        var acknowledged = Array.FindIndex(descending, operation => operation!.IsAcknowledged);
        return acknowledged < 0 ? [.. descending, default(HeardOperation)] : descending[..(acknowledged + 1)];
    }

    /// <summary>The last one acknowledged, or anything of unknown outcome: that may still have been on its way. What was sent again counts for nothing, unless it may have been forgotten by then.</summary>
    private static HeardOperation?[] ByArrival(HeardOperation[] operations)
    {
        var last = operations.Where(operation => operation.IsAcknowledged).MaxBy(operation => operation.Answers[0].At);
        return [last, .. operations.Where(operation => operation.IsUnknown || (operation.IsRepeated && operation.MayBeForgotten(operations)))];
    }

    private static bool Fits(HeardOperation? winner, HeldRecord? found) => winner is null || winner.First.Content!.Length == 0
        ? found is not { IsLive: true }
        : found is { IsLive: true } && found.Content == winner.First.Content && found.Version == winner.First.Version;

    private static string Words(HeldRecord? found) => found switch
    {
        null => "not there",
        { IsLive: false } => $"deleted at version {found.Version}",
        _ => $"version {found.Version} ({found.Content[..8]})",
    };

    private static string Words(HeardOperation? operation) => operation switch
    {
        null => "not there",
        { First.Content: "" } => $"deleted by version {operation.First.Version} ({operation.First.OperationId})",
        _ => $"version {operation.First.Version} ({operation.First.Content![..8]}, {operation.First.OperationId}, {(operation.IsAcknowledged ? HistoryKind.Acknowledged : "unknown")})",
    };
}
