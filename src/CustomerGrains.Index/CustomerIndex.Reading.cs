namespace CustomerGrains.Index;

/// <content>Reading anew what an older version read.</content>
public sealed partial class CustomerIndex
{
    private Task _reread = Task.CompletedTask;

    /// <summary>Starts to read anew what was read by an older version, unless that is under way. Called by the sweep only, one call after another.</summary>
    private void ReadAnew()
    {
        if (_reread.IsCompleted)
        {
            _reread = ReadAnewAsync();
        }
    }

    private async Task ReadAnewAsync()
    {
        // Not in the turn of the sweep.
        await Task.Yield();
        try
        {
            await _readingSweep.RunAsync(_stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopped; what is left is found at the next start.
        }
        catch (Exception exception)
        {
            // The journal may be away for a while; the next round of the sweep starts this again.
            LogSweepFailed(_logger, exception);
        }
    }
}
