using CustomerGrains.Index;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Matching.Records;
using CustomerGrains.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using FieldViolation = CustomerGrains.Index.FieldViolation;

namespace CustomerGrains.Server.Errors;

/// <summary>Every error the doors answer with, as google.rpc.Status. The only place that builds an <see cref="RpcException"/>. Causes: <c>errors.proto</c>.</summary>
internal static class ApiErrors
{
    /// <summary>Trailer that carries the google.rpc.Status.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    private const string Domain = "customergrains.v1";
    private const string ReasonPrefix = "ERROR_REASON_";

    private static readonly TimeSpan StoreRetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>To be thrown by a service.</summary>
    public static RpcException Exception(Google.Rpc.Status status) =>
        new(new Grpc.Core.Status((StatusCode)status.Code, status.Message), new Metadata { { DetailsTrailer, status.ToByteArray() } });

    /// <summary>The status an exception stands for; null for one that is not expected.</summary>
    public static Google.Rpc.Status? Of(Exception exception) => exception switch
    {
        RpcException rpc => Of(rpc),
        InvalidFieldsException invalid => InvalidFields(invalid.Violations),
        RecordTooLargeException large => RecordTooLarge(large.Bytes, large.BytesMax),
        UnknownSourceException unknown => UnknownSource(unknown.UnknownSource),
        OverloadedException overloaded => Overloaded(overloaded.RetryAfter),
        JournalUnavailableException or GrainUnavailableException => StoreUnavailable(),
        ServerOutdatedException outdated => ServerOutdated(outdated.Message),
        _ => null,
    };

    public static Google.Rpc.Status InvalidField(string field, string description) => InvalidFields([new FieldViolation(field, description)]);

    public static Google.Rpc.Status InvalidFields(IReadOnlyList<FieldViolation> violations)
    {
        var request = new BadRequest();
        request.FieldViolations.AddRange(violations.Select(violation => new BadRequest.Types.FieldViolation { Field = violation.Field, Description = violation.Description }));
        return Make(StatusCode.InvalidArgument, ErrorReason.InvalidField, violations.Count == 1 ? "A field is invalid." : $"{violations.Count} fields are invalid.", details: request);
    }

    public static Google.Rpc.Status UnknownSource(string source) =>
        Make(StatusCode.FailedPrecondition, ErrorReason.UnknownSource, $"Source '{source}' is not registered; register it, then send again.", ("source", source));

    public static Google.Rpc.Status CustomerNotFound(string id) =>
        Make(StatusCode.NotFound, ErrorReason.CustomerNotFound, $"No customer '{id}' was ever issued.", ("customer_id", id));

    public static Google.Rpc.Status RecordNotFound(RecordIdentity record) =>
        Make(StatusCode.NotFound, ErrorReason.RecordNotFound, $"Source '{record.Source}' has no live record '{record.RecordId}'.", ("source", record.Source), ("record_id", record.RecordId));

    public static Google.Rpc.Status MappingNotFound(string source) =>
        Make(StatusCode.NotFound, ErrorReason.MappingNotFound, $"No mapping is stored for source '{source}'.", ("source", source));

    public static Google.Rpc.Status ModelVersionTaken(string version) => Make(
        StatusCode.FailedPrecondition,
        ErrorReason.ModelVersionTaken,
        $"The index is or was under a model of version '{version}' with other content; give the changed model a version of its own.",
        ("version", version));

    public static Google.Rpc.Status ModelOvertaken(int number, string version) => Make(
        StatusCode.FailedPrecondition, ErrorReason.ModelOvertaken, $"Model {number}, version '{version}', is in force, which is not the one expected.", ("number", $"{number}"), ("version", version));

    public static Google.Rpc.Status InvalidPageToken() =>
        Make(StatusCode.InvalidArgument, ErrorReason.InvalidPageToken, "The page token was not issued for this request; start from the first page.");

    public static Google.Rpc.Status Overloaded(TimeSpan retryAfter) =>
        Make(StatusCode.ResourceExhausted, ErrorReason.Overloaded, "More work is waiting than may wait; come back later.", details: Retry(retryAfter));

    public static Google.Rpc.Status RecordTooLarge(long bytes, long bytesMax) => Make(
        StatusCode.ResourceExhausted, ErrorReason.RecordTooLarge, $"The record has {bytes} bytes; at most {bytesMax} are taken.", ("bytes", $"{bytes}"), ("bytes_max", $"{bytesMax}"));

    public static Google.Rpc.Status StoreUnavailable() =>
        Make(StatusCode.Unavailable, ErrorReason.StoreUnavailable, "The store does not answer; come back later.", details: Retry(StoreRetryAfter));

    public static Google.Rpc.Status ServerOutdated(string message) => Make(StatusCode.Unavailable, ErrorReason.ServerOutdated, message, details: Retry(StoreRetryAfter));

    public static Google.Rpc.Status ShuttingDown() =>
        Make(StatusCode.Unavailable, ErrorReason.ShuttingDown, "The server is stopping; what it acknowledged is durable, send the rest again.", details: Retry(StoreRetryAfter));

    public static Google.Rpc.Status OperationIdReused(string operationId) =>
        Make(StatusCode.AlreadyExists, ErrorReason.OperationIdReused, "The operation id was used for something else; choose a new one.", ("operation_id", operationId));

    /// <param name="message">What is wrong with the bytes; never their content.</param>
    public static Google.Rpc.Status Malformed(string message) => Make(StatusCode.InvalidArgument, ErrorReason.MalformedMessage, message);

    public static Google.Rpc.Status Internal(string correlationId) =>
        Make(StatusCode.Internal, ErrorReason.Internal, $"A fault of the index; its log says more under {correlationId}.", ("correlation_id", correlationId));

    /// <summary>As the health protocol wants it, without a cause of ours.</summary>
    public static Google.Rpc.Status ServiceNotFound() => new() { Code = (int)StatusCode.NotFound, Message = "The server has no such service." };

    private static Google.Rpc.Status Of(RpcException exception)
    {
        var details = exception.Trailers.FirstOrDefault(entry => entry.Key == DetailsTrailer)?.ValueBytes;
        return details is not null
            ? Google.Rpc.Status.Parser.ParseFrom(details)
            : new Google.Rpc.Status { Code = (int)exception.StatusCode, Message = exception.Status.Detail };
    }

    private static RetryInfo Retry(TimeSpan after) => new() { RetryDelay = Duration.FromTimeSpan(after) };

    private static Google.Rpc.Status Make(StatusCode code, ErrorReason reason, string message, params ReadOnlySpan<(string Key, string Value)> metadata) =>
        Make(code, reason, message, null, metadata);

    private static Google.Rpc.Status Make(StatusCode code, ErrorReason reason, string message, IMessage? details, params ReadOnlySpan<(string Key, string Value)> metadata)
    {
        var info = new ErrorInfo { Domain = Domain, Reason = NameOf(reason) };
        foreach (var (key, value) in metadata)
        {
            info.Metadata.Add(key, value);
        }

        var status = new Google.Rpc.Status { Code = (int)code, Message = message, Details = { Any.Pack(info) } };
        if (details is not null)
        {
            status.Details.Add(Any.Pack(details));
        }

        return status;
    }

    private static string NameOf(ErrorReason reason) => ErrorsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)reason).Name[ReasonPrefix.Length..];
}
