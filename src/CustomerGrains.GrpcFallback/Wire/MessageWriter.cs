using System.Buffers;
using System.IO.Compression;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Wire;

/// <summary>Frames messages into a buffer or pipe. A pipe's flush, which waits while the other side does not read, is the caller's.</summary>
internal sealed class MessageWriter(int? sizeMax) : IDisposable
{
    /// <summary>A larger array is let go after its message.</summary>
    private const int KeptBytesMax = 64 * 1024;

    private readonly OutgoingMessage _message = new(sizeMax);
    private MemoryStream? _deflated;

    /// <summary>Whether messages are compressed with gzip. Default: no.</summary>
    public bool Compress { get; set; }

    public CompressionLevel Level { get; set; } = CompressionLevel.Fastest;

    /// <exception cref="RpcException">The message is too large or cannot be serialised; nothing was written.</exception>
    public void Write<T>(IBufferWriter<byte> output, Marshaller<T> marshaller, T message, WriteOptions? options)
    {
        _message.Serialise(marshaller, message);
        // An empty message stays as it is: gzip would only make it larger.
        if (Compress && !_message.Payload.IsEmpty && (options is null || !options.Flags.HasFlag(WriteFlags.NoCompress)))
        {
            WriteCompressed(output);
        }
        else
        {
            output.Write(_message.Framed());
        }
    }

    public void Dispose()
    {
        _message.Dispose();
        _deflated?.Dispose();
    }

    private void WriteCompressed(IBufferWriter<byte> output)
    {
        _deflated ??= new MemoryStream();
        _deflated.SetLength(0);
        Gzip.Deflate(_message.Payload, _deflated, Level);
        Span<byte> prefix = stackalloc byte[MessagePrefix.Length];
        MessagePrefix.Write(prefix, compressed: true, (int)_deflated.Length);
        output.Write(prefix);
        output.Write(_deflated.GetBuffer().AsSpan(0, (int)_deflated.Length));
        if (_deflated.Capacity > KeptBytesMax)
        {
            _deflated = null;
        }
    }
}
