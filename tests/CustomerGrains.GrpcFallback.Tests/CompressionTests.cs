using System.IO.Compression;
using CustomerGrains.GrpcFallback.Tests.Echo;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>Gzip in both directions.</summary>
public sealed class CompressionTests : EchoTest
{
    private const int PayloadBytes = 50_000;

    private static readonly Ping Compressible = new() { Text = "zip", Count = 3, Payload = ByteString.CopyFrom(new byte[PayloadBytes]) };
    private static readonly Metadata AskForGzip = new() { { "grpc-internal-encoding-request", "gzip" } };

    [Fact]
    public async Task Compressed_requests_and_responses_arrive_whole_in_every_shape()
    {
        await using var server = await CompressingServerAsync();
        using var connection = server.Connect();
        var client = connection.Client;
        Assert.Equal(Compressible.Payload, (await client.SayAsync(Compressible, AskForGzip)).Payload);

        using var repeat = client.Repeat(Compressible, AskForGzip);
        Assert.Equal(3, await repeat.ResponseStream.ReadAllAsync().CountAsync(pong => pong.Payload.Equals(Compressible.Payload)));

        using var chat = client.Chat(AskForGzip);
        for (var i = 0; i < 3; i++)
        {
            await chat.RequestStream.WriteAsync(Compressible);
            await chat.RequestStream.WriteAsync(new Ping());
        }

        await chat.RequestStream.CompleteAsync();
        Assert.Equal(3, await chat.ResponseStream.ReadAllAsync().CountAsync(pong => pong.Payload.Equals(Compressible.Payload)));
    }

    [Fact]
    public async Task Client_compresses_only_when_asked_and_not_against_the_write_options()
    {
        Assert.InRange((await RequestOnTheWireAsync(AskForGzip, null)).Length, 1, 1000);
        Assert.Equal(1, (await RequestOnTheWireAsync(AskForGzip, null))[0]);
        Assert.Equal(0, (await RequestOnTheWireAsync([], null))[0]);
        var plain = await RequestOnTheWireAsync(AskForGzip, new WriteOptions(WriteFlags.NoCompress));
        Assert.Equal(0, plain[0]);
        Assert.Equal(RawCall.Frame(Compressible), plain);
    }

    [Fact]
    public async Task Server_compresses_only_for_a_caller_that_accepts_it()
    {
        await using var server = await CompressingServerAsync();
        using var zipped = await RawCall.SendAsync(server, "Say", Compressible, ("grpc-accept-encoding", "identity, gzip"));
        Assert.Equal(["gzip"], zipped.Headers.GetValues("grpc-encoding"));
        var body = await zipped.Content.ReadAsByteArrayAsync();
        Assert.Equal(1, body[0]);
        Assert.Equal(PayloadBytes, Pong.Parser.ParseFrom(Unzip(body.AsSpan(5).ToArray())).Payload.Length);

        using var plain = await RawCall.SendAsync(server, "Say", Compressible, ("grpc-accept-encoding", "identity, br"));
        Assert.False(plain.Headers.Contains("grpc-encoding"));
        Assert.Equal(0, (await plain.Content.ReadAsByteArrayAsync())[0]);
    }

    [Fact]
    public async Task Encoding_that_is_not_known_is_unimplemented_and_the_known_ones_are_named()
    {
        using var answer = await RawCall.SendAsync(Server, "Say", new Ping(), ("grpc-encoding", "snappy"));
        Assert.Equal("12", RawCall.Status(answer));
        Assert.Equal(["identity,gzip"], answer.Headers.GetValues("grpc-accept-encoding"));
    }

    [Fact]
    public async Task Compression_that_was_not_announced_or_is_broken_is_an_error()
    {
        using var unannounced = await RawCall.SendAsync(Server, "Say", RawCall.Frame([1, 2, 3], flag: 1));
        Assert.Equal("13", RawCall.Status(unannounced));
        using var broken = await RawCall.SendAsync(Server, "Say", RawCall.Frame([1, 2, 3], flag: 1), ("grpc-encoding", "gzip"));
        Assert.Equal("13", RawCall.Status(broken));
        var whole = Zip(Compressible.ToByteArray());
        using var cut = await RawCall.SendAsync(Server, "Say", RawCall.Frame(whole[..(whole.Length / 2)], flag: 1), ("grpc-encoding", "gzip"));
        Assert.Equal("13", RawCall.Status(cut));
    }

    [Fact]
    public void Compression_that_is_not_known_cannot_be_asked_for() =>
        Assert.Throws<RpcException>(() => Client.Say(new Ping(), new Metadata { { "grpc-internal-encoding-request", "snappy" } }));

    private static Task<EchoServer> CompressingServerAsync() => EchoServer.StartAsync(options =>
    {
        options.ResponseCompressionAlgorithm = "gzip";
        options.ResponseCompressionLevel = CompressionLevel.Optimal;
    });

    /// <summary>The bytes of a request as a server gets them.</summary>
    private static async Task<byte[]> RequestOnTheWireAsync(Metadata headers, WriteOptions? options)
    {
        using var body = new MemoryStream();
        await using var server = await RawServer.StartAsync(http => http.Request.Body.CopyToAsync(body));
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = new Echo.Echo.EchoClient(channel).SayAsync(Compressible, new CallOptions(headers, writeOptions: options));
        await FailureAsync(() => call.ResponseAsync);
        return body.ToArray();
    }

    private static byte[] Zip(byte[] plain)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
        {
            gzip.Write(plain);
        }

        return zipped.ToArray();
    }

    private static byte[] Unzip(byte[] zipped)
    {
        using var plain = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(zipped), CompressionMode.Decompress);
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
