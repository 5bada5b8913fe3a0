using System.Collections.Concurrent;
using CustomerGrains.GrpcFallback.Tests.Echo;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>Interceptors on both sides, in all shapes of call.</summary>
public sealed class InterceptorTests : EchoTest
{
    [Fact]
    public async Task Interceptors_of_the_server_stand_around_every_shape_in_order()
    {
        var log = new ConcurrentQueue<string>();
        await using var server = await EchoServer.StartAsync(
            options =>
            {
                options.Interceptors.Add<ServerRecorder>("outer", log);
                options.Interceptors.Add<ServerRecorder>("inner", log);
            });
        using var connection = server.Connect();
        foreach (var (shape, call) in EveryShape(connection.Client))
        {
            log.Clear();
            await call();
            Assert.Equal([$"outer before {shape}", $"inner before {shape}", $"inner after {shape}", $"outer after {shape}", "inner gone", "outer gone"], log);
        }
    }

    [Fact]
    public async Task Interceptor_of_the_server_may_answer_instead_of_the_service()
    {
        await using var server = await EchoServer.StartAsync(options => options.Interceptors.Add<Refusal>());
        using var connection = server.Connect();
        foreach (var (_, call) in EveryShape(connection.Client))
        {
            Assert.Equal(StatusCode.PermissionDenied, (await FailureAsync(call)).StatusCode);
        }

        Assert.False(server.Witness.Call.IsCompleted);
    }

    [Fact]
    public async Task Interceptor_that_the_container_knows_is_taken_from_it()
    {
        var known = new ServerRecorder("known", []);
        await using var server = await EchoServer.StartAsync(
            options => options.Interceptors.Add<ServerRecorder>(), services => services.AddSingleton(known));
        using var connection = server.Connect();
        await connection.Client.SayAsync(new Ping());
        await connection.Client.SayAsync(new Ping());
        Assert.Equal(4, known.Log.Count(line => line.EndsWith("Unary", StringComparison.Ordinal)));
        Assert.DoesNotContain("known gone", known.Log);
    }

    [Fact]
    public async Task Interceptors_of_the_client_see_every_shape_in_order()
    {
        var log = new ConcurrentQueue<string>();
        var client = new Echo.Echo.EchoClient(Connection.Channel.Intercept(new ClientRecorder("outer", log), new ClientRecorder("inner", log)));
        foreach (var (shape, call) in EveryShape(client))
        {
            log.Clear();
            await call();
            Assert.Equal([$"outer {shape}", $"inner {shape}"], log);
        }

        log.Clear();
        client.Say(new Ping());
        Assert.Equal(["outer Blocking", "inner Blocking"], log);
    }

    [Fact]
    public async Task Interceptor_of_the_client_may_add_headers()
    {
        var invoker = Connection.Channel.Intercept(headers => [.. headers, new Metadata.Entry("x-added", "yes")]);
        using var call = new Echo.Echo.EchoClient(invoker).SayAsync(new Ping(), new Metadata { { "x-own", "too" } });
        var headers = await call.ResponseHeadersAsync;
        Assert.Equal(("yes", "too"), (headers.GetValue("x-added"), headers.GetValue("x-own")));
    }

    [Fact]
    public void Type_that_is_no_interceptor_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Grpc.AspNetCore.Server.InterceptorCollection().Add(typeof(string)));

    private static IEnumerable<(string Shape, Func<Task> Call)> EveryShape(Echo.Echo.EchoClient client)
    {
        yield return ("Unary", async () => await client.SayAsync(new Ping()));
        yield return ("ServerStreaming", async () => await ReadToEndAsync(client.Repeat(new Ping { Count = 2 }).ResponseStream));
        yield return ("ClientStreaming", async () =>
        {
            using var call = client.Gather();
            await call.RequestStream.CompleteAsync();
            await call;
        }
        );
        yield return ("DuplexStreaming", async () =>
        {
            using var call = client.Chat();
            await call.RequestStream.CompleteAsync();
            await ReadToEndAsync(call.ResponseStream);
        }
        );
    }

    private sealed class ServerRecorder(string name, ConcurrentQueue<string> log) : Interceptor, IDisposable
    {
        public ConcurrentQueue<string> Log { get; } = log;

        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            RecordAsync("Unary", () => continuation(request, context));

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
            RecordAsync("ClientStreaming", () => continuation(requestStream, context));

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
            RecordAsync("ServerStreaming", () => WithResultAsync(continuation(request, responseStream, context)));

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
            RecordAsync("DuplexStreaming", () => WithResultAsync(continuation(requestStream, responseStream, context)));

        public void Dispose() => Log.Enqueue($"{name} gone");

        private static async Task<bool> WithResultAsync(Task task)
        {
            await task;
            return true;
        }

        private async Task<T> RecordAsync<T>(string shape, Func<Task<T>> next)
        {
            Log.Enqueue($"{name} before {shape}");
            var result = await next();
            Log.Enqueue($"{name} after {shape}");
            return result;
        }
    }

    private sealed class Refusal : Interceptor
    {
        private static readonly RpcException Refused = new(new Status(StatusCode.PermissionDenied, "no"));

        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) => throw Refused;

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) => throw Refused;

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
            throw Refused;

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation) => throw Refused;
    }

    private sealed class ClientRecorder(string name, ConcurrentQueue<string> log) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} Blocking");
            return continuation(request, context);
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} {context.Method.Type}");
            return continuation(request, context);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} {context.Method.Type}");
            return continuation(request, context);
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} {context.Method.Type}");
            return continuation(context);
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            log.Enqueue($"{name} {context.Method.Type}");
            return continuation(context);
        }
    }
}
