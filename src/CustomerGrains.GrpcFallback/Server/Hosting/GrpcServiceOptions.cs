using System.IO.Compression;
using CustomerGrains.GrpcFallback.Wire;

namespace Grpc.AspNetCore.Server;

/// <summary>How the server treats calls. Set for all services, or for one with <see cref="GrpcServiceOptions{TService}"/>.</summary>
public class GrpcServiceOptions
{
    private int? _maxReceiveMessageSize = MessageLimit.ReceiveBytesDefault;
    private int? _maxSendMessageSize;

    /// <summary>The largest message accepted, in bytes, after decompression; null for no limit. Default: 4,194,304.</summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveMessageSize;
        set
        {
            _maxReceiveMessageSize = value;
            MaxReceiveMessageSizeSpecified = true;
        }
    }

    /// <summary>The largest message sent, in bytes, before compression; null for no limit. Default: null.</summary>
    public int? MaxSendMessageSize
    {
        get => _maxSendMessageSize;
        set
        {
            _maxSendMessageSize = value;
            MaxSendMessageSizeSpecified = true;
        }
    }

    /// <summary>Whether the text of an unexpected exception is sent to the caller. Default: no.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>How responses are compressed when the caller accepts it: <c>gzip</c>, or null for not at all. Default: null.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    /// <summary>How hard compression tries. Default: the fastest.</summary>
    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>Stand around every call, the first outermost; those of a service stand inside those of all services.</summary>
    public InterceptorCollection Interceptors { get; } = [];

    internal bool MaxReceiveMessageSizeSpecified { get; private set; }

    internal bool MaxSendMessageSizeSpecified { get; private set; }
}

/// <summary>How the server treats the calls of one service; what is not set here is as set for all.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
}
