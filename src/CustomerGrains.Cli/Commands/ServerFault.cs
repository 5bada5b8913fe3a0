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
        StatusCode.NotFound => ExitCode.NotFound,
        StatusCode.FailedPrecondition when fault.Reason == ErrorReason.UnknownSource => ExitCode.NotFound,
        StatusCode.InvalidArgument => ExitCode.Usage,
        StatusCode.Cancelled => ExitCode.Interrupted,
        _ => ExitCode.Failed,
    };

    /// <summary>The message, the fields refused, and what to do where that can be told.</summary>
    public static string Words(CustomerGrainsException fault)
    {
        if (ExitCodeOf(fault) == ExitCode.Unreachable)
        {
            return $"The server does not answer. Start one with 'cgrains serve', or name another with --server. ({fault.Message})";
        }

        if (fault.Reason == ErrorReason.UnknownSource && fault.Details.TryGetValue("source", out var source))
        {
            return $"The server knows no source '{source}': 'cgrains sources' lists those there are, 'cgrains sources register {source}' registers it.";
        }

        var missing = fault.Violations.Where(violation => !fault.Message.Contains(violation.Description, StringComparison.Ordinal));
        return string.Join(Environment.NewLine, [fault.Message, .. missing.Select(violation => $"  {violation.Field}: {violation.Description}")]);
    }
}
