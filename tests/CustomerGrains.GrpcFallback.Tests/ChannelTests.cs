using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CustomerGrains.GrpcFallback.Tests.Echo;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>Ways to connect, and what a connection carries.</summary>
public sealed class ChannelTests : EchoTest
{
    private static readonly CallCredentials Token = CallCredentials.FromInterceptor((context, metadata) =>
    {
        metadata.Add("x-token", $"for {context.MethodName} of {context.ServiceUrl}");
        return Task.CompletedTask;
    });

    [Fact]
    public async Task Calls_go_over_TLS_with_credentials_of_the_channel_and_of_the_call()
    {
        using var certificate = SelfSigned();
        await using var server = await EchoServer.StartAsync(certificate: certificate);
        using var handler = new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, offered, _, _) => offered!.Equals(certificate) } };
        using var connection = server.Connect(new GrpcChannelOptions { HttpHandler = handler, Credentials = ChannelCredentials.Create(ChannelCredentials.SecureSsl, Token) });
        var own = CallCredentials.Compose(CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("x-own", "yes");
            return Task.CompletedTask;
        }));
        using var call = connection.Client.SayAsync(new Ping(), new CallOptions(credentials: own));
        var headers = await call.ResponseHeadersAsync;
        Assert.Equal($"for Say of {server.Address}/customergrains.fallback.test.Echo", headers.GetValue("x-token"));
        Assert.Equal("yes", headers.GetValue("x-own"));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "for Say of")]
    public async Task Credentials_are_sent_unencrypted_only_when_told_so(bool unsafely, string? expected)
    {
        var options = new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = unsafely };
        options.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, Token);
        using var connection = Server.Connect(options);
        await connection.Client.SayAsync(new Ping());
        var token = (await Server.Witness.Call).Headers.SingleOrDefault(entry => entry.Key == "x-token")?.Value;
        Assert.Equal(expected, token?[..10]);
    }

    [Fact]
    public void Credentials_must_fit_the_address() => Assert.Throws<InvalidOperationException>(() =>
        GrpcChannel.ForAddress("http://127.0.0.1:1", new GrpcChannelOptions { Credentials = ChannelCredentials.SecureSsl }));

    [Fact]
    public async Task Stream_over_a_given_HttpClient_is_not_held_back()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var connection = Server.Connect(new GrpcChannelOptions { HttpClient = http });
        using var call = connection.Client.Chat();
        await call.RequestStream.WriteAsync(new Ping { Text = "at once" });
        Assert.True(await call.ResponseStream.MoveNext().WaitAsync(Patience));
        Assert.Equal("at once", call.ResponseStream.Current.Text);
    }

    [Fact]
    public async Task More_streams_than_one_connection_takes_open_another()
    {
        // Kestrel allows 100 streams on a connection.
        var calls = Enumerable.Range(0, 150).Select(_ => Client.Stall()).ToList();
        foreach (var call in calls)
        {
            Assert.True(await call.ResponseStream.MoveNext().WaitAsync(Patience));
        }

        calls.ForEach(call => call.Dispose());
    }

    [Fact]
    public async Task Stream_may_carry_more_than_the_servers_limit_on_request_bodies()
    {
        // 40 MB; Kestrel's limit is 30 MB.
        var request = new Ping { Payload = ByteString.CopyFrom(new byte[1_000_000]) };
        using var call = Client.Gather();
        for (var i = 0; i < 40; i++)
        {
            await call.RequestStream.WriteAsync(request);
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(40, (await call).Index);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var bare = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(bare.Export(X509ContentType.Pfx), null);
    }
}
