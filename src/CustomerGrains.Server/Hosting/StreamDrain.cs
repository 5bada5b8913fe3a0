namespace CustomerGrains.Server;

/// <summary>Ends the long streams before the web server stops.</summary>
/// <remarks>The web server closes its connections as soon as it thinks them idle; a stream that ends only then may lose its last answers and its status on the way.</remarks>
internal sealed class StreamDrain(TimeProvider time) : IHostedLifecycleService, IDisposable
{
    /// <summary>Between the end of the streams and that of their connections: a client that finds its connection closed before it has read the status reports the one for the other.</summary>
    private static readonly TimeSpan ReadingTime = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The server itself counts as one until it stops.
    private int _open = 1;

    /// <summary>Fires when streams have to end.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Counts a stream until its last byte is handed over.</summary>
    public void Enter(HttpContext http)
    {
        Interlocked.Increment(ref _open);
        http.Response.OnCompleted(() =>
        {
            Leave();
            return Task.CompletedTask;
        });
    }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        if (Leave())
        {
            return;
        }

        try
        {
            await _empty.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            await Task.Delay(ReadingTime, time, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // They had their time; the web server cuts what is left.
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    /// <returns>Whether nobody is left.</returns>
    private bool Leave()
    {
        if (Interlocked.Decrement(ref _open) > 0)
        {
            return false;
        }

        // A stream that comes after the last one has left is ended at once; it may be the last again.
        _empty.TrySetResult();
        return true;
    }
}
