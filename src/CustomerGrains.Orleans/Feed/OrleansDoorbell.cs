using CustomerGrains.Index.Feed;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Orleans.Feed;

/// <summary>A doorbell that is heard in all silos: in this one at once, in the others by <see cref="IDoorbellGrain"/>.</summary>
/// <remarks>However often it is rung, the others are told at most every <see cref="TellInterval"/>. Nothing waits for them to hear; what they miss they find when they look.</remarks>
public sealed partial class OrleansDoorbell(IGrainFactory grains, TimeProvider time, ILogger<OrleansDoorbell> logger)
    : IFeedDoorbell, IDoorbellListener, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>The doorbell grain's key.</summary>
    internal const string Key = "d1.feed";

    /// <summary>How often the others are told at most.</summary>
    internal static readonly TimeSpan TellInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How often a silo says that it listens.</summary>
    internal static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(20);

    private readonly LocalDoorbell _here = new();
    private readonly LocalDoorbell _toTell = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private IDoorbellListener? _self;

    /// <inheritdoc/>
    public Task NextRing => _here.NextRing;

    /// <inheritdoc/>
    public void Ring()
    {
        _here.Ring();
        _toTell.Ring();
    }

    /// <inheritdoc/>
    public ValueTask RangAsync()
    {
        _here.Ring();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(OrleansDoorbell), ServiceLifecycleStage.Active, StartAsync, StopAsync);

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        _self = grains.CreateObjectReference<IDoorbellListener>(this);
        await TryListenAsync().ConfigureAwait(false);
        _running = Task.WhenAll(TellAsync(_stopping.Token), RenewAsync(_stopping.Token));
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _running.ConfigureAwait(false);
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        var ring = _toTell.NextRing;
        try
        {
            while (true)
            {
                await ring.WaitAsync(cancellationToken).ConfigureAwait(false);
                await Task.Delay(TellInterval, time, cancellationToken).ConfigureAwait(false);
                ring = _toTell.NextRing;
                await TryAsync(grain => grain.RingAsync()).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        using var interval = new PeriodicTimer(RenewalInterval, time);
        try
        {
            while (await interval.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
            {
                await TryListenAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private Task TryListenAsync() => TryAsync(grain => grain.ListenAsync(_self!));

    private async Task TryAsync(Func<IDoorbellGrain, ValueTask> call)
    {
        try
        {
            await call(grains.GetGrain<IDoorbellGrain>(Key)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Readers look by themselves; the next ring or renewal tries again.
            LogNotHeard(logger, exception.GetType().Name);
        }
    }

    [LoggerMessage(EventId = 1210, Level = LogLevel.Debug, Message = "The feed's doorbell did not reach the cluster: {Fault}")]
    private static partial void LogNotHeard(ILogger logger, string fault);
}
