using System.Diagnostics.CodeAnalysis;
using CustomerGrains.GrpcFallback.Wire;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.GrpcFallback.Server;

/// <summary>Answers the HTTP requests of one method, from the first header to the last trailer.</summary>
internal sealed partial class CallHandler(IMethod method, MethodSettings settings, ILogger logger, Func<CallScope, ServerCall, Task> answer)
{
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a service throws must end its call with a status.")]
    public async Task HandleAsync(HttpContext http)
    {
        if (Refusal(http.Request) is { } code)
        {
            http.Response.StatusCode = code;
            return;
        }

        LiftHttpLimits(http);
        http.Response.ContentType = HeaderNames.ContentTypeGrpc;
        var call = new ServerCall(http, method, settings);
        await using (call.ConfigureAwait(false))
        {
            http.Features.Set<IServerCallContextFeature>(call);
            try
            {
                call.Start();
                var scope = new CallScope(http.RequestServices);
                await using (scope.ConfigureAwait(false))
                {
                    await answer(scope, call).ConfigureAwait(false);
                }
            }
            catch (Exception e)
            {
                call.Fail(e, out var unexpected);
                if (unexpected)
                {
                    LogUnexpected(method.FullName, e);
                }
            }

            call.End();
            LogEnded(method.FullName, call.Status.StatusCode);
        }
    }

    /// <summary>The HTTP status for a request that is no gRPC call over HTTP/2, or null.</summary>
    private static int? Refusal(HttpRequest request) =>
        !HeaderNames.IsGrpcContentType(request.ContentType) ? StatusCodes.Status415UnsupportedMediaType
        : !HttpProtocol.IsHttp2(request.Protocol) && !HttpProtocol.IsHttp3(request.Protocol) ? StatusCodes.Status426UpgradeRequired
        : null;

    /// <summary>A stream may last for days, carry any number of bytes, and be silent between messages; messages have limits of their own.</summary>
    private static void LiftHttpLimits(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } requestRate)
        {
            requestRate.MinDataRate = null;
        }

        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } responseRate)
        {
            responseRate.MinDataRate = null;
        }
    }

    [LoggerMessage(EventId = 8101, Level = LogLevel.Error, Message = "An exception that the service did not expect ended a call of {Method}.")]
    private partial void LogUnexpected(string method, Exception exception);

    [LoggerMessage(EventId = 8102, Level = LogLevel.Debug, Message = "A call of {Method} ended: status={Status}")]
    private partial void LogEnded(string method, StatusCode status);
}
