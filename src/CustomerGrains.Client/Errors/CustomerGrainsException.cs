using Grpc.Core;

namespace CustomerGrains.Client;

/// <summary>A field the index refused.</summary>
/// <param name="Field">Path, e.g. "record.names[2].surname".</param>
/// <param name="Description">What is wrong, in words.</param>
public sealed record FieldViolation(string Field, string Description);

/// <summary>The index refused or failed a call. <see cref="Exception.Message"/> says what and why in words.</summary>
public sealed class CustomerGrainsException : Exception
{
    internal CustomerGrainsException(string message, StatusCode statusCode, V1.ErrorReason reason, Exception? inner = null)
        : base(message, inner)
    {
        StatusCode = statusCode;
        Reason = reason;
    }

    /// <summary>gRPC status.</summary>
    public StatusCode StatusCode { get; }

    /// <summary>The cause; unspecified when the server said none, e.g. because it was not reached.</summary>
    public V1.ErrorReason Reason { get; }

    /// <summary>Fields that were refused; often none.</summary>
    public IReadOnlyList<FieldViolation> Violations { get; internal init; } = [];

    /// <summary>When the server wants to see the call again; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>What else the server said of the cause, e.g. "source" or "correlation_id".</summary>
    public IReadOnlyDictionary<string, string> Details { get; internal init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The same call may be sent again after a while.</summary>
    public bool IsRetriable => StatusCode == StatusCode.Unavailable || RetryAfter is not null;
}
