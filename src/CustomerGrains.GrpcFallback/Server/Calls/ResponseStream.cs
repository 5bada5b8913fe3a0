using System.IO.Pipelines;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Server;

/// <summary>
/// The responses of one call. A write completes at once while the server's output buffer has room, and waits when the caller does
/// not read; the server gathers what is written meanwhile into as few frames as it can.
/// </summary>
internal sealed class ResponseStream<T>(ServerCall call, Marshaller<T> marshaller) : IServerStreamWriter<T>
    where T : class
{
    private readonly PipeWriter _pipe = call.Http.Response.BodyWriter;
    private int _writing;

    public WriteOptions? WriteOptions
    {
        get => call.WriteOptions;
        set => call.WriteOptions = value;
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (call.IsEnded)
        {
            return Task.FromException(new InvalidOperationException("The call has ended."));
        }

        if (Interlocked.Exchange(ref _writing, 1) == 1)
        {
            return Task.FromException(new InvalidOperationException("A write is in progress; one at a time."));
        }

        var waiting = false;
        try
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
            Write(message);
            // Without a token: the server would answer a cancelled flush by resetting the stream, and the status would be lost.
            var flush = _pipe.FlushAsync(CancellationToken.None);
            if (flush.IsCompletedSuccessfully)
            {
                ThrowIfGone(flush.Result);
                return Task.CompletedTask;
            }

            waiting = true;
            return WaitAsync(flush.AsTask(), cancellationToken);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
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

    /// <summary>Writes the response of a method that gives exactly one. It goes out together with the trailers.</summary>
    public void WriteLast(T? message)
    {
        if (message is null)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The method returned no response."));
        }

        call.CancellationToken.ThrowIfCancellationRequested();
        if (call.Status.StatusCode == StatusCode.OK)
        {
            Write(message);
        }
    }

    private static void ThrowIfGone(FlushResult flushed)
    {
        if (flushed.IsCompleted || flushed.IsCanceled)
        {
            throw new CallerGoneException(null);
        }
    }

    private void Write(T message)
    {
        call.BeginResponse();
        call.Writer.Write(_pipe, marshaller, message, WriteOptions);
    }

    private async Task WaitAsync(Task<FlushResult> flush, CancellationToken cancellationToken)
    {
        using var linked = cancellationToken.CanBeCanceled && cancellationToken != call.CancellationToken
            ? CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, cancellationToken)
            : null;
        try
        {
            ThrowIfGone(await flush.WaitAsync(linked?.Token ?? call.CancellationToken).ConfigureAwait(false));
        }
        catch (IOException e)
        {
            throw new CallerGoneException(e);
        }
        finally
        {
            // Whoever gives up waiting does not take the message back; the next write must still wait for its turn.
            _ = flush.ContinueWith(GiveTurnBack, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void GiveTurnBack(Task<FlushResult> flush)
    {
        _ = flush.Exception; // Seen: whoever waited was told, and whoever gave up did not want to know.
        Volatile.Write(ref _writing, 0);
    }
}
