using System.Diagnostics.CodeAnalysis;
using CustomerGrains.GrpcFallback.Wire;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Client;

/// <summary>Reads the responses of one call. Nothing is read ahead of the caller beyond what HTTP/2 flow control lets in.</summary>
internal sealed class ResponseReader<T>(ClientCall call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private static readonly Task<bool> True = Task.FromResult(true);

    private readonly IncomingMessage _message = new();
    private MessageReader? _reader;
    private T? _current;
    private int _reading;

    public T Current => _current ?? throw new InvalidOperationException("There is no current message.");

    /// <summary>Cancelling a read cancels the call.</summary>
    public Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) == 1)
        {
            return Task.FromException<bool>(new InvalidOperationException("A read is in progress; one at a time."));
        }

        _current = null;
        var taken = false;
        try
        {
            taken = !cancellationToken.IsCancellationRequested && call.Outcome is null && TryTake();
        }
        catch (RpcException e)
        {
            Volatile.Write(ref _reading, 0);
            return Task.FromException<bool>(Ended(call.End(e)));
        }

        if (taken)
        {
            Volatile.Write(ref _reading, 0);
            return True;
        }

        return WaitAsync(cancellationToken);
    }

    /// <summary>Reads the response of a method that gives exactly one, and the status behind it.</summary>
    public async Task<T> ReadOnlyAsync()
    {
        call.ReadsSingleResponse = true;
        if (!await MoveNext(CancellationToken.None).ConfigureAwait(false))
        {
            throw Cardinality("none");
        }

        var only = Current;
        if (await MoveNext(CancellationToken.None).ConfigureAwait(false))
        {
            throw Ended(call.End(Cardinality("more than one")));
        }

        return only;
    }

    private static RpcException Cardinality(string sent) =>
        new(new Status(StatusCode.Unimplemented, $"The method gives exactly one response, and the server sent {sent}."));

    private Exception Ended(CallOutcome outcome) => call.Exception(outcome);

    private bool TryTake()
    {
        if (_reader is null || !_reader.TryRead(out var payload))
        {
            return false;
        }

        _message.Set(payload);
        _current = _message.Deserialise(marshaller);
        return true;
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong must end the call with a status.")]
    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        CallOutcome outcome;
        try
        {
            using var registration = cancellationToken.Register(static call => ((ClientCall)call!).Cancel(), call);
            _reader ??= await call.Opened.ConfigureAwait(false);
            while (call.Outcome is null && await _reader!.WaitAsync(call.Cancellation).ConfigureAwait(false))
            {
                if (TryTake())
                {
                    return true;
                }
            }

            outcome = call.Outcome ?? call.EndWithTrailers();
        }
        catch (Exception e)
        {
            outcome = call.End(e);
        }
        finally
        {
            if (call.Outcome is not null)
            {
                _reader?.Complete();
                _reader = null;
            }

            Volatile.Write(ref _reading, 0);
        }

        return outcome.IsSuccess ? false : throw Ended(outcome);
    }
}
