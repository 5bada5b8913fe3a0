using CustomerGrains.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace CustomerGrains.Client;

/// <summary>Reads what the server says of an error.</summary>
internal static class ErrorReader
{
    private const string DetailsTrailer = "grpc-status-details-bin";
    private const string Domain = "customergrains.v1";

    public static CustomerGrainsException Read(RpcException error)
    {
        var details = error.Trailers.FirstOrDefault(entry => entry.Key == DetailsTrailer)?.ValueBytes;
        if (details is not null)
        {
            try
            {
                return Read(Google.Rpc.Status.Parser.ParseFrom(details), error);
            }
            catch (InvalidProtocolBufferException)
            {
                // Not ours: the status itself still says something.
            }
        }

        var words = error.StatusCode switch
        {
            StatusCode.Unavailable => "The index cannot be reached",
            StatusCode.DeadlineExceeded => "The index did not answer in time",
            _ => $"The call failed ({error.StatusCode})",
        };
        return new CustomerGrainsException($"{words}: {error.Status.Detail}", error.StatusCode, ErrorReason.Unspecified, error);
    }

    public static CustomerGrainsException Read(Google.Rpc.Status status, Exception? inner = null)
    {
        var info = Unpack<ErrorInfo>(status);
        var violations = Unpack<BadRequest>(status)?.FieldViolations.Select(violation => new FieldViolation(violation.Field, violation.Description)).ToArray() ?? [];
        return new CustomerGrainsException(Sentence(status.Message, violations), (StatusCode)status.Code, ReasonOf(info), inner)
        {
            Violations = violations,
            RetryAfter = Unpack<RetryInfo>(status)?.RetryDelay.ToTimeSpan(),
            Details = new Dictionary<string, string>(info?.Metadata ?? [], StringComparer.Ordinal),
        };
    }

    private static string Sentence(string message, FieldViolation[] violations) =>
        violations.Length == 0 ? message : $"{message} {string.Join(" ", violations.Select(violation => $"{violation.Field} {violation.Description}"))}";

    private static ErrorReason ReasonOf(ErrorInfo? info)
    {
        if (info is { Domain: Domain })
        {
            var name = "ERROR_REASON_" + info.Reason;
            if (ErrorsReflection.Descriptor.EnumTypes[0].FindValueByName(name) is { } value)
            {
                return (ErrorReason)value.Number;
            }
        }

        return ErrorReason.Unspecified;
    }

    private static T? Unpack<T>(Google.Rpc.Status status)
        where T : class, IMessage<T>, new() =>
        status.Details.FirstOrDefault(detail => detail.Is(new T().Descriptor))?.Unpack<T>();
}
