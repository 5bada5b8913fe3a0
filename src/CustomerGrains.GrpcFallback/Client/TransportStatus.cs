using System.Net.Sockets;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Client;

/// <summary>The status for a call that the transport ended.</summary>
internal static class TransportStatus
{
    public static Status Of(Exception exception) => new(Code(exception), $"The call failed in the transport: {Innermost(exception).Message}", exception);

    private static StatusCode Code(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpProtocolException protocol)
            {
                return FromHttp2(protocol.ErrorCode);
            }

            if (cause is SocketException or IOException or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError or HttpRequestError.ResponseEnded })
            {
                // An I/O error may wrap the HTTP/2 error that says more.
                if (cause.InnerException is not HttpProtocolException)
                {
                    return StatusCode.Unavailable;
                }
            }
        }

        return StatusCode.Internal;
    }

    private static Exception Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }

    /// <summary>The error codes of HTTP/2 (RFC 9113, section 7) as the protocol maps them.</summary>
    private static StatusCode FromHttp2(long code) => code switch
    {
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM: not processed
        0x8 => StatusCode.Cancelled, // CANCEL
        0xb => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };
}
