namespace Grpc.Core;

/// <summary>A call with one request and a stream of responses.</summary>
public sealed class AsyncServerStreamingCall<TResponse>(
    IAsyncStreamReader<TResponse> responseStream,
    Task<Metadata> responseHeadersAsync,
    Func<Status> getStatusFunc,
    Func<Metadata> getTrailersFunc,
    Action disposeAction) : IDisposable
{
    private readonly CallHandle _handle = new(responseHeadersAsync, getStatusFunc, getTrailersFunc, disposeAction);

    public IAsyncStreamReader<TResponse> ResponseStream { get; } = responseStream;

    public Task<Metadata> ResponseHeadersAsync => _handle.ResponseHeaders;

    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Status GetStatus() => _handle.Status();

    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    public Metadata GetTrailers() => _handle.Trailers();

    /// <summary>Releases the call; cancels it when it has not ended.</summary>
    public void Dispose() => _handle.Dispose();
}
