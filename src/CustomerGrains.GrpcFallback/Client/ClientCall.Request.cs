using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using CustomerGrains.GrpcFallback.Wire;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Client;

internal sealed partial class ClientCall
{
    private static readonly string UserAgent = $"grpc-csharp-customergrains/{typeof(ClientCall).Assembly.GetName().Version!.ToString(3)}";

    /// <summary>The content of a call that sends one message.</summary>
    public HttpContent SingleRequest<TRequest>(Marshaller<TRequest> marshaller, TRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        using (Writer)
        {
            var framed = new ArrayBufferWriter<byte>();
            Writer.Write(framed, marshaller, request, Options.WriteOptions);
            return new SingleRequestContent(framed);
        }
    }

    private static bool IsGzipWanted(Metadata? headers) => headers?.GetValue(HeaderNames.EncodingRequest) switch
    {
        null or Gzip.Identity => false,
        Gzip.Name => true,
        var other => throw new RpcException(new Status(StatusCode.Internal, $"The compression '{other}' is not supported.")),
    };

    private async ValueTask<HttpRequestMessage> RequestAsync(HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_channel.Address, _method.FullName))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        content.Headers.ContentType = new MediaTypeHeaderValue(HeaderNames.ContentTypeGrpc);
        var headers = request.Headers;
        headers.Host = _host;
        if (_deadline != DateTime.MaxValue)
        {
            headers.TryAddWithoutValidation(HeaderNames.Timeout, TimeoutText.Format(_deadline - TimeProvider.System.GetUtcNow().UtcDateTime));
        }

        headers.TryAddWithoutValidation(HeaderNames.TE, HeaderNames.Trailers);
        headers.TryAddWithoutValidation(HeaderNames.AcceptEncoding, Gzip.Accepted);
        if (Writer.Compress)
        {
            headers.TryAddWithoutValidation(HeaderNames.Encoding, Gzip.Name);
        }

        Add(headers, Options.Headers);
        await AddCredentialsAsync(headers).ConfigureAwait(false);
        if (headers.UserAgent.Count == 0)
        {
            headers.TryAddWithoutValidation("user-agent", UserAgent);
        }

        return request;
    }

    private async ValueTask AddCredentialsAsync(HttpRequestHeaders headers)
    {
        if (!_channel.SendsCallCredentials || (Options.Credentials is null && _channel.CallCredentials is null))
        {
            return;
        }

        var context = new AuthInterceptorContext(new Uri(_channel.Address, _method.ServiceName).AbsoluteUri, _method.Name, Cancellation);
        var proof = new Metadata();
        foreach (var credentials in new[] { _channel.CallCredentials, Options.Credentials })
        {
            await (credentials?.AddHeadersAsync(context, proof) ?? Task.CompletedTask).ConfigureAwait(false);
        }

        Add(headers, proof);
    }

    private static void Add(HttpRequestHeaders headers, Metadata? metadata)
    {
        foreach (var entry in metadata ?? Metadata.Empty)
        {
            if (!HeaderNames.IsProtocol(entry.Key))
            {
                headers.TryAddWithoutValidation(entry.Key, MetadataText.Encode(entry));
            }
        }
    }
}
