using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.Server.Json;

/// <summary>Collects the unary methods of the services, so that another door can call them as gRPC does.</summary>
internal sealed class UnaryCalls : ServiceBinderBase
{
    private readonly Dictionary<string, Func<IMessage, ServerCallContext, Task<IMessage>>> _calls = new(StringComparer.Ordinal);

    /// <param name="name">Full name of the method as its descriptor gives it, e.g. "customergrains.v1.CustomerService.Get".</param>
    public Func<IMessage, ServerCallContext, Task<IMessage>> Find(string name) => _calls[name];

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        if (handler is not null)
        {
            _calls.Add($"{method.ServiceName}.{method.Name}", async (request, context) => (IMessage)(object)await handler((TRequest)(object)request, context).ConfigureAwait(false));
        }
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        // Streams have no HTTP/1.1 form.
    }
}
