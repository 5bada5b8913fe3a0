namespace CustomerGrains.Index.Feed;

/// <summary>Tells readers of the feed that there may be something new to read.</summary>
/// <remarks>A hint: a ring may be lost, come twice or come late. Readers read the events, by position, and look without being rung for from time to time.</remarks>
public interface IFeedDoorbell
{
    /// <summary>Completes with the first ring after it was asked for. Ask before reading: what is committed while one reads is then not slept through.</summary>
    Task NextRing { get; }

    /// <summary>Says that events were committed. Returns at once, never throws.</summary>
    void Ring();
}

/// <summary>A doorbell that is heard in this process.</summary>
public sealed class LocalDoorbell : IFeedDoorbell
{
    private TaskCompletionSource _next = New();

    /// <inheritdoc/>
    public Task NextRing => Volatile.Read(ref _next).Task;

    /// <inheritdoc/>
    public void Ring() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    // Whoever waits goes on elsewhere than in the turn of whoever rings.
    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
