using CustomerGrains.V1;

namespace CustomerGrains.Client;

/// <summary>A record that was given to the stream and is not acknowledged.</summary>
internal sealed class PendingRecord(long sequence, StreamRequest request, object? state, long startedAt)
{
    private TaskCompletionSource? _done;

    /// <summary>Order of sending.</summary>
    public long Sequence { get; } = sequence;

    public StreamRequest Request { get; } = request;

    public object? State { get; } = state;

    /// <summary>Timestamp of the clock.</summary>
    public long StartedAt { get; } = startedAt;

    /// <summary>Times the index answered that it may be sent again.</summary>
    public int Refusals { get; set; }

    /// <summary>Waits for its time to be sent again, so a reconnect leaves it out.</summary>
    public bool IsHeldBack { get; set; }

    public RecordKey Key => Request.Put?.Key ?? Request.Delete.Key;

    /// <summary>Completes when it is acknowledged. Call under the stream's lock.</summary>
    public Task WhenDone() => (_done ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void MarkDone() => _done?.TrySetResult();
}
