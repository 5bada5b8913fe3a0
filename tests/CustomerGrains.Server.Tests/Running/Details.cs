using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace CustomerGrains.Server.Tests.Running;

/// <summary>Details of errors as they are on the wire.</summary>
internal static class Details
{
    public static Google.Rpc.Status Of(RpcException error) =>
        Google.Rpc.Status.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin") ?? throw new InvalidOperationException($"No details: {error.Status}"));

    public static ErrorInfo Info(Google.Rpc.Status status) => Get<ErrorInfo>(status) ?? throw new InvalidOperationException("No ErrorInfo.");

    public static T? Get<T>(Google.Rpc.Status status)
        where T : class, IMessage<T>, new() => status.Details.FirstOrDefault(detail => detail.Is(new T().Descriptor))?.Unpack<T>();
}
