using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Wire;

/// <summary>The one compression that is supported, beside none.</summary>
internal static class Gzip
{
    public const string Name = "gzip";
    public const string Identity = "identity";

    /// <summary>The value of <c>grpc-accept-encoding</c>.</summary>
    public const string Accepted = Identity + "," + Name;

    /// <summary>Whether a list of encodings, as in <c>grpc-accept-encoding</c>, names gzip.</summary>
    public static bool IsIn(string? encodings) =>
        encodings is not null && encodings.Split(',', StringSplitOptions.TrimEntries).Contains(Name, StringComparer.Ordinal);

    public static void Deflate(ReadOnlySpan<byte> payload, Stream to, CompressionLevel level)
    {
        using var gzip = new GZipStream(to, level, leaveOpen: true);
        gzip.Write(payload);
    }

    /// <summary>Appends what the payload holds, reading no further than the allowed size: a small message may inflate to gigabytes.</summary>
    /// <exception cref="RpcException">Too large (RESOURCE_EXHAUSTED), or not gzip (INTERNAL).</exception>
    public static void Inflate(ReadOnlySequence<byte> payload, PooledBuffer to, int? sizeMax)
    {
        using var gzip = new GZipStream(PipeReader.Create(payload).AsStream(), CompressionMode.Decompress);
        try
        {
            while (gzip.Read(to.GetSpan(512)) is > 0 and var count)
            {
                to.Advance(count);
                if (to.Length > sizeMax)
                {
                    throw MessageLimit.Received(sizeMax.Value);
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The received message is marked as compressed but is not gzip.", e));
        }
    }
}
