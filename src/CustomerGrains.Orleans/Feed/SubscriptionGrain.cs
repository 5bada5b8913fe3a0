using CustomerGrains.Orleans.Hosting;
using CustomerGrains.Orleans.Storing;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Orleans.Feed;

/// <inheritdoc cref="ISubscriptionGrain"/>
[GrainType("subscription")]
public sealed class SubscriptionGrain(
    [PersistentState("subscription", OrleansHostOptions.StateStorage)] IPersistentState<SubscriptionState> storage, ILogger<SubscriptionGrain> logger)
    : StoredGrain<SubscriptionState>(storage, logger), ISubscriptionGrain
{
    /// <inheritdoc/>
    public async ValueTask<long> GetPositionAsync() => (await ReadAsync().ConfigureAwait(true)).Position;

    /// <inheritdoc/>
    public ValueTask<long> AdvanceAsync(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return ChangeAsync(state => SubscriptionState.Advance(state, position));
    }

    /// <inheritdoc/>
    public ValueTask<long> ResetAsync(string operationId, long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        return ChangeAsync(state => SubscriptionState.Reset(state, operationId, position));
    }
}
