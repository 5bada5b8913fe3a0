using System.Buffers;
using CustomerGrains.GrpcFallback.Wire;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Server;

/// <summary>The requests of one call. Nothing is read ahead of the service, so HTTP/2 flow control stops a caller that is too fast.</summary>
internal sealed class RequestStream<T>(ServerCall call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private static readonly Task<bool> True = Task.FromResult(true);

    private readonly IncomingMessage _message = new();
    private T? _current;
    private int _reading;

    public T Current => _current ?? throw new InvalidOperationException("There is no current message.");

    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        _current = null;
        if (call.IsEnded)
        {
            return Task.FromException<bool>(new InvalidOperationException("The call has ended."));
        }

        if (Interlocked.Exchange(ref _reading, 1) == 1)
        {
            return Task.FromException<bool>(new InvalidOperationException("A read is in progress; one at a time."));
        }

        var waiting = false;
        try
        {
            call.CancellationToken.ThrowIfCancellationRequested();
            if (call.Reader.TryRead(out var payload))
            {
                Take(payload);
                return True;
            }

            waiting = true;
            return WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            return Task.FromException<bool>(e);
        }
        finally
        {
            if (!waiting)
            {
                Volatile.Write(ref _reading, 0);
            }
        }
    }

    /// <summary>Reads the request of a method that takes exactly one.</summary>
    /// <exception cref="RpcException">There is none or more than one (UNIMPLEMENTED, as the protocol wants it).</exception>
    public async Task<T> ReadOnlyAsync()
    {
        if (!await MoveNext(CancellationToken.None).ConfigureAwait(false))
        {
            throw Cardinality("none");
        }

        var only = Current;
        return await MoveNext(CancellationToken.None).ConfigureAwait(false) ? throw Cardinality("more than one") : only;
    }

    private static RpcException Cardinality(string sent) =>
        new(new Status(StatusCode.Unimplemented, $"The method takes exactly one request, and {sent} was sent."));

    private void Take(in ReadOnlySequence<byte> payload)
    {
        _message.Set(payload);
        _current = _message.Deserialise(marshaller);
    }

    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var linked = cancellationToken.CanBeCanceled && cancellationToken != call.CancellationToken
            ? CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, cancellationToken)
            : null;
        try
        {
            while (await call.Reader.WaitAsync(linked?.Token ?? call.CancellationToken).ConfigureAwait(false))
            {
                if (call.Reader.TryRead(out var payload))
                {
                    Take(payload);
                    return true;
                }
            }

            return false;
        }
        catch (IOException e)
        {
            throw new CallerGoneException(e);
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }
}
