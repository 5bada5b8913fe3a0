using CustomerGrains.GrpcFallback.Server;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>What the HTTP server knows about a call.</summary>
public static class ServerCallContextExtensions
{
    /// <exception cref="InvalidOperationException">The call was not received by this server.</exception>
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
    {
        ArgumentNullException.ThrowIfNull(serverCallContext);
        return serverCallContext is ServerCall call
            ? call.Http
            : throw new InvalidOperationException("The call was not received over HTTP.");
    }
}
