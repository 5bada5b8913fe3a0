using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace CustomerGrains.Server;

/// <summary>Lifts the limits made for web requests from gRPC calls: a stream may last for days, carry any number of bytes and be silent between messages.</summary>
internal static class StreamLimits
{
    public static void UseStreamLimits(this WebApplication application) => application.Use(static (context, next) =>
    {
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true)
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            {
                size.MaxRequestBodySize = null;
            }

            if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } requestRate)
            {
                requestRate.MinDataRate = null;
            }

            if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } responseRate)
            {
                responseRate.MinDataRate = null;
            }
        }

        return next(context);
    });
}
