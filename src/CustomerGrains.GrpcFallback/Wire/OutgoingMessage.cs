using System.Buffers;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Wire;

/// <summary>
/// One message on its way out: prefix and payload in one pooled buffer. The message is complete before any of it is handed to the
/// transport, so a serialiser that fails half-way spoils its own message only, never the stream.
/// </summary>
internal sealed class OutgoingMessage(int? sizeMax) : SerializationContext, IDisposable
{
    private readonly PooledBuffer _buffer = new();
    private bool _complete;

    public ReadOnlySpan<byte> Payload => _buffer.WrittenSpan[MessagePrefix.Length..];

    /// <summary>Serialises the message; afterwards <see cref="Framed"/> is what goes on the wire.</summary>
    /// <exception cref="RpcException">The message is larger than allowed (RESOURCE_EXHAUSTED) or cannot be serialised (INTERNAL).</exception>
    public void Serialise<T>(Marshaller<T> marshaller, T message)
    {
        _buffer.Clear();
        _buffer.GetSpan(MessagePrefix.Length);
        _buffer.Advance(MessagePrefix.Length);
        _complete = false;
        try
        {
            marshaller.ContextualSerializer(message, this);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The message could not be serialised.", e));
        }

        if (!_complete)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The serialiser did not complete the message."));
        }

        CheckSize(Payload.Length);
    }

    /// <summary>The uncompressed message with its prefix.</summary>
    public ReadOnlySpan<byte> Framed()
    {
        var framed = _buffer.WrittenSpan;
        MessagePrefix.Write(framed, compressed: false, framed.Length - MessagePrefix.Length);
        return framed;
    }

    public override void SetPayloadLength(int payloadLength)
    {
        CheckSize(payloadLength);
        _buffer.GetSpan(payloadLength);
    }

    public override IBufferWriter<byte> GetBufferWriter() => _buffer;

    public override void Complete() => _complete = true;

    public override void Complete(byte[] payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        CheckSize(payload.Length);
        _buffer.Write(payload);
        _complete = true;
    }

    public void Dispose() => _buffer.Dispose();

    private void CheckSize(int size)
    {
        if (size > sizeMax)
        {
            throw MessageLimit.Sent(size, sizeMax.Value);
        }
    }
}
