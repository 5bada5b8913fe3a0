using System.Buffers;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Wire;

/// <summary>One message on its way in; reused from message to message.</summary>
internal sealed class IncomingMessage : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;

    public override int PayloadLength => (int)_payload.Length;

    public void Set(ReadOnlySequence<byte> payload) => _payload = payload;

    /// <summary>Makes an object of the message that was set.</summary>
    /// <exception cref="RpcException">The bytes are no such message (INTERNAL).</exception>
    public T Deserialise<T>(Marshaller<T> marshaller)
    {
        try
        {
            return marshaller.ContextualDeserializer(this)
                ?? throw new InvalidOperationException("The deserialiser returned nothing.");
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The received message could not be deserialised.", e));
        }
        finally
        {
            _payload = default;
        }
    }

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;
}
