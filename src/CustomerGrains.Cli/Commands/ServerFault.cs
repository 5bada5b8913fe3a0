using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Commands;

/// <summary>What a refusal of the server means to whoever typed the command.</summary>
internal static class ServerFault
{
    public static int ExitCodeOf(CustomerGrainsException fault) => fault.StatusCode switch
    {
        StatusCode.Unavailable when fault.Reason == ErrorReason.Unspecified => ExitCode.Unreachable,
        _ when OfAnotherProtocol(fault) is not null => ExitCode.Unreachable,
        StatusCode.NotFound => ExitCode.NotFound,
        StatusCode.FailedPrecondition when fault.Reason == ErrorReason.UnknownSource => ExitCode.NotFound,
        StatusCode.InvalidArgument => ExitCode.Usage,
        StatusCode.Cancelled => ExitCode.Interrupted,
        _ => ExitCode.Failed,
    };

    /// <summary>The message, the fields refused, and what to do where that can be told.</summary>
    public static string Words(CustomerGrainsException fault)
    {
        if (OfAnotherProtocol(fault) is { } remedy)
        {
            return remedy;
        }

        if (ExitCodeOf(fault) == ExitCode.Unreachable)
        {
            return $"The server does not answer. Start one with 'cgrains serve', or name another with --server. ({fault.Message})";
        }

        if (fault.Reason == ErrorReason.UnknownSource && fault.Details.TryGetValue("source", out var source))
        {
            return $"The server knows no source '{source}': 'cgrains sources' lists those there are, 'cgrains sources register {source}' registers it.";
        }

        var missing = fault.Violations.Where(violation => !fault.Message.Contains(violation.Description, StringComparison.Ordinal));
        return string.Join(Environment.NewLine, [fault.Message, .. missing.Select(violation => $"  {violation.Field} {violation.Description}")]);
    }

    /// <summary>What to write instead, when something answers at the address and it is not gRPC as it was asked; else null.</summary>
    private static string? OfAnotherProtocol(CustomerGrainsException fault)
    {
        // The transport has no code for either; its words are the same in every language, because the process is culture-invariant.
        return fault.Reason != ErrorReason.Unspecified ? null
            : Says("HTTP_1_1_REQUIRED") || Says("did not complete the HTTP/2 handshake") ? "What answers at this address speaks HTTP/1.1: it is the port for pages and JSON. Name the gRPC port with --server; 'cgrains serve' prints it, by default it is 7400."
            : Says("SSL connection") || Says("Cannot determine the frame size") ? "What answers at this address does not speak TLS: write http:// instead of https:// in --server."
            : null;

        bool Says(string words) => fault.Message.Contains(words, StringComparison.Ordinal);
    }
}
