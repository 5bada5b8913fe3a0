using CustomerGrains.GrpcFallback.Tests.Echo;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CustomerGrains.GrpcFallback.Tests.Peers;

/// <summary>Our client against the echo service on a grpcio server.</summary>
public sealed class ForeignServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private PeerProcess _server = null!;
    private GrpcChannel _channel = null!;
    private Echo.Echo.EchoClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = PeerTool.StartPythonServer();
        _channel = await ConnectAsync(_server, new GrpcChannelOptions());
        _client = new Echo.Echo.EchoClient(_channel);
    }

    public async Task DisposeAsync()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
    }

    [PeerFact(Peer.Python)]
    public async Task Unary_calls_are_answered()
    {
        var payload = ByteString.CopyFrom([.. Enumerable.Range(0, 1_000_000).Select(i => (byte)i)]);
        Assert.Equal("Grüße, 世界", (await _client.SayAsync(new Ping { Text = "Grüße, 世界" })).Text);
        Assert.Equal(new Pong(), await _client.SayAsync(new Ping()));
        Assert.Equal(payload, (await _client.SayAsync(new Ping { Payload = payload })).Payload);
    }

    [PeerFact(Peer.Python)]
    public async Task Server_stream_is_read_to_its_end()
    {
        using var call = _client.Repeat(new Ping { Count = 2000 });
        Assert.Equal(Enumerable.Range(0, 2000), await call.ResponseStream.ReadAllAsync().Select(pong => pong.Index).ToListAsync());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [PeerFact(Peer.Python)]
    public async Task Client_stream_is_answered_after_the_half_close()
    {
        using var call = _client.Gather();
        foreach (var text in new[] { "a", "b", "c" })
        {
            await call.RequestStream.WriteAsync(new Ping { Text = text });
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(new Pong { Text = "a,b,c", Index = 3 }, await call);
    }

    [PeerFact(Peer.Python)]
    public async Task Duplex_stream_answers_turn_by_turn_and_after_the_half_close()
    {
        using var call = _client.Chat();
        for (var i = 0; i < 50; i++)
        {
            await call.RequestStream.WriteAsync(new Ping { Text = $"turn {i}" });
            Assert.True(await call.ResponseStream.MoveNext().WaitAsync(Patience));
            Assert.Equal($"turn {i}", call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("bye", call.ResponseStream.Current.Text);
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [PeerFact(Peer.Python)]
    public async Task Metadata_comes_back()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        using var call = _client.SayAsync(new Ping(), new Metadata
        {
            { "x-text", "plain, text" },
            { "x-bytes-bin", bytes },
            { "x-trailer-text", "after" },
            { "x-trailer-bytes-bin", [255] },
        });
        var headers = await call.ResponseHeadersAsync;
        await call;
        Assert.Equal("plain, text", headers.GetValue("x-text"));
        Assert.Equal(bytes, headers.GetValueBytes("x-bytes-bin"));
        Assert.Equal("after", call.GetTrailers().GetValue("x-trailer-text"));
        Assert.Equal<byte[]>([255], call.GetTrailers().GetValueBytes("x-trailer-bytes-bin"));
    }

    [PeerFact(Peer.Python)]
    public async Task Failures_arrive_with_code_text_and_details()
    {
        var details = ByteString.CopyFrom([8, 5, 0, 255, 254]);
        var failure = await FailureAsync(_client.FailAsync(new Ping { Count = 5, Text = "50% of «Łódź»\nline 2", Payload = details }).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, "50% of «Łódź»\nline 2"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal(details, ByteString.CopyFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin")));
        Assert.Equal("asked", failure.Trailers.GetValue("x-reason"));
        Assert.Equal(StatusCode.Unknown, (await FailureAsync(_client.ThrowAsync(new Ping()).ResponseAsync)).StatusCode);
        Assert.Equal(StatusCode.Unimplemented, (await FailureAsync(_client.MissingAsync(new Ping()).ResponseAsync)).StatusCode);
        Assert.Equal(StatusCode.Unimplemented, (await FailureAsync(new Absent.AbsentClient(_channel).SayAsync(new Ping()).ResponseAsync)).StatusCode);
    }

    [PeerFact(Peer.Python)]
    public async Task Failure_after_responses_loses_none_of_them()
    {
        using var call = _client.FailAfter(new Ping { Count = 3 });
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }

        Assert.Equal(StatusCode.Aborted, (await FailureAsync(call.ResponseStream.MoveNext())).StatusCode);
    }

    [PeerFact(Peer.Python)]
    public async Task Deadline_ends_the_call_and_the_server_notices()
    {
        var failure = await FailureAsync(_client.HangAsync(new Ping(), deadline: DateTime.UtcNow.AddSeconds(2)).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.Equal(["hanging", "given up"], [await _server.ReadLineAsync(), await _server.ReadLineAsync()]);
    }

    [PeerFact(Peer.Python)]
    public async Task Cancellation_ends_the_call_and_the_server_notices()
    {
        using var cancel = new CancellationTokenSource();
        var response = _client.HangAsync(new Ping(), cancellationToken: cancel.Token).ResponseAsync;
        Assert.Equal("hanging", await _server.ReadLineAsync());
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await FailureAsync(response)).StatusCode);
        Assert.Equal("given up", await _server.ReadLineAsync());

        using (var call = _client.Stall())
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }

        Assert.Equal("given up", await _server.ReadLineAsync());
    }

    [PeerFact(Peer.Python)]
    public async Task Server_may_end_a_call_before_the_requests_do()
    {
        using var call = _client.TakeOne();
        await call.RequestStream.WriteAsync(new Ping { Text = "first" });
        Assert.Equal("first", (await call).Text);
    }

    [PeerFact(Peer.Python)]
    public async Task Both_sides_compress()
    {
        var payload = ByteString.CopyFrom(new byte[50_000]);
        await using var server = PeerTool.StartPythonServer(gzip: true);
        using var encodings = new EncodingRecorder();
        using var channel = await ConnectAsync(server, new GrpcChannelOptions { HttpHandler = encodings });
        var client = new Echo.Echo.EchoClient(channel);
        var gzip = new Metadata { { "grpc-internal-encoding-request", "gzip" } };
        Assert.Equal(payload, (await client.SayAsync(new Ping { Payload = payload }, gzip)).Payload);
        using var call = client.Repeat(new Ping { Payload = payload, Count = 3 }, gzip);
        Assert.Equal(3, await call.ResponseStream.ReadAllAsync().CountAsync(pong => pong.Payload.Equals(payload)));
        Assert.Equal(["gzip, gzip", "gzip, gzip"], encodings.Seen);
    }

    [PeerFact(Peer.Python)]
    public async Task Message_sizes_are_limited_on_both_sides()
    {
        var tooLarge = new Ping { Payload = ByteString.CopyFrom(new byte[4_000_001]) };
        Assert.Equal(StatusCode.ResourceExhausted, (await FailureAsync(_client.SayAsync(tooLarge).ResponseAsync)).StatusCode);

        using var small = GrpcChannel.ForAddress($"http://{_channel.Target}", new GrpcChannelOptions { MaxReceiveMessageSize = 1000 });
        var request = new Ping { Payload = ByteString.CopyFrom(new byte[2000]) };
        Assert.Equal(StatusCode.ResourceExhausted, (await FailureAsync(new Echo.Echo.EchoClient(small).SayAsync(request).ResponseAsync)).StatusCode);
    }

    [PeerFact(Peer.Python)]
    public async Task Writes_wait_for_a_server_that_does_not_read()
    {
        var request = new Ping { Payload = ByteString.CopyFrom(new byte[16 * 1024]) };
        using var call = _client.Stall();
        var written = 0;
        Task write;
        do
        {
            write = call.RequestStream.WriteAsync(request);
            for (var i = 0; i < 200 && !write.IsCompleted; i++)
            {
                await _client.SayAsync(new Ping());
            }
        }
        while (write.IsCompletedSuccessfully && ++written < 1024);

        Assert.InRange(written, 1, 1023);
        call.Dispose();
        Assert.Equal(StatusCode.Cancelled, (await FailureAsync(write)).StatusCode);
    }

    [PeerFact(Peer.Python)]
    public async Task Server_that_dies_makes_its_calls_unavailable()
    {
        using var call = _client.Stall();
        Assert.True(await call.ResponseStream.MoveNext());
        _server.Kill();
        Assert.Equal(StatusCode.Unavailable, (await FailureAsync(call.ResponseStream.MoveNext())).StatusCode);
        Assert.Equal(StatusCode.Unavailable, (await FailureAsync(_client.SayAsync(new Ping()).ResponseAsync)).StatusCode);
    }

    private static async Task<GrpcChannel> ConnectAsync(PeerProcess server, GrpcChannelOptions options) =>
        GrpcChannel.ForAddress($"http://127.0.0.1:{await server.ReadLineAsync()}", options);

    private static Task<RpcException> FailureAsync(Task call) => Assert.ThrowsAsync<RpcException>(() => call.WaitAsync(Patience));

    /// <summary>Records how requests and responses are encoded.</summary>
    private sealed class EncodingRecorder() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        public List<string> Seen { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            Seen.Add($"{request.Headers.GetValues("grpc-encoding").Single()}, {response.Headers.GetValues("grpc-encoding").Single()}");
            return response;
        }
    }
}
