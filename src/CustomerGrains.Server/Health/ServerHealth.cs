using CustomerGrains.Index;

namespace CustomerGrains.Server.Health;

/// <summary>Whether the server lives, has started and can take calls.</summary>
internal sealed class ServerHealth(IServiceProvider services, IHostApplicationLifetime lifetime, StreamDrain drain, TimeProvider time)
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(2);

    public bool HasStarted => lifetime.ApplicationStarted.IsCancellationRequested;

    /// <summary>Fires when the server begins to stop.</summary>
    public CancellationToken Stopping => drain.Stopping;

    /// <summary>Started, not stopping, and the store answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        if (!HasStarted || Stopping.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }

        try
        {
            // Any fault means not ready; the calls that meet it report it.
            await services.GetRequiredService<ICustomerIndex>().GetStatusAsync(cancellationToken).WaitAsync(AnswerMax, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
