using Grpc.Core;

namespace CustomerGrains.Client;

/// <summary>Makes unary calls with a deadline, again when they failed in a way that may pass.</summary>
internal sealed class RetryingCaller(CustomerGrainsClientOptions options)
{
    public Task<TResponse> CallAsync<TRequest, TResponse>(
        Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> method, TRequest request, CancellationToken cancellationToken) =>
        CallAsync(method, request, options.Deadline, cancellationToken);

    /// <param name="mostTime">How long one attempt may take.</param>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> method, TRequest request, TimeSpan mostTime, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var deadline = options.TimeProvider.GetUtcNow().UtcDateTime + mostTime;
                using var call = method(request, new CallOptions(deadline: deadline, cancellationToken: cancellationToken));
                return await call.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException e)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var error = ErrorReader.Read(e);
                if (!error.IsRetriable || attempt >= options.AttemptsMax)
                {
                    throw error;
                }

                await Task.Delay(Backoff.Of(options, attempt, error.RetryAfter), options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

/// <summary>How long to wait before trying again.</summary>
internal static class Backoff
{
    /// <summary>Doubles with each failure from the least to the most; a wait the server asked for is kept, up to a minute.</summary>
    public static TimeSpan Of(CustomerGrainsClientOptions options, int failures, TimeSpan? asked)
    {
        var doubled = options.BackoffMin * Math.Pow(2, Math.Min(failures - 1, 30));
        var own = doubled < options.BackoffMax ? doubled : options.BackoffMax;
        var limit = TimeSpan.FromMinutes(1);
        return asked is { } wait && wait > own ? (wait < limit ? wait : limit) : own;
    }
}
