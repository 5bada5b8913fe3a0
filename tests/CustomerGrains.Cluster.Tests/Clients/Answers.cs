using CustomerGrains.Client;
using CustomerGrains.Cluster.Tests.Histories;
using Grpc.Core;

namespace CustomerGrains.Cluster.Tests.Clients;

/// <summary>What an error says of the outcome.</summary>
internal static class Answers
{
    /// <summary>The index refused it for good; after any other error the outcome is unknown.</summary>
    public static bool IsRefusal(CustomerGrainsException error) => error.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.NotFound;

    /// <summary>A line for an error that says something: a refusal, or a fault of the index itself.</summary>
    public static HistoryEntry? ToEntry(HistoryEntry sent, CustomerGrainsException error) =>
        IsRefusal(error) ? sent with { Kind = HistoryKind.Refused, Error = $"{error.StatusCode}: {error.Message}" }
        : error.StatusCode is StatusCode.Internal or StatusCode.Unknown && error.Details.ContainsKey("correlation_id") ? sent with { Kind = HistoryKind.Faulted, Error = $"{error.StatusCode}: {error.Message}" }
        : null;
}
