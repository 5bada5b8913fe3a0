using System.Threading.Channels;
using CustomerGrains.Index;
using CustomerGrains.Server.Errors;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Ingest;

/// <summary>One ingest stream: reads while there is room, takes records in side by side, answers as they are done.</summary>
/// <remarks>
/// A record holds its place in the window from reading until its answer is written. A client that does not read its answers therefore stops the
/// reading of its records, and what it can make the server hold is bounded. Records already handed to the index are seen through when the stream breaks.
/// </remarks>
internal sealed class IngestSession
{
    private const int OperationIdLengthMax = 64;
    private const int AnswersPerFlush = 32;
    private static readonly WriteOptions MoreFollows = new(WriteFlags.BufferHint);

    private readonly IServerStreamWriter<StreamResponse> _responses;
    private readonly RecordWriter _writer;
    private readonly ICustomerIndex _index;
    private readonly ServerOptions _options;
    private readonly TimeProvider _time;
    private readonly string _method;
    private readonly InFlightWindow _window;
    private readonly KeyOrder _order = new();
    private readonly Channel<(StreamResponse Response, int Bytes)> _answers = Channel.CreateUnbounded<(StreamResponse, int)>(new UnboundedChannelOptions { SingleReader = true });

    // Completes when answers can no longer be written.
    private readonly TaskCompletionSource _unread = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The reader of requests counts as one, so the answers cannot be complete before reading has ended.
    private int _underWay = 1;

    public IngestSession(
        IServerStreamWriter<StreamResponse> responses, RecordWriter writer, ICustomerIndex index, ServerOptions options, TimeProvider time, string method)
    {
        _responses = responses;
        _writer = writer;
        _index = index;
        _options = options;
        _time = time;
        _method = method;
        _window = new InFlightWindow(options.StreamInFlightMax, options.StreamInFlightBytesMax);
    }

    /// <summary>Serves the stream to its end.</summary>
    /// <param name="stopping">Completes when the server is about to stop; the stream is then drained and ended.</param>
    /// <exception cref="RpcException">The server is stopping.</exception>
    /// <exception cref="StreamStalledException">The client did not read its answers.</exception>
    public async Task RunAsync(IAsyncStreamReader<IngestMessage> requests, Task stopping)
    {
        var writing = WriteAsync();
        bool stopped;
        try
        {
            stopped = await ReadAsync(requests, Task.WhenAny(stopping, _unread.Task)).ConfigureAwait(false);
        }
        finally
        {
            Done();
        }

        // Throws when the answers could not be written, so what is left below is a server that stops.
        await writing.ConfigureAwait(false);
        if (stopped)
        {
            throw ApiErrors.Exception(ApiErrors.ShuttingDown());
        }
    }

    /// <summary>Takes one operation in and answers it, then those that waited for it.</summary>
    public async Task TakeAsync(StreamOperation operation)
    {
        for (var next = operation; next is not null;)
        {
            var (outcome, error) = await _writer.MeasureAsync(_method, next, static (writer, operation) => PerformAsync(writer, operation.Request)).ConfigureAwait(false);
            var taken = next;
            next = _order.Leave(taken);
            Answer(taken, error is null ? new StreamResponse { Outcome = outcome } : new StreamResponse { Error = error });
        }
    }

    private static Task<Outcome> PerformAsync(RecordWriter writer, StreamRequest request) => request.OperationCase switch
    {
        // Without the call's token: what was read is seen through, also when the client goes away meanwhile.
        StreamRequest.OperationOneofCase.Put => writer.PutAsync(request.Put.Key, request.Put.Record, request.Put.Version, request.OperationId, CancellationToken.None),
        _ => writer.DeleteAsync(request.Delete.Key, request.Delete.Version, request.OperationId, CancellationToken.None),
    };

    /// <returns>False when the client sends no more; true when reading was interrupted.</returns>
    private async Task<bool> ReadAsync(IAsyncStreamReader<IngestMessage> requests, Task interrupted)
    {
        while (true)
        {
            await _window.WaitForRoomAsync().ConfigureAwait(false);
            if (interrupted.IsCompleted)
            {
                return true;
            }

            var next = requests.MoveNext(CancellationToken.None);
            if (!next.IsCompleted && await Task.WhenAny(next, interrupted).ConfigureAwait(false) == interrupted && !next.IsCompleted)
            {
                _ = next.ContinueWith(static read => _ = read.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                return true;
            }

            if (!await next.ConfigureAwait(false))
            {
                return false;
            }

            Begin(new StreamOperation(requests.Current, this));
        }
    }

    private void Begin(StreamOperation operation)
    {
        _window.Enter(operation.Bytes);
        Interlocked.Increment(ref _underWay);
        if (Refusal(operation) is { } refusal)
        {
            Refuse(operation, refusal);
        }
        else if (!_order.TryEnter(operation, out var mayRun))
        {
            Refuse(operation, ApiErrors.InvalidField("operation_id", "is under way on this stream already."));
        }
        else if (mayRun)
        {
            // Standardising takes tens of microseconds: on another thread it goes on while the next message is read.
            ThreadPool.UnsafeQueueUserWorkItem(operation, preferLocal: false);
        }
    }

    private static Google.Rpc.Status? Refusal(StreamOperation operation) =>
        operation.IsMalformed ? ApiErrors.Malformed("The message is no StreamRequest, or a text in it is not UTF-8.")
        : operation.Request.OperationId.Length is 0 or > OperationIdLengthMax ? ApiErrors.InvalidField("operation_id", $"must have 1 to {OperationIdLengthMax} characters.")
        : operation.Request.OperationCase == StreamRequest.OperationOneofCase.None ? ApiErrors.InvalidField("operation", "put or delete is required.")
        : null;

    private void Refuse(StreamOperation operation, Google.Rpc.Status error)
    {
        _writer.CountRefused(error);
        Answer(operation, new StreamResponse { Error = error });
    }

    private void Answer(StreamOperation operation, StreamResponse response)
    {
        response.OperationId = operation.Request.OperationId;
        _answers.Writer.TryWrite((response, operation.Bytes));
        Done();
    }

    private void Done()
    {
        if (Interlocked.Decrement(ref _underWay) == 0)
        {
            _answers.Writer.Complete();
        }
    }

    private async Task WriteAsync()
    {
        var answers = _answers.Reader;
        try
        {
            while (await answers.WaitToReadAsync().ConfigureAwait(false))
            {
                // Read once for all answers that wait: it is a lower bound and grows.
                var resolvedThrough = _index.ResolvedThrough;
                for (var written = 1; answers.TryRead(out var answer); written++)
                {
                    answer.Response.ResolvedThrough = resolvedThrough;

                    // A hinted write never waits, so only so many may follow each other: the next one feels whether the client reads.
                    _responses.WriteOptions = written % AnswersPerFlush != 0 && answers.TryPeek(out _) ? MoreFollows : WriteOptions.Default;
                    await WriteAsync(answer.Response).ConfigureAwait(false);
                    _window.Leave(answer.Bytes);
                }
            }
        }
        catch
        {
            // Reading ends too: answers would have nowhere to go.
            _unread.SetResult();
            _window.Open();
            await DrainAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task WriteAsync(StreamResponse response)
    {
        var write = _responses.WriteAsync(response);
        if (write.IsCompleted)
        {
            await write.ConfigureAwait(false);
            return;
        }

        try
        {
            await write.WaitAsync(_options.StreamWriteStallMax, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _ = write.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new StreamStalledException();
        }
    }

    /// <summary>Nobody reads the answers any more; what is under way still has to end before the stream does.</summary>
    private async Task DrainAsync()
    {
        while (await _answers.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            _answers.Reader.TryRead(out _);
        }
    }
}

/// <summary>The client of a stream did not read its answers for too long.</summary>
internal sealed class StreamStalledException() : Exception("The client of the stream does not read its answers.");
