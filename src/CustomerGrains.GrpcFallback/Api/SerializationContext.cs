using System.Buffers;

namespace Grpc.Core;

/// <summary>Where a serialiser puts one message: either one array, or what it wrote to the buffer writer.</summary>
public abstract class SerializationContext
{
    /// <summary>Ends the message with these bytes as its payload.</summary>
    public virtual void Complete(byte[] payload) => throw new NotSupportedException();

    /// <summary>Where the payload is written before <see cref="Complete()"/>.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotSupportedException();

    /// <summary>States the length of the payload, in bytes, before it is written.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>Ends the message that was written to the buffer writer.</summary>
    public virtual void Complete() => throw new NotSupportedException();
}

/// <summary>Where a deserialiser takes one message from. Valid only during the call of the deserialiser.</summary>
public abstract class DeserializationContext
{
    /// <summary>The length of the payload in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>A copy of the payload.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotSupportedException();

    /// <summary>The payload in place.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => throw new NotSupportedException();
}
