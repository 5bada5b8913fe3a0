using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using CustomerGrains.Index;

namespace CustomerGrains.Stores.Writing;

/// <summary>The one thread of this process that writes: takes what waits, has it committed as one transaction, then answers the callers.</summary>
/// <remarks>No timer: while one batch is on its way to the disk the next one gathers, so a batch is as large as the load asks for and a lone write waits for nobody.</remarks>
internal abstract class GroupCommit<TTarget>(int queueCountMax, int batchCountMax, TimeProvider time) : IAsyncDisposable
{
    private readonly Channel<JournalWrite<TTarget>> _queue =
        Channel.CreateBounded<JournalWrite<TTarget>>(new BoundedChannelOptions(queueCountMax) { SingleReader = true, AllowSynchronousContinuations = false });

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected JournalMetrics Metrics { get; } = new();

    protected TimeProvider Time { get; } = time;

    /// <summary>Has a write done. The reply comes when it is durable.</summary>
    public async ValueTask<TReply> WriteAsync<TRequest, TReply>(TRequest request, Func<TTarget, TRequest, TReply> run, CancellationToken cancellationToken)
    {
        var write = new JournalWrite<TTarget, TRequest, TReply>(request, run, Time.GetTimestamp());
        if (!_queue.Writer.TryWrite(write))
        {
            try
            {
                await _queue.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException error)
            {
                throw new JournalUnavailableException("The journal is closed.", error);
            }
        }

        return await write.Reply.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what waits, then ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
        Metrics.Dispose();
    }

    /// <summary>Starts the thread; the last thing that making a writer does.</summary>
    protected void Start() => new Thread(Run) { Name = "journal writer", IsBackground = true }.Start();

    /// <summary>Commits writes and answers every one of them. Throws nothing: what goes wrong belongs to the callers.</summary>
    protected abstract void WriteBatch(List<JournalWrite<TTarget>> batch);

    /// <summary>Called on the thread before it ends.</summary>
    protected virtual void Close()
    {
    }

    /// <summary>One more of those that wait.</summary>
    protected bool TryTake([MaybeNullWhen(false)] out JournalWrite<TTarget> write) => _queue.Reader.TryRead(out write);

    private void Run()
    {
        var batch = new List<JournalWrite<TTarget>>(batchCountMax);
        try
        {
            while (WaitForWrites())
            {
                while (batch.Count < batchCountMax && TryTake(out var write))
                {
                    batch.Add(write);
                }

                foreach (var write in batch)
                {
                    Metrics.Began(Time.GetElapsedTime(write.QueuedAt));
                }

                WriteBatch(batch);
                batch.Clear();
            }
        }
        finally
        {
            Close();
            _ended.SetResult();
        }
    }

    private bool WaitForWrites()
    {
        var wait = _queue.Reader.WaitToReadAsync();
        return wait.IsCompletedSuccessfully ? wait.Result : wait.AsTask().GetAwaiter().GetResult();
    }
}
