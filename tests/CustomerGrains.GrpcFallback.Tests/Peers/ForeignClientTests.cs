using System.Text.Json.Nodes;
using CustomerGrains.GrpcFallback.Tests.Echo;
using Grpc.AspNetCore.Server;

namespace CustomerGrains.GrpcFallback.Tests.Peers;

/// <summary>Foreign clients against our server. Each scenario is a script that makes calls and prints what it observed.</summary>
public sealed class ForeignClientTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>16 MB of responses of 16 KB: more than any window of the peers, far less than a sender without bounds gets rid of.</summary>
    private const int UnreadResponsesMax = 1024;

    /// <summary>The scenarios, with what every peer must observe.</summary>
    public static TheoryData<string, string> Scenarios => new()
    {
        { "unary", """{ "text": "Grüße, 世界", "code": 0, "detail": "" }""" },
        { "empty", """{ "empty": true }""" },
        { "large", """{ "same": true }""" },
        { "server_stream", """{ "ordered": true, "code": 0, "detail": "" }""" },
        { "client_stream", """{ "text": "a,b,c", "index": 3 }""" },
        { "duplex", """{ "rest": ["bye"], "code": 0, "detail": "" }""" },
        { "metadata", """{ "text": "plain, text", "bytes": true, "trailer": "after", "trailer_bytes": true }""" },
        { "status", """{ "details": true, "reason": "asked", "code": 5, "detail": "50% of «Łódź»\nline 2" }""" },
        { "fail_after", """{ "received": 3, "sent": "3", "code": 10, "detail": "enough" }""" },
        { "exception", """{ "code": 2, "leaks": false }""" },
        { "unimplemented", """{ "method": 12, "service": 12 }""" },
        { "early_end", """{ "text": "first", "code": 0 }""" },
        { "too_large", """{ "code": 8 }""" },
    };

    [PeerTheory(Peer.Python)]
    [MemberData(nameof(Scenarios))]
    public Task Grpcio_understands_our_server(string scenario, string expected) => ObserveAsync(Peer.Python, scenario, expected);

    [PeerTheory(Peer.Node)]
    [MemberData(nameof(Scenarios))]
    public Task Grpc_js_understands_our_server(string scenario, string expected) => ObserveAsync(Peer.Node, scenario, expected);

    [PeerFact(Peer.Python)]
    public Task Grpcio_gives_up_and_our_service_notices() => GiveUpAsync(Peer.Python);

    [PeerFact(Peer.Node)]
    public Task Grpc_js_gives_up_and_our_service_notices() => GiveUpAsync(Peer.Node);

    [PeerFact(Peer.Python)]
    public Task Grpcio_and_our_server_compress_for_each_other() => CompressAsync(Peer.Python);

    [PeerFact(Peer.Node)]
    public Task Grpc_js_and_our_server_compress_for_each_other() => CompressAsync(Peer.Node);

    [PeerFact(Peer.Python)]
    public Task Our_server_waits_for_grpcio_to_read() => FloodAsync(Peer.Python);

    [PeerFact(Peer.Node)]
    public Task Our_server_waits_for_grpc_js_to_read() => FloodAsync(Peer.Node);

    private static async Task ObserveAsync(Peer peer, string scenario, string expected)
    {
        await using var server = await EchoServer.StartAsync(options => Limit(options, scenario));
        await using var client = PeerTool.StartClient(peer, server.Authority, scenario);
        AssertJson(expected, await client.ReadLineAsync());
    }

    private static void Limit(GrpcServiceOptions options, string scenario) =>
        options.MaxReceiveMessageSize = scenario == "too_large" ? 1_000_000 : options.MaxReceiveMessageSize;

    private static async Task GiveUpAsync(Peer peer)
    {
        foreach (var (scenario, code) in new[] { ("deadline", 4), ("cancel", 1) })
        {
            await using var server = await EchoServer.StartAsync();
            await using var client = PeerTool.StartClient(peer, server.Authority, scenario);
            AssertJson($$"""{ "code": {{code}} }""", await client.ReadLineAsync());
            await server.Witness.CallGivenUp.WaitAsync(Patience);
            var deadline = (await server.Witness.Call).Deadline;
            Assert.InRange(deadline, DateTime.UtcNow.AddMinutes(-1), DateTime.UtcNow.AddMinutes(1));
        }
    }

    private static async Task CompressAsync(Peer peer)
    {
        await using var server = await EchoServer.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        await using var client = PeerTool.StartClient(peer, server.Authority, "gzip");
        AssertJson("""{ "same": true, "streamed": 3 }""", await client.ReadLineAsync());
        Assert.Equal("gzip", (await server.Witness.Call).Encoding);
        Assert.Equal("gzip", await server.Witness.ResponseEncoding);
    }

    private static async Task FloodAsync(Peer peer)
    {
        await using var server = await EchoServer.StartAsync();
        await using var client = PeerTool.StartClient(peer, server.Authority, "flood");
        AssertJson("""{ "paused": true }""", await client.ReadLineAsync());
        Assert.InRange(server.Witness.WrittenCount, 1, UnreadResponsesMax);
        await client.WriteLineAsync();
        AssertJson("""{ "ordered": true }""", await client.ReadLineAsync());
        await server.Witness.CallGivenUp.WaitAsync(Patience);
    }

    private static void AssertJson(string expected, string observed) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(observed)), $"expected {expected}, observed {observed}");
}
