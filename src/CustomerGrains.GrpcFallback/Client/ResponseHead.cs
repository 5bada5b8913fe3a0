using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CustomerGrains.GrpcFallback.Wire;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Client;

/// <summary>What the headers and trailers of a response say about a call.</summary>
internal static class ResponseHead
{
    /// <summary>The outcome when the call ended with the headers, or the response is none of gRPC; null when messages may follow.</summary>
    public static CallOutcome? Check(HttpResponseMessage response)
    {
        if (Outcome(response.Headers) is { } ended)
        {
            return ended;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Failed(FromHttp(response.StatusCode), $"The server answered with the HTTP status {(int)response.StatusCode}.");
        }

        var contentType = response.Content.Headers.ContentType?.ToString();
        if (!HeaderNames.IsGrpcContentType(contentType))
        {
            return Failed(StatusCode.Unknown, $"The server answered with the content type '{contentType}' instead of '{HeaderNames.ContentTypeGrpc}'.");
        }

        var encoding = Value(response.Headers, HeaderNames.Encoding);
        return encoding is null or Gzip.Identity or Gzip.Name
            ? null
            : Failed(StatusCode.Internal, $"The server encodes messages as '{encoding}', which is not supported.");
    }

    public static bool IsGzipAnnounced(HttpResponseMessage response) => Value(response.Headers, HeaderNames.Encoding) == Gzip.Name;

    /// <summary>The outcome that headers or trailers state, or null when they state none.</summary>
    public static CallOutcome? Outcome(HttpHeaders headers)
    {
        if (Value(headers, HeaderNames.Status) is not { } text)
        {
            return null;
        }

        // A code that is not known counts as UNKNOWN.
        var code = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Enum.IsDefined((StatusCode)number)
            ? (StatusCode)number
            : StatusCode.Unknown;
        return new CallOutcome(new Status(code, StatusMessage.Decode(Value(headers, HeaderNames.Message) ?? string.Empty)), Metadata(headers));
    }

    public static Metadata Metadata(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            foreach (var value in values)
            {
                MetadataText.Add(metadata, name, value);
            }
        }

        return metadata;
    }

    private static CallOutcome Failed(StatusCode code, string detail) => new(new Status(code, detail), []);

    private static string? Value(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) && values.Count > 0 ? values.First() : null;

    /// <summary>For proxies that know nothing of gRPC; the mapping of the protocol's document on HTTP status codes.</summary>
    private static StatusCode FromHttp(HttpStatusCode status) => status switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };
}
