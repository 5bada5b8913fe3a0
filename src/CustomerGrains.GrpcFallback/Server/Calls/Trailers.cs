using System.Globalization;
using CustomerGrains.GrpcFallback.Wire;
using Grpc.Core;
using Microsoft.Extensions.Primitives;

namespace CustomerGrains.GrpcFallback.Server;

/// <summary>The end of a call as headers: among the trailers after messages, among the response headers when there are none.</summary>
internal static class Trailers
{
    public static void WriteStatus(Action<string, StringValues> append, Status status)
    {
        append(HeaderNames.Status, ((int)status.StatusCode).ToString(CultureInfo.InvariantCulture));
        if (status.Detail.Length > 0)
        {
            append(HeaderNames.Message, StatusMessage.Encode(status.Detail));
        }
    }

    public static void WriteMetadata(Action<string, StringValues> append, Metadata metadata)
    {
        foreach (var entry in metadata)
        {
            if (!HeaderNames.IsProtocol(entry.Key))
            {
                append(entry.Key, MetadataText.Encode(entry));
            }
        }
    }
}
