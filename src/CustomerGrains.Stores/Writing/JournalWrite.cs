namespace CustomerGrains.Stores.Writing;

/// <summary>A write that waits for the writer, with the caller who waits for it.</summary>
internal abstract class JournalWrite<TTarget>(long queuedAt)
{
    /// <summary>Timestamp of the clock when it began to wait.</summary>
    public long QueuedAt { get; } = queuedAt;

    /// <summary>What is asked for.</summary>
    public abstract object? Request { get; }

    /// <summary>Does the write in the open batch and keeps its reply.</summary>
    public abstract void Run(TTarget target);

    /// <summary>Gives the caller the reply: the batch is durable.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);
}

/// <inheritdoc/>
internal sealed class JournalWrite<TTarget, TRequest, TReply>(TRequest request, Func<TTarget, TRequest, TReply> run, long queuedAt) : JournalWrite<TTarget>(queuedAt)
{
    // The caller goes on elsewhere: the writer thread is for writing.
    private readonly TaskCompletionSource<TReply> _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TReply? _kept;

    public Task<TReply> Reply => _reply.Task;

    public override object? Request => request;

    public override void Run(TTarget target) => _kept = run(target, request);

    public override void Complete() => _reply.TrySetResult(_kept!);

    public override void Fail(Exception error) => _reply.TrySetException(error);
}
