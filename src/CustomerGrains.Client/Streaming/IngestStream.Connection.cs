using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Client;

/// <content>One connection after the other.</content>
public sealed partial class IngestStream
{
    private const int MessagesPerFlush = 32;

    private static readonly WriteOptions MoreFollows = new(WriteFlags.BufferHint);

    private async Task RunAsync()
    {
        // The constructor must return before the first connection is tried.
        await Task.Yield();
        var failures = 0;
        var acknowledgedBefore = 0L;
        var brokenSince = _client.TimeProvider.GetTimestamp();
        try
        {
            while (await ConnectOnceAsync().ConfigureAwait(false) is { } broken)
            {
                _stop.Token.ThrowIfCancellationRequested();
                if (Interlocked.Read(ref _acknowledged) is var acknowledged && acknowledged != acknowledgedBefore)
                {
                    acknowledgedBefore = acknowledged;
                    failures = 0;
                }

                if (failures++ == 0)
                {
                    brokenSince = _client.TimeProvider.GetTimestamp();
                }

                if (!MayReconnect(broken) || _client.TimeProvider.GetElapsedTime(brokenSince) > _options.GiveUpAfter)
                {
                    Fail(broken);
                    return;
                }

                _options.Reconnecting?.Invoke(broken);
                await Task.Delay(Backoff.Of(_client, failures, broken.RetryAfter), _client.TimeProvider, _stop.Token).ConfigureAwait(false);
                QueueAnew();
            }
        }
        catch (OperationCanceledException)
        {
            Fail(new ObjectDisposedException(nameof(IngestStream), "The stream was disposed before it was completed."));
        }
        catch (Exception e)
        {
            // Thrown by a callback of the caller's: it must reach the caller and not vanish.
            Fail(new CustomerGrainsException($"The stream ended because a callback threw: {e.Message}", StatusCode.Aborted, ErrorReason.Unspecified, e));
        }
        finally
        {
            _kept?.Writer.TryComplete();
        }
    }

    /// <summary>Makes one call and serves it to its end.</summary>
    /// <returns>Why it broke; null when everything is done.</returns>
    private async Task<CustomerGrainsException?> ConnectOnceAsync()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var call = _service.Stream(new CallOptions(cancellationToken: ended.Token));
        var queue = _queue.Reader;
        var writing = WriteAsync(call, queue, ended.Token);
        CustomerGrainsException? broken = null;
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
            {
                Take(call.ResponseStream.Current);
            }
        }
        catch (RpcException e)
        {
            broken = ErrorReader.Read(e);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(false);
        }

        lock (_gate)
        {
            return _completing && _underWay.Count == 0
                ? null
                : broken ?? new CustomerGrainsException("The server ended the stream before everything was answered.", StatusCode.Unavailable, ErrorReason.Unspecified);
        }
    }

    /// <summary>Writes what is queued until the queue is complete or the call has ended. Errors show on the reading side.</summary>
    private static async Task WriteAsync(
        AsyncDuplexStreamingCall<StreamRequest, StreamResponse> call, System.Threading.Channels.ChannelReader<PendingRecord> queue, CancellationToken cancellationToken)
    {
        try
        {
            var requests = call.RequestStream;
            while (await queue.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                for (var written = 1; queue.TryRead(out var pending); written++)
                {
                    // Messages that wait go out together: one write to the socket for many, but not for any number, because only a flush waits for the server.
                    requests.WriteOptions = written % MessagesPerFlush != 0 && queue.TryPeek(out _) ? MoreFollows : WriteOptions.Default;
                    await requests.WriteAsync(pending.Request, CancellationToken.None).ConfigureAwait(false);
                }
            }

            await requests.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // The call has ended; the reading side says how.
        }
    }

    /// <summary>Whatever was not acknowledged is sent again, in the order it was sent first.</summary>
    private void QueueAnew()
    {
        lock (_gate)
        {
            _queue = NewQueue();
            _reconnects++;
            foreach (var pending in _underWay.Values.Where(pending => !pending.IsHeldBack).OrderBy(pending => pending.Sequence))
            {
                _resent++;
                _queue.Writer.TryWrite(pending);
            }

            CompleteWhenEmpty();
        }
    }

    private void Fail(Exception failure)
    {
        lock (_gate)
        {
            _failure = failure;
            foreach (var pending in _underWay.Values)
            {
                pending.MarkDone();
            }

            // Senders that wait for room find the failure instead.
            _window.Release(_underWay.Count + 1);
            _underWay.Clear();
            _byKey.Clear();
        }
    }

    /// <summary>Statuses that a broken connection or a stopping server ends a call with; others would come again.</summary>
    private static bool MayReconnect(CustomerGrainsException error) =>
        error.IsRetriable || error.StatusCode is StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown or StatusCode.Aborted or StatusCode.DeadlineExceeded;
}
