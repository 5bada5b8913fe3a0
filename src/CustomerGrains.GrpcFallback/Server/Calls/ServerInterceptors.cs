using Grpc.Core;
using Grpc.Core.Interceptors;

namespace CustomerGrains.GrpcFallback.Server;

/// <summary>Puts the interceptors of a call around its method, the first outermost.</summary>
internal static class ServerInterceptors
{
    public static UnaryServerMethod<TRequest, TResponse> Unary<TRequest, TResponse>(
        IReadOnlyList<Func<CallScope, Interceptor>> interceptors, CallScope scope, UnaryServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        Around(interceptors, scope, method, (interceptor, next) => (request, context) => interceptor.UnaryServerHandler(request, context, next));

    public static ClientStreamingServerMethod<TRequest, TResponse> ClientStreaming<TRequest, TResponse>(
        IReadOnlyList<Func<CallScope, Interceptor>> interceptors, CallScope scope, ClientStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        Around(interceptors, scope, method, (interceptor, next) => (requests, context) => interceptor.ClientStreamingServerHandler(requests, context, next));

    public static ServerStreamingServerMethod<TRequest, TResponse> ServerStreaming<TRequest, TResponse>(
        IReadOnlyList<Func<CallScope, Interceptor>> interceptors, CallScope scope, ServerStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        Around(interceptors, scope, method, (interceptor, next) =>
            (request, responses, context) => interceptor.ServerStreamingServerHandler(request, responses, context, next));

    public static DuplexStreamingServerMethod<TRequest, TResponse> DuplexStreaming<TRequest, TResponse>(
        IReadOnlyList<Func<CallScope, Interceptor>> interceptors, CallScope scope, DuplexStreamingServerMethod<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class =>
        Around(interceptors, scope, method, (interceptor, next) =>
            (requests, responses, context) => interceptor.DuplexStreamingServerHandler(requests, responses, context, next));

    private static TMethod Around<TMethod>(
        IReadOnlyList<Func<CallScope, Interceptor>> interceptors, CallScope scope, TMethod method, Func<Interceptor, TMethod, TMethod> wrap)
    {
        if (interceptors.Count == 0)
        {
            return method;
        }

        // The outermost is made first, so that it is disposed last.
        var made = interceptors.Select(make => make(scope)).ToArray();
        return made.Reverse().Aggregate(method, (inner, interceptor) => wrap(interceptor, inner));
    }
}
