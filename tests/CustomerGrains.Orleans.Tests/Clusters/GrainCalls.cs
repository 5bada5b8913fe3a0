using System.Collections.Concurrent;
using CustomerGrains.Orleans.BlockingKeys;
using CustomerGrains.Orleans.Customers;

namespace CustomerGrains.Orleans.Tests.Clusters;

/// <summary>Watches the calls that grains of the index receive: how many, and whether a grain made one of them.</summary>
internal sealed class GrainCalls : IIncomingGrainCallFilter
{
    private static readonly HashSet<string> Watched = ["key", "owner"];
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Calls of grains of the index to grains of the index: a grain that waits for another one can wait in a circle.</summary>
    public ConcurrentQueue<string> BetweenGrains { get; } = new();

    /// <summary>Calls by kind of grain and method.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is KeyGrain or OwnerGrain)
        {
            _counts.AddOrUpdate($"{context.TargetId.Type}.{context.MethodName}", 1, static (_, count) => count + 1);
            if (context.SourceId is { } source && Watched.Contains(source.Type.ToString()!))
            {
                BetweenGrains.Enqueue($"{source} calls {context.TargetId}");
            }
        }

        await context.Invoke();
    }
}
