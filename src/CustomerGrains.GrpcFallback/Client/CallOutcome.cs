using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Client;

/// <summary>How a call ended.</summary>
internal sealed record CallOutcome(Status Status, Metadata Trailers)
{
    public bool IsSuccess => Status.StatusCode == StatusCode.OK;

    public RpcException ToException() => new(Status, Trailers);
}
