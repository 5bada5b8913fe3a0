using System.Buffers;
using System.Net;

namespace CustomerGrains.GrpcFallback.Client;

/// <summary>One framed message as the content of a request.</summary>
internal sealed class SingleRequestContent(ArrayBufferWriter<byte> framed) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(framed.WrittenMemory, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = framed.WrittenCount;
        return true;
    }
}
