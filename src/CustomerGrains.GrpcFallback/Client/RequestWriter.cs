using System.IO.Pipelines;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Client;

/// <summary>Writes the requests of one call.</summary>
internal sealed class RequestWriter<T>(ClientCall call, PipeWriter pipe, Marshaller<T> marshaller) : IClientStreamWriter<T>
    where T : class
{
    private int _writing;
    private bool _completed;

    public WriteOptions? WriteOptions { get; set; } = call.Options.WriteOptions;

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    /// <summary>Cancelling a write cancels the call: the message may be half-way to the server.</summary>
    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_completed)
        {
            return Task.FromException(new InvalidOperationException("The requests have been completed."));
        }

        if (Interlocked.Exchange(ref _writing, 1) == 1)
        {
            return Task.FromException(new InvalidOperationException("A write is in progress; one at a time."));
        }

        var waiting = false;
        try
        {
            if (cancellationToken.IsCancellationRequested)
            {
                call.Cancel();
            }

            if (call.Outcome is { } outcome)
            {
                return Task.FromException(Refused(outcome));
            }

            call.Writer.Write(pipe, marshaller, message, WriteOptions);
            var flush = pipe.FlushAsync(CancellationToken.None);
            Task<FlushResult> flushed;
            if (flush.IsCompletedSuccessfully)
            {
                var result = flush.Result;
                if (!result.IsCompleted)
                {
                    return Task.CompletedTask;
                }

                flushed = Task.FromResult(result);
            }
            else
            {
                flushed = flush.AsTask();
            }

            waiting = true;
            return WaitAsync(flushed, cancellationToken);
        }
        catch (RpcException e)
        {
            return Task.FromException(e);
        }
        finally
        {
            if (!waiting)
            {
                Volatile.Write(ref _writing, 0);
            }
        }
    }

    public Task CompleteAsync()
    {
        if (!_completed)
        {
            _completed = true;
            pipe.Complete();
            call.Writer.Dispose();
        }

        return Task.CompletedTask;
    }

    private Exception Refused(CallOutcome outcome) => outcome.IsSuccess
        ? new RpcException(outcome.Status, "The server ended the call; it takes no more requests.")
        : call.Exception(outcome);

    private async Task WaitAsync(Task<FlushResult> flush, CancellationToken cancellationToken)
    {
        try
        {
            using var registration = cancellationToken.Register(static call => ((ClientCall)call!).Cancel(), call);
            var result = await flush.ConfigureAwait(false);
            if (result.IsCompleted)
            {
                throw Refused(await OutcomeAsync().ConfigureAwait(false));
            }
        }
        finally
        {
            Volatile.Write(ref _writing, 0);
        }
    }

    /// <summary>
    /// The transport takes no more requests, so the call is over or about to be. Where the status is still to be read behind
    /// responses that nobody has read yet, waiting for it here would be a deadlock.
    /// </summary>
    private async Task<CallOutcome> OutcomeAsync()
    {
        await call.Opened.ConfigureAwait(false);
        return call.Outcome
            ?? (call.ReadsSingleResponse
                ? await call.Ended.ConfigureAwait(false)
                : new CallOutcome(new Status(StatusCode.Cancelled, "The server takes no more requests; its responses say how the call ended."), []));
    }
}
