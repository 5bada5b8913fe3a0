namespace Grpc.Core;

/// <summary>The status codes of the gRPC wire protocol; the numbers are what travels in <c>grpc-status</c>.</summary>
public enum StatusCode
{
    /// <summary>The call succeeded.</summary>
    OK = 0,

    /// <summary>The caller gave the call up.</summary>
    Cancelled = 1,

    /// <summary>An error that carries no better code, e.g. an unexpected exception of a service.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the server.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call ended; the outcome is unknown.</summary>
    DeadlineExceeded = 4,

    /// <summary>What was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>What was to be created exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and not allowed.</summary>
    PermissionDenied = 7,

    /// <summary>A quota or a limit was reached, e.g. the largest message.</summary>
    ResourceExhausted = 8,

    /// <summary>The state of the server does not allow the call; retrying alone does not help.</summary>
    FailedPrecondition = 9,

    /// <summary>The call lost a race; retry at a higher level.</summary>
    Aborted = 10,

    /// <summary>The request reaches beyond the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The server has no such method.</summary>
    Unimplemented = 12,

    /// <summary>An invariant or the protocol was broken.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached just now; retrying may help.</summary>
    Unavailable = 14,

    /// <summary>Data was lost beyond repair.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}
