namespace CustomerGrains.Cluster.Tests.Clients;

/// <summary>Counts operations that are done, answered or given up, and lets others wait for a count: the clock of a run.</summary>
internal sealed class Progress
{
    private readonly Lock _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiting = [];
    private int _done;

    public int Done
    {
        get
        {
            lock (_gate)
            {
                return _done;
            }
        }
    }

    public void Advance()
    {
        TaskCompletionSource[] reached;
        lock (_gate)
        {
            _done++;
            reached = [.. _waiting.Where(one => one.Count <= _done).Select(one => one.Reached)];
            _waiting.RemoveAll(one => one.Count <= _done);
        }

        foreach (var one in reached)
        {
            one.TrySetResult();
        }
    }

    /// <summary>Completes when so many operations are done.</summary>
    public Task WhenAsync(int count)
    {
        lock (_gate)
        {
            if (_done >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((count, reached));
            return reached.Task;
        }
    }
}
