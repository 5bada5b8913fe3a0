using System.Net.Sockets;
using CustomerGrains.GrpcFallback.Wire;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace CustomerGrains.GrpcFallback.Server;

internal sealed partial class ServerCall
{
    private const string X509PropertyName = "x509_subject";

    private Metadata? _requestHeaders;
    private AuthContext? _authContext;

    protected override string MethodCore => _method.FullName;

    protected override string HostCore => Http.Request.Host.Value ?? string.Empty;

    protected override string PeerCore
    {
        get
        {
            var (address, port) = (Http.Connection.RemoteIpAddress, Http.Connection.RemotePort);
            return address is null ? "unknown"
                : address.AddressFamily == AddressFamily.InterNetworkV6 ? $"ipv6:[{address}]:{port}"
                : $"ipv4:{address}:{port}";
        }
    }

    protected override DateTime DeadlineCore => _deadline;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadHeaders();

    protected override CancellationToken CancellationTokenCore => _cancellation?.Token ?? Http.RequestAborted;

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _authContext ??= ReadAuthContext();

    protected override async Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        ArgumentNullException.ThrowIfNull(responseHeaders);
        if (_responseBegun || Http.Response.HasStarted)
        {
            throw new InvalidOperationException("The response headers have been sent.");
        }

        Trailers.WriteMetadata(Http.Response.Headers.Append, responseHeaders);
        var wanted = responseHeaders.GetValue(HeaderNames.EncodingRequest);
        BeginResponse(wanted is null ? null : wanted == Gzip.Name);
        await Http.Response.BodyWriter.FlushAsync(CancellationToken.None).ConfigureAwait(false);
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Deadlines and cancellation are not propagated; pass the call's Deadline and CancellationToken on.");

    private Metadata ReadHeaders()
    {
        var metadata = new Metadata();
        foreach (var (name, values) in Http.Request.Headers)
        {
            foreach (var value in values)
            {
                MetadataText.Add(metadata, name, value ?? string.Empty);
            }
        }

        return metadata.Freeze();
    }

    private AuthContext ReadAuthContext()
    {
        if (Http.Connection.ClientCertificate is not { } certificate)
        {
            return new AuthContext(null, []);
        }

        var subject = AuthProperty.Create(X509PropertyName, System.Text.Encoding.UTF8.GetBytes(certificate.Subject));
        return new AuthContext(X509PropertyName, new() { [X509PropertyName] = [subject] });
    }
}
