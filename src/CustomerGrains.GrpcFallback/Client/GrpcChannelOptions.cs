using CustomerGrains.GrpcFallback.Wire;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>How a channel connects and what it accepts.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>Insecure for <c>http</c>, TLS for <c>https</c>, perhaps with credentials for every call. Default: what the address says.</summary>
    public ChannelCredentials? Credentials { get; set; }

    /// <summary>The largest message accepted, in bytes, after decompression; null for no limit. Default: 4,194,304.</summary>
    public int? MaxReceiveMessageSize { get; set; } = MessageLimit.ReceiveBytesDefault;

    /// <summary>The largest message sent, in bytes, before compression; null for no limit. Default: null.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Wait before a connection that failed is tried again. This channel connects for the next call, whenever that comes, so it is kept and has no effect. Default: 1 second.</summary>
    public TimeSpan InitialReconnectBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest of these waits; as <see cref="InitialReconnectBackoff"/> without effect here. Default: 2 minutes.</summary>
    public TimeSpan? MaxReconnectBackoff { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>What makes the HTTP requests. Default: one of the channel's own that opens further connections when the streams of one are used up.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>What makes the HTTP requests, instead of a handler.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Whether the channel disposes the handler or client it was given. Default: no.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Whether a call that its caller cancels throws <see cref="OperationCanceledException"/> instead of <see cref="RpcException"/>. Default: no.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Whether credentials of calls are sent over an unencrypted connection. Default: no, they are left out.</summary>
    public bool UnsafeUseInsecureChannelCallCredentials { get; set; }
}
