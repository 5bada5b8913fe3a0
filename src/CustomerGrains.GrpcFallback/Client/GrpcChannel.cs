using CustomerGrains.GrpcFallback.Client;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>Calls to one server over HTTP/2. Make one and share it; it connects when it is first used. Safe for concurrent use.</summary>
public sealed class GrpcChannel : ChannelBase, IDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private readonly HttpMessageInvoker _http;
    private readonly bool _ownsHttp;
    private int _disposals;

    private GrpcChannel(Uri address, GrpcChannelOptions options)
        : base(address.Authority)
    {
        Address = address;
        ReceiveBytesMax = options.MaxReceiveMessageSize;
        SendBytesMax = options.MaxSendMessageSize;
        ThrowsOnCancellation = options.ThrowOperationCanceledOnCancellation;
        CallCredentials = IsSecure || options.UnsafeUseInsecureChannelCallCredentials ? options.Credentials?.CallCredentials : null;
        SendsCallCredentials = IsSecure || options.UnsafeUseInsecureChannelCallCredentials;
        _ownsHttp = options.DisposeHttpClient || (options.HttpClient is null && options.HttpHandler is null);
        _http = options.HttpClient ?? new HttpMessageInvoker(options.HttpHandler ?? OwnHandler(), _ownsHttp);
        Disposed = _disposed.Token;
    }

    internal Uri Address { get; }

    internal bool IsSecure => Address.Scheme == Uri.UriSchemeHttps;

    internal int? ReceiveBytesMax { get; }

    internal int? SendBytesMax { get; }

    internal bool ThrowsOnCancellation { get; }

    internal CallCredentials? CallCredentials { get; }

    internal bool SendsCallCredentials { get; }

    /// <summary>Fires when the channel is disposed, which ends its calls.</summary>
    internal CancellationToken Disposed { get; }

    public static GrpcChannel ForAddress(string address) => ForAddress(new Uri(address));

    public static GrpcChannel ForAddress(string address, GrpcChannelOptions channelOptions) => ForAddress(new Uri(address), channelOptions);

    public static GrpcChannel ForAddress(Uri address) => ForAddress(address, new GrpcChannelOptions());

    /// <param name="address">Scheme, host and port; a path is not allowed.</param>
    /// <param name="channelOptions">How to connect.</param>
    /// <exception cref="ArgumentException">The address is not absolute, not http or https, or contradicts the options.</exception>
    public static GrpcChannel ForAddress(Uri address, GrpcChannelOptions channelOptions)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(channelOptions);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException($"'{address}' must start with http:// or https://.", nameof(address));
        }

        if (channelOptions.HttpClient is not null && channelOptions.HttpHandler is not null)
        {
            throw new ArgumentException("Give either a handler or a client, not both.", nameof(channelOptions));
        }

        if (channelOptions.Credentials is { } credentials && credentials.IsSecure != (address.Scheme == Uri.UriSchemeHttps))
        {
            throw new InvalidOperationException($"The credentials do not fit the address '{address}': insecure ones go with http, the others with https.");
        }

        return new GrpcChannel(address, channelOptions);
    }

    public override CallInvoker CreateCallInvoker()
    {
        ObjectDisposedException.ThrowIf(_disposals > 0, this);
        return new ChannelCallInvoker(this);
    }

    /// <summary>Cancels the calls that have not ended and closes the connections.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposals, 1) == 1)
        {
            return;
        }

        _disposed.Cancel();
        if (_ownsHttp)
        {
            _http.Dispose();
        }

        _disposed.Dispose();
    }

    /// <summary>Completes with the response headers. An HttpClient would otherwise wait for all of the response.</summary>
    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _http is HttpClient client
        ? client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
        : _http.SendAsync(request, cancellationToken);

    protected override Task ShutdownAsyncCore()
    {
        Dispose();
        return Task.CompletedTask;
    }

    private SocketsHttpHandler OwnHandler() => new()
    {
        EnableMultipleHttp2Connections = true,
        AllowAutoRedirect = false,
        UseCookies = false,
        // Unencrypted HTTP/2 cannot pass an HTTP proxy.
        UseProxy = IsSecure,
    };
}
