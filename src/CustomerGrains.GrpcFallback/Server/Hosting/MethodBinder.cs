using System.Reflection;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.GrpcFallback.Server;

/// <summary>Is told the methods of a service and finds what implements them.</summary>
internal sealed class MethodBinder<TService>(MethodSettings settings, ILogger logger) : ServiceBinderBase
    where TService : class
{
    private delegate Task<TResponse> Unary<TRequest, TResponse>(TService service, TRequest request, ServerCallContext context);

    private delegate Task<TResponse> ClientStreaming<TRequest, TResponse>(TService service, IAsyncStreamReader<TRequest> requests, ServerCallContext context);

    private delegate Task ServerStreaming<TRequest, TResponse>(
        TService service, TRequest request, IServerStreamWriter<TResponse> responses, ServerCallContext context);

    private delegate Task DuplexStreaming<TRequest, TResponse>(
        TService service, IAsyncStreamReader<TRequest> requests, IServerStreamWriter<TResponse> responses, ServerCallContext context);

    private readonly ObjectFactory _make = ActivatorUtilities.CreateFactory(typeof(TService), Type.EmptyTypes);

    public List<BoundMethod> Methods { get; } = [];

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(TRequest), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<Unary<TRequest, TResponse>>();
        Add(method, implementation, async (scope, call) =>
        {
            var service = Service(scope);
            var answer = ServerInterceptors.Unary<TRequest, TResponse>(settings.Interceptors, scope, (request, context) => invoke(service, request, context));
            var requests = new RequestStream<TRequest>(call, method.RequestMarshaller);
            var responses = new ResponseStream<TResponse>(call, method.ResponseMarshaller);
            var response = await answer(await requests.ReadOnlyAsync().ConfigureAwait(false), call).ConfigureAwait(false);
            responses.WriteLast(response);
        });
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<ClientStreaming<TRequest, TResponse>>();
        Add(method, implementation, async (scope, call) =>
        {
            var service = Service(scope);
            var answer = ServerInterceptors.ClientStreaming<TRequest, TResponse>(settings.Interceptors, scope, (requests, context) => invoke(service, requests, context));
            var responses = new ResponseStream<TResponse>(call, method.ResponseMarshaller);
            responses.WriteLast(await answer(new RequestStream<TRequest>(call, method.RequestMarshaller), call).ConfigureAwait(false));
        });
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<ServerStreaming<TRequest, TResponse>>();
        Add(method, implementation, async (scope, call) =>
        {
            var service = Service(scope);
            var answer = ServerInterceptors.ServerStreaming<TRequest, TResponse>(
                settings.Interceptors, scope, (request, responses, context) => invoke(service, request, responses, context));
            var requests = new RequestStream<TRequest>(call, method.RequestMarshaller);
            var request = await requests.ReadOnlyAsync().ConfigureAwait(false);
            await answer(request, new ResponseStream<TResponse>(call, method.ResponseMarshaller), call).ConfigureAwait(false);
        });
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var implementation = Find(method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = implementation.CreateDelegate<DuplexStreaming<TRequest, TResponse>>();
        Add(method, implementation, (scope, call) =>
        {
            var service = Service(scope);
            var answer = ServerInterceptors.DuplexStreaming<TRequest, TResponse>(
                settings.Interceptors, scope, (requests, responses, context) => invoke(service, requests, responses, context));
            return answer(new RequestStream<TRequest>(call, method.RequestMarshaller), new ResponseStream<TResponse>(call, method.ResponseMarshaller), call);
        });
    }

    private TService Service(CallScope scope) => (TService)scope.Get(typeof(TService), _make, []);

    private void Add(IMethod method, MethodInfo implementation, Func<CallScope, ServerCall, Task> answer) =>
        Methods.Add(new BoundMethod(method, implementation, new CallHandler(method, settings, logger, answer).HandleAsync));

    private static MethodInfo Find(IMethod method, params Type[] parameters) =>
        typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
        ?? throw new InvalidOperationException($"{typeof(TService)} has no public method for {method.FullName}.");
}
