using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace CustomerGrains.Orleans.Feed;

/// <inheritdoc cref="IDoorbellGrain"/>
[GrainType("doorbell")]
public sealed class DoorbellGrain(ILogger<DoorbellGrain> logger) : Grain, IDoorbellGrain
{
    /// <summary>Who listens renews several times within it; who does not any more is forgotten after it.</summary>
    private static readonly TimeSpan ForgottenAfter = OrleansDoorbell.RenewalInterval * 4;

    private readonly ObserverManager<IDoorbellListener> _listeners = new(ForgottenAfter, logger);

    /// <inheritdoc/>
    public ValueTask ListenAsync(IDoorbellListener listener)
    {
        _listeners.Subscribe(listener, listener);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask RingAsync() => await _listeners.Notify(static listener => listener.RangAsync().AsTask()).ConfigureAwait(true);
}
