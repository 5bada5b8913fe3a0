using CustomerGrains.Server.Errors;
using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.Server.Binding;

/// <summary>Describes a service's methods to gRPC as generated code does, with one difference: bytes that are no message are answered with a clear error.</summary>
/// <remarks>The published gRPC server finds only virtual methods, declared by the class that binds them: so the services are not sealed.</remarks>
internal static class ServiceMethods
{
    public static Method<TRequest, TResponse> Unary<TRequest, TResponse>(Google.Protobuf.Reflection.ServiceDescriptor service, string name)
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>, new() => new(MethodType.Unary, service.FullName, name, Reading<TRequest>(), Both<TResponse>());

    /// <summary>Reads a message whose bytes may be wrong.</summary>
    /// <remarks>Parsing happens before any interceptor, so the error is made here.</remarks>
    public static Marshaller<T> Reading<T>()
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return Marshallers.Create(Write, context =>
        {
            try
            {
                return parser.ParseFrom(context.PayloadAsReadOnlySequence());
            }
            catch (InvalidProtocolBufferException)
            {
                throw ApiErrors.Exception(ApiErrors.Malformed($"The bytes are no {parser.ParseFrom([]).Descriptor.FullName}, or a text in them is not UTF-8."));
            }
        });
    }

    /// <summary>Writes a message of ours.</summary>
    public static Marshaller<T> Both<T>()
        where T : class, IMessage<T>, new()
    {
        var parser = new MessageParser<T>(() => new T());
        return Marshallers.Create<T>(Write, context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
    }

    private static void Write<T>(T message, SerializationContext context)
        where T : IMessage
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
