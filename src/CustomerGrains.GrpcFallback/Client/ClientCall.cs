using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using CustomerGrains.GrpcFallback.Wire;
using Grpc.Core;
using Grpc.Net.Client;

namespace CustomerGrains.GrpcFallback.Client;

/// <summary>
/// One call being made: sends the request, waits for the response headers, and keeps the outcome, which the first to know it
/// decides: trailers, a failed connection, the deadline, or the caller. <c>ClientCall.Request.cs</c> makes the HTTP request.
/// </summary>
internal sealed partial class ClientCall : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly IMethod _method;
    private readonly string? _host;
    private readonly CancellationTokenSource _cancellation;
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<CallOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTime _deadline;
    private DeadlineTimer? _deadlineTimer;
    private volatile bool _deadlinePassed;
    private HttpRequestMessage? _request;
    private HttpResponseMessage? _response;
    private CallOutcome? _outcome;

    public ClientCall(GrpcChannel channel, IMethod method, string? host, CallOptions options)
    {
        _channel = channel;
        _method = method;
        _host = host;
        Options = options;
        _deadline = options.Deadline?.ToUniversalTime() ?? DateTime.MaxValue;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(options.CancellationToken, channel.Disposed);
        Cancellation = _cancellation.Token;
        Writer = new MessageWriter(channel.SendBytesMax) { Compress = IsGzipWanted(options.Headers) };
        // Whoever is interested in the headers awaits them; to everybody else a failed call must not look like a forgotten exception.
        _ = _headers.Task.ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public CallOptions Options { get; }

    /// <summary>Fires when the call is given up, for whatever reason.</summary>
    public CancellationToken Cancellation { get; }

    public MessageWriter Writer { get; }

    public Task<Metadata> ResponseHeaders => _headers.Task;

    /// <summary>Completes with the response messages when the response headers have arrived; null when the call ended with them.</summary>
    public Task<MessageReader?> Opened { get; private set; } = Task.FromResult<MessageReader?>(null);

    /// <summary>Whether the call itself reads up to the status, without its caller.</summary>
    public bool ReadsSingleResponse { get; set; }

    public Task<CallOutcome> Ended => _ended.Task;

    /// <summary>Null while the call goes on.</summary>
    public CallOutcome? Outcome => Volatile.Read(ref _outcome);

    public void Start(Func<HttpContent> content)
    {
        Opened = OpenAsync(content);
        // Only now: a token that has fired already calls back at once.
        Cancellation.UnsafeRegister(static call => ((ClientCall)call!).Cancel(), this);
    }

    public Status GetStatus() => Known().Status;

    public Metadata GetTrailers() => Known().Trailers;

    /// <summary>Gives the call up as its caller's wish.</summary>
    public void Cancel() => End(Cancelled());

    public void Dispose() => Cancel();

    /// <summary>Ends the call unless it has ended; gives the outcome that counts.</summary>
    public CallOutcome End(CallOutcome outcome)
    {
        if (Interlocked.CompareExchange(ref _outcome, outcome, null) is { } earlier)
        {
            return earlier;
        }

        // In this order: whoever is woken by the cancellation finds the outcome.
        if (!outcome.IsSuccess)
        {
            _headers.TrySetException(Exception(outcome));
        }

        _cancellation.Cancel();
        // Resets the stream unless it is complete.
        Volatile.Read(ref _response)?.Dispose();
        Volatile.Read(ref _request)?.Dispose();
        _deadlineTimer?.Dispose();
        _cancellation.Dispose();
        _ended.TrySetResult(outcome);
        return outcome;
    }

    /// <summary>Ends the call because of an exception, unless it has ended.</summary>
    public CallOutcome End(Exception exception) => End(exception switch
    {
        RpcException known => new CallOutcome(known.Status, known.Trailers),
        _ when _deadlinePassed => new CallOutcome(new Status(StatusCode.DeadlineExceeded, "The deadline passed before the call ended.", exception), []),
        _ when Cancellation.IsCancellationRequested => Cancelled(),
        _ => new CallOutcome(TransportStatus.Of(exception), []),
    });

    /// <summary>What a caller is thrown for an outcome that is no success.</summary>
    public Exception Exception(CallOutcome outcome) =>
        _channel.ThrowsOnCancellation && outcome.Status.StatusCode == StatusCode.Cancelled && Options.CancellationToken.IsCancellationRequested
            ? new OperationCanceledException("The call was cancelled.", outcome.ToException(), Options.CancellationToken)
            : outcome.ToException();

    /// <summary>Ends the call with the status among the trailers, when all responses have been read.</summary>
    public CallOutcome EndWithTrailers() => End(ResponseHead.Outcome(_response!.TrailingHeaders)
        ?? new CallOutcome(new Status(StatusCode.Unknown, "The server ended the response without a status."), []));

    private CallOutcome Cancelled() => new(
        _deadlinePassed
            ? new Status(StatusCode.DeadlineExceeded, "The deadline passed before the call ended.")
            : new Status(StatusCode.Cancelled, "The call was cancelled by its caller."),
        []);

    private CallOutcome Known() => Outcome ?? throw new InvalidOperationException("The call has not ended.");

    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong must end the call with a status.")]
    private async Task<MessageReader?> OpenAsync(Func<HttpContent> content)
    {
        try
        {
            StartDeadline();
            Cancellation.ThrowIfCancellationRequested();
            var request = await RequestAsync(content()).ConfigureAwait(false);
            Volatile.Write(ref _request, request);
            var response = await _channel.SendAsync(request, Cancellation).ConfigureAwait(false);
            Volatile.Write(ref _response, response);
            if (Outcome is not null)
            {
                // Ended meanwhile, by someone who could not see the response.
                response.Dispose();
                return null;
            }

            if (ResponseHead.Check(response) is { } outcome)
            {
                _headers.TrySetResult([]);
                End(outcome);
                return null;
            }

            var gzip = ResponseHead.IsGzipAnnounced(response);
            _headers.TrySetResult(ResponseHead.Metadata(response.Headers));
            var stream = await response.Content.ReadAsStreamAsync(Cancellation).ConfigureAwait(false);
            return new MessageReader(PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 32 * 1024)), _channel.ReceiveBytesMax) { GzipAnnounced = gzip };
        }
        catch (Exception e)
        {
            End(e);
            return null;
        }
    }

    private void StartDeadline()
    {
        if (_deadline == DateTime.MaxValue)
        {
            return;
        }

        if (_deadline <= TimeProvider.System.GetUtcNow().UtcDateTime)
        {
            _deadlinePassed = true;
            throw new TimeoutException();
        }

        _deadlineTimer = new DeadlineTimer(TimeProvider.System, _deadline, () =>
        {
            _deadlinePassed = true;
            Cancel();
        });
    }
}
