using System.Collections.Immutable;
using CustomerGrains.Orleans.Storing;

namespace CustomerGrains.Orleans.Feed;

/// <summary>State of a subscription, as stored.</summary>
public sealed record SubscriptionState
{
    public long Position { get; init; }

    public ImmutableArray<DoneOperation<long>> Operations { get; init; } = [];

    internal static (SubscriptionState Next, long Outcome) Advance(SubscriptionState current, long position) =>
        position <= current.Position ? (current, current.Position) : (current with { Position = position }, position);

    internal static (SubscriptionState Next, long Outcome) Reset(SubscriptionState current, string operationId, long position) =>
        DoneOperations.TryFind(current.Operations, operationId, out var earlier)
            ? (current, earlier)
            : (current with { Position = position, Operations = DoneOperations.With(current.Operations, operationId, position) }, position);
}
