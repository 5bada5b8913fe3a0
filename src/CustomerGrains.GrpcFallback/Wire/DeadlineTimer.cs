namespace CustomerGrains.GrpcFallback.Wire;

/// <summary>Calls back once when a deadline has passed.</summary>
internal sealed class DeadlineTimer : IDisposable, IAsyncDisposable
{
    /// <summary>Timers take fewer than 50 days; a longer wait is done in parts.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(40);

    private readonly TimeProvider _time;
    private readonly DateTime _deadline;
    private readonly Action _passed;
    private readonly ITimer _timer;

    /// <param name="time">The clock.</param>
    /// <param name="deadline">In UTC.</param>
    /// <param name="passed">Called on a thread of the pool.</param>
    public DeadlineTimer(TimeProvider time, DateTime deadline, Action passed)
    {
        _time = time;
        _deadline = deadline;
        _passed = passed;
        // Started only when the field is set, because the callback uses it.
        _timer = time.CreateTimer(static timer => ((DeadlineTimer)timer!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Start();
    }

    /// <summary>Does not wait for a callback that is running.</summary>
    public void Dispose() => _timer.Dispose();

    /// <summary>Waits for a callback that is running.</summary>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private TimeSpan Left() => _deadline - _time.GetUtcNow().UtcDateTime;

    private void OnTimer()
    {
        if (Left() <= TimeSpan.Zero)
        {
            _passed();
        }
        else
        {
            Start();
        }
    }

    private void Start()
    {
        // At least a millisecond: a timer may fire a moment early by the clock, and must not spin.
        var left = Left();
        var wait = left > WaitMax ? WaitMax : left > TimeSpan.FromMilliseconds(1) ? left : TimeSpan.FromMilliseconds(1);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
