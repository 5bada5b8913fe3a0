using CustomerGrains.Server.Telemetry;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CustomerGrains.Server.Errors;

/// <summary>Stands around every gRPC call: measures it, traces it, and answers what it throws.</summary>
internal sealed class CallInterceptor(CallGuard guard) : Interceptor
{
    private const string Door = "grpc";

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        guard.RunAsync(Door, context, () => continuation(request, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        guard.RunAsync(Door, context, () => WithoutResult(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        guard.RunAsync(Door, context, () => WithoutResult(continuation(requestStream, responseStream, context)));

    private static async Task<bool> WithoutResult(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}

/// <summary>Runs a call of any door: one activity, one measurement, one translation of what it throws.</summary>
internal sealed class CallGuard(FaultTranslator faults, ServerMetrics metrics, TimeProvider time)
{
    /// <exception cref="RpcException">Whatever the call threw, translated.</exception>
    public async Task<TResponse> RunAsync<TResponse>(string door, ServerCallContext context, Func<Task<TResponse>> call)
    {
        using var activity = Tracing.Source.StartActivity(context.Method, System.Diagnostics.ActivityKind.Server);
        var started = time.GetTimestamp();
        var status = StatusCode.OK;
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (context.CancellationToken.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            status = StatusCode.Cancelled;
            throw new OperationCanceledException("The caller went away.", e);
        }
        catch (Exception e)
        {
            var translated = faults.Translate(e, context.Method);
            status = (StatusCode)translated.Code;
            throw ApiErrors.Exception(translated);
        }
        finally
        {
            activity?.SetTag("rpc.grpc.status_code", (int)status);
            metrics.CallEnded(context.Method, door, status, time.GetElapsedTime(started));
        }
    }
}
