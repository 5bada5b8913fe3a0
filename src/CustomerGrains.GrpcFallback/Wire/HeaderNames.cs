namespace CustomerGrains.GrpcFallback.Wire;

/// <summary>Names and fixed values of the headers and trailers that the protocol defines.</summary>
internal static class HeaderNames
{
    public const string ContentType = "content-type";
    public const string ContentTypeGrpc = "application/grpc";
    public const string TE = "te";
    public const string Trailers = "trailers";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";

    /// <summary>Metadata by which the caller or the service asks its own side to compress; never sent.</summary>
    public const string EncodingRequest = "grpc-internal-encoding-request";

    /// <summary>Whether the name belongs to the protocol or to HTTP rather than to the metadata of a call.</summary>
    public static bool IsProtocol(string name) => name is
        ContentType or TE or Status or Message or Timeout or Encoding or AcceptEncoding or EncodingRequest
        or "host" or "content-length" or "connection" or "transfer-encoding" or "trailer" or "date" or "server"
        || name.StartsWith(':');

    /// <summary>Whether a content type is that of gRPC: <c>application/grpc</c>, perhaps with <c>+format</c> or parameters, but not gRPC-Web.</summary>
    public static bool IsGrpcContentType(string? contentType) =>
        contentType is not null
        && contentType.StartsWith(ContentTypeGrpc, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == ContentTypeGrpc.Length || contentType[ContentTypeGrpc.Length] is '+' or ';' or ' ');
}
