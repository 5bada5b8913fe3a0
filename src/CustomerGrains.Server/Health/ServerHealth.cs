using CustomerGrains.Index;
using CustomerGrains.Index.Hosting;

namespace CustomerGrains.Server.Health;

/// <summary>Whether the server lives, has started and can take calls.</summary>
internal sealed class ServerHealth(IServiceProvider services, IHostApplicationLifetime lifetime, StreamDrain drain, TimeProvider time)
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(2);

    public bool HasStarted => lifetime.ApplicationStarted.IsCancellationRequested;

    /// <summary>Fires when the server begins to stop.</summary>
    public CancellationToken Stopping => drain.Stopping;

    /// <summary>Started, not stopping, a member of its cluster when there is one, and the store answers.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken) => await LookAsync(cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>How the index is doing, or null while the server is not ready.</summary>
    public async Task<IndexStatus?> LookAsync(CancellationToken cancellationToken)
    {
        if (!HasStarted || Stopping.IsCancellationRequested || lifetime.ApplicationStopping.IsCancellationRequested || services.GetService<IHostReadiness>() is { IsReady: false })
        {
            return null;
        }

        try
        {
            // Any fault means not ready; the calls that meet it report it.
            return await services.GetRequiredService<ICustomerIndex>().GetStatusAsync(cancellationToken).WaitAsync(AnswerMax, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
