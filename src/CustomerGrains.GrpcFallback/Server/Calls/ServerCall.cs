using CustomerGrains.GrpcFallback.Wire;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.GrpcFallback.Server;

/// <summary>One call being answered. This part is its life; <c>ServerCall.Context.cs</c> is what the service sees of it.</summary>
internal sealed partial class ServerCall : ServerCallContext, IServerCallContextFeature, IAsyncDisposable
{
    private readonly IMethod _method;
    private readonly MethodSettings _settings;
    private CancellationTokenSource? _cancellation;
    private DeadlineTimer? _deadlineTimer;
    private DateTime _deadline = DateTime.MaxValue;
    private volatile bool _deadlinePassed;
    private bool _clientAcceptsGzip;
    private bool _responseBegun;

    public ServerCall(HttpContext http, IMethod method, MethodSettings settings)
    {
        Http = http;
        _method = method;
        _settings = settings;
        Reader = new MessageReader(http.Request.BodyReader, settings.ReceiveBytesMax);
        Writer = new MessageWriter(settings.SendBytesMax) { Level = settings.CompressionLevel };
    }

    public HttpContext Http { get; }

    public MessageReader Reader { get; }

    public MessageWriter Writer { get; }

    /// <summary>Whether the status is decided, so that nothing more may be sent.</summary>
    public bool IsEnded { get; private set; }

    ServerCallContext IServerCallContextFeature.ServerCallContext => this;

    /// <summary>Reads what the request headers say about the call.</summary>
    /// <exception cref="RpcException">A header is malformed (INTERNAL), or the encoding unknown (UNIMPLEMENTED).</exception>
    public void Start()
    {
        StartDeadline(Http.Request.Headers[HeaderNames.Timeout]);
        _clientAcceptsGzip = Gzip.IsIn(Http.Request.Headers[HeaderNames.AcceptEncoding]);
        string? encoding = Http.Request.Headers[HeaderNames.Encoding];
        if (encoding is not (null or Gzip.Identity or Gzip.Name))
        {
            Http.Response.Headers[HeaderNames.AcceptEncoding] = Gzip.Accepted;
            throw new RpcException(new Status(StatusCode.Unimplemented, $"Messages encoded as '{encoding}' are not supported."));
        }

        Reader.GzipAnnounced = encoding == Gzip.Name;
    }

    /// <summary>Before the first message or the response headers: says how messages are encoded.</summary>
    public void BeginResponse(bool? compress = null)
    {
        if (_responseBegun)
        {
            return;
        }

        _responseBegun = true;
        if ((compress ?? _settings.Compress) && _clientAcceptsGzip)
        {
            Http.Response.Headers[HeaderNames.Encoding] = Gzip.Name;
            Writer.Compress = true;
        }
    }

    /// <summary>Turns what a service threw into the status of the call.</summary>
    /// <param name="exception">What the service threw.</param>
    /// <param name="unexpected">Whether it is a mistake of the service that should be looked at.</param>
    public void Fail(Exception exception, out bool unexpected)
    {
        unexpected = false;
        if (exception is RpcException chosen)
        {
            Status = chosen.Status;
            if (chosen.Trailers != ResponseTrailers)
            {
                foreach (var entry in chosen.Trailers)
                {
                    ResponseTrailers.Add(entry);
                }
            }
        }
        else if (exception is CallerGoneException || (exception is OperationCanceledException && CancellationToken.IsCancellationRequested))
        {
            Status = new Status(StatusCode.Cancelled, "The call was cancelled.");
        }
        else
        {
            unexpected = true;
            var detail = _settings.DetailedErrors ? $" {exception.GetType().Name}: {exception.Message}" : string.Empty;
            Status = new Status(StatusCode.Unknown, "The method ended with an unexpected exception." + detail);
        }
    }

    /// <summary>Decides the status and puts it where the server will send it from.</summary>
    public void End()
    {
        // Whatever the method made of it: a caller that has given up must not be told of a success.
        if (_deadlinePassed)
        {
            Status = new Status(StatusCode.DeadlineExceeded, "The deadline passed before the call ended.");
        }

        IsEnded = true;
        Reader.Dispose();
        if (Http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var response = Http.Response;
        Action<string, Microsoft.Extensions.Primitives.StringValues> append =
            _responseBegun || response.HasStarted ? response.AppendTrailer : response.Headers.Append;
        Trailers.WriteStatus(append, Status);
        Trailers.WriteMetadata(append, ResponseTrailers);
    }

    public async ValueTask DisposeAsync()
    {
        if (_deadlineTimer is not null)
        {
            await _deadlineTimer.DisposeAsync().ConfigureAwait(false);
        }

        _cancellation?.Dispose();
        Writer.Dispose();
    }

    private void StartDeadline(string? header)
    {
        if (header is null)
        {
            return;
        }

        if (!TimeoutText.TryParse(header, out var timeout))
        {
            throw new RpcException(new Status(StatusCode.Internal, $"The header '{HeaderNames.Timeout}' is malformed."));
        }

        var time = Http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System;
        var now = time.GetUtcNow().UtcDateTime;
        if (timeout >= DateTime.MaxValue - now)
        {
            return;
        }

        _deadline = now + timeout;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(Http.RequestAborted);
        _deadlineTimer = new DeadlineTimer(time, _deadline, () =>
        {
            _deadlinePassed = true;
            _cancellation.Cancel();
        });
    }
}
