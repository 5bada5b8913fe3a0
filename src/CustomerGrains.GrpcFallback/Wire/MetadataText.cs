using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Wire;

/// <summary>Metadata as header values and back. Bytes travel in base64: sent without padding, accepted with and without.</summary>
internal static class MetadataText
{
    public static string Encode(Metadata.Entry entry) => entry.IsBinary ? Convert.ToBase64String(entry.ValueSpan).TrimEnd('=') : entry.Value;

    /// <summary>Adds a header as it arrived, unless it belongs to the protocol. Binary values may share one header, parted by commas.</summary>
    /// <exception cref="RpcException">A binary value is not base64 (INTERNAL).</exception>
    public static void Add(Metadata metadata, string name, string value)
    {
        var key = name.ToLowerInvariant();
        if (HeaderNames.IsProtocol(key))
        {
            return;
        }

        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            metadata.Add(Metadata.Entry.Received(key, value));
            return;
        }

        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            metadata.Add(TryDecode(part, out var bytes)
                ? Metadata.Entry.Received(key, bytes)
                : throw new RpcException(new Status(StatusCode.Internal, $"The value of the header '{key}' is not base64.")));
        }
    }

    private static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var padded = (text.Length % 4) switch
        {
            2 => text + "==",
            3 => text + "=",
            _ => text,
        };
        bytes = Base64.IsValid(padded) ? Convert.FromBase64String(padded) : null;
        return bytes is not null;
    }
}
