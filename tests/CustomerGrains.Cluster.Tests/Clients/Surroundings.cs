using System.Collections.Concurrent;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Planning;

namespace CustomerGrains.Cluster.Tests.Clients;

/// <summary>What all clients of a run share.</summary>
/// <param name="GateAsync">Waits until a phase may begin, by its place.</param>
internal sealed record Surroundings(History History, Progress Progress, Func<int, Task> GateAsync)
{
    /// <summary>What was streamed, by operation id.</summary>
    public ConcurrentDictionary<string, RecordOperation> Streamed { get; } = new(StringComparer.Ordinal);
}
