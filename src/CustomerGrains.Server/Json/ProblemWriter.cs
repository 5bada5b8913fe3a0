using System.Globalization;
using System.Text.Json.Nodes;
using Google.Rpc;
using Grpc.Core;

namespace CustomerGrains.Server.Json;

/// <summary>Writes errors as problem details (RFC 9457) that say the same as google.rpc.Status does over gRPC.</summary>
internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    public static Task WriteAsync(HttpContext http, Google.Rpc.Status status)
    {
        var info = Find<ErrorInfo>(status);
        var code = (StatusCode)status.Code;
        var httpStatus = info?.Reason == "RECORD_TOO_LARGE" ? StatusCodes.Status413PayloadTooLarge : ToHttp(code);
        var problem = new JsonObject
        {
            ["type"] = info is null ? "about:blank" : $"urn:{info.Domain}:{info.Reason}",
            ["title"] = info?.Reason ?? code.ToString(),
            ["status"] = httpStatus,
            ["detail"] = status.Message,
            ["code"] = code.ToString(),
        };
        if (info is not null)
        {
            problem["reason"] = info.Reason;
            problem["domain"] = info.Domain;
            problem["metadata"] = new JsonObject(info.Metadata.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
        }

        if (Find<BadRequest>(status) is { } request)
        {
            problem["fieldViolations"] = new JsonArray(
                [.. request.FieldViolations.Select(violation => new JsonObject { ["field"] = violation.Field, ["description"] = violation.Description })]);
        }

        if (Find<RetryInfo>(status) is { } retry)
        {
            // Whole seconds, rounded up, because that is all the header can say.
            http.Response.Headers.RetryAfter = Math.Ceiling(retry.RetryDelay.ToTimeSpan().TotalSeconds).ToString(CultureInfo.InvariantCulture);
            problem["retryAfterMilliseconds"] = (long)retry.RetryDelay.ToTimeSpan().TotalMilliseconds;
        }

        return WriteAsync(http, httpStatus, problem);
    }

    /// <summary>An error of the door itself, for which the contract has no cause.</summary>
    public static Task WriteAsync(HttpContext http, int httpStatus, string title, string detail) =>
        WriteAsync(http, httpStatus, new JsonObject { ["type"] = "about:blank", ["title"] = title, ["status"] = httpStatus, ["detail"] = detail });

    private static Task WriteAsync(HttpContext http, int httpStatus, JsonObject problem)
    {
        http.Response.StatusCode = httpStatus;
        http.Response.ContentType = ContentType;
        return http.Response.WriteAsync(problem.ToJsonString(), http.RequestAborted);
    }

    private static T? Find<T>(Google.Rpc.Status status)
        where T : class, Google.Protobuf.IMessage<T>, new() =>
        status.Details.FirstOrDefault(detail => detail.Is(new T().Descriptor))?.Unpack<T>();

    private static int ToHttp(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => StatusCodes.Status400BadRequest,
        StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
        StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
        StatusCode.NotFound => StatusCodes.Status404NotFound,
        StatusCode.AlreadyExists or StatusCode.Aborted => StatusCodes.Status409Conflict,
        StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
        StatusCode.Cancelled => StatusCodes.Status499ClientClosedRequest,
        StatusCode.Unimplemented => StatusCodes.Status501NotImplemented,
        StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
        StatusCode.DeadlineExceeded => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };
}
