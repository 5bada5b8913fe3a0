namespace CustomerGrains.Cluster.Tests.Wires;

/// <summary>Open or shut; whoever passes waits while it is shut.</summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _shut;

    public Task PassAsync()
    {
        lock (_lock)
        {
            return _shut?.Task ?? Task.CompletedTask;
        }
    }

    public void Shut()
    {
        lock (_lock)
        {
            _shut ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _shut?.SetResult();
            _shut = null;
        }
    }
}
