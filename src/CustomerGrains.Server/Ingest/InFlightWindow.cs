namespace CustomerGrains.Server.Ingest;

/// <summary>Bounds what is under way on one stream, by count and by bytes. One caller waits for room; any may leave.</summary>
internal sealed class InFlightWindow(int countMax, long bytesMax)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _waiting;
    private int _count;
    private long _bytes;
    private bool _open;

    /// <summary>Completes when one more may enter. The last to enter may pass the bound of bytes, or a message as large as the bound would never get in.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            return HasRoom() ? Task.CompletedTask : (_waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    public void Enter(int bytes)
    {
        lock (_gate)
        {
            _count++;
            _bytes += bytes;
        }
    }

    public void Leave(int bytes)
    {
        lock (_gate)
        {
            _count--;
            _bytes -= bytes;
            Wake();
        }
    }

    /// <summary>Lets everyone in, because the stream is at its end and whoever waits must find out.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _open = true;
            Wake();
        }
    }

    private bool HasRoom() => _open || (_count < countMax && _bytes < bytesMax);

    private void Wake()
    {
        if (_waiting is { } waiting && HasRoom())
        {
            _waiting = null;
            waiting.SetResult();
        }
    }
}
