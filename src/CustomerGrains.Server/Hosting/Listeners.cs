using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CustomerGrains.Server;

/// <summary>The two addresses the server listens on.</summary>
internal sealed class Listeners(ServerOptions options)
{
    private ListenOptions? _grpc;
    private ListenOptions? _http;

    public Uri GrpcAddress => ToUri(_grpc);

    public Uri HttpAddress => ToUri(_http);

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MessageBytesMax;

        // Many streams of many clients; one connection must not starve them.
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 1 << 20;
        kestrel.Limits.Http2.InitialStreamWindowSize = 768 << 10;

        // Notices clients that vanished without a word, so that their streams do not stay for ever.
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        kestrel.Listen(ServerOptions.ParseListen(options.GrpcListen, nameof(options.GrpcListen)), listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            _grpc = listen;
        });
        kestrel.Listen(ServerOptions.ParseListen(options.HttpListen, nameof(options.HttpListen)), listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            _http = listen;
        });
    }

    /// <summary>Where a listener is, for who connects from this machine.</summary>
    internal static Uri ToUri(ListenOptions? listen)
    {
        // With port 0 the port is known only after binding.
        if (listen?.IPEndPoint is not { Port: > 0 } bound)
        {
            throw new InvalidOperationException("The server has not started.");
        }

        var host = bound.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : bound.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : bound.Address;
        return new UriBuilder(Uri.UriSchemeHttp, host.ToString(), bound.Port).Uri;
    }
}
