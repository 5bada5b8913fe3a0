using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Tests.Echo;

/// <summary>Tells a test what the service saw, as events to wait for.</summary>
internal sealed class EchoWitness
{
    private readonly TaskCompletionSource<SeenCall> _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string?> _responseEncoding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _written;

    /// <summary>The first call that the service told of.</summary>
    public Task<SeenCall> Call => _seen.Task;

    /// <summary>How the messages of the first response that the service told of are encoded; null for not at all.</summary>
    public Task<string?> ResponseEncoding => _responseEncoding.Task;

    /// <summary>Completes when the token of a waiting call has fired.</summary>
    public Task CallGivenUp => _givenUp.Task;

    /// <summary>How many responses the service has got rid of.</summary>
    public int WrittenCount => Volatile.Read(ref _written);

    public void Saw(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        _seen.TrySetResult(new SeenCall(
            context.Method, context.Host, context.Peer, context.Deadline, [.. context.RequestHeaders], http.Request.Headers["grpc-encoding"]));
        // Decided with the first message.
        http.Response.OnStarting(() =>
        {
            _responseEncoding.TrySetResult(http.Response.Headers["grpc-encoding"]);
            return Task.CompletedTask;
        });
    }

    public void Written(int count) => Volatile.Write(ref _written, count);

    public async Task GivenUpAsync(CancellationToken token)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (token.Register(fired.SetResult))
        {
            await fired.Task;
        }

        _givenUp.TrySetResult();
    }
}

/// <summary>What a service knew about a call.</summary>
internal sealed record SeenCall(string Method, string Host, string Peer, DateTime Deadline, IReadOnlyList<Metadata.Entry> Headers, string? Encoding);
