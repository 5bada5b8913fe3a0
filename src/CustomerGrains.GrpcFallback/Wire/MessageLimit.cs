using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Wire;

/// <summary>Messages beyond the allowed size.</summary>
internal static class MessageLimit
{
    /// <summary>4 MB, the default of all implementations for received messages.</summary>
    public const int ReceiveBytesDefault = 4 * 1024 * 1024;

    public static RpcException Received(long sizeMax) =>
        new(new Status(StatusCode.ResourceExhausted, $"The received message is larger than the {sizeMax} bytes allowed."));

    public static RpcException Sent(long size, long sizeMax) =>
        new(new Status(StatusCode.ResourceExhausted, $"The message to send has {size} bytes; at most {sizeMax} are allowed."));
}
