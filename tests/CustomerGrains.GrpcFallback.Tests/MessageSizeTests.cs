using System.IO.Compression;
using CustomerGrains.GrpcFallback.Tests.Echo;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>Limits on the size of messages, on all four ways a message can take.</summary>
public sealed class MessageSizeTests : EchoTest
{
    private const int Limit = 10_000;

    [Theory]
    [InlineData(Limit, true)]
    [InlineData(Limit + 1, false)]
    public async Task Request_beyond_the_servers_limit_is_refused(int bytes, bool accepted)
    {
        await using var server = await EchoServer.StartAsync(options => options.MaxReceiveMessageSize = Limit);
        using var connection = server.Connect();
        await AssertAsync(accepted, connection.Client.SayAsync(Sized(bytes)).ResponseAsync);
    }

    [Fact]
    public async Task Request_beyond_the_limit_is_refused_in_a_stream_too()
    {
        await using var server = await EchoServer.StartAsync(options => options.MaxReceiveMessageSize = Limit);
        using var connection = server.Connect();
        using var call = connection.Client.Chat();
        await call.RequestStream.WriteAsync(Sized(10));
        Assert.True(await call.ResponseStream.MoveNext());
        await call.RequestStream.WriteAsync(Sized(Limit + 1));
        Assert.Equal(StatusCode.ResourceExhausted, (await FailureAsync(() => call.ResponseStream.MoveNext())).StatusCode);
    }

    [Theory]
    [InlineData(Limit, true)]
    [InlineData(Limit + 1, false)]
    public async Task Response_beyond_the_servers_limit_is_not_sent(int bytes, bool accepted)
    {
        await using var server = await EchoServer.StartAsync(options => options.MaxSendMessageSize = Limit);
        using var connection = server.Connect();
        await AssertAsync(accepted, connection.Client.SayAsync(Sized(bytes)).ResponseAsync);
    }

    [Theory]
    [InlineData(Limit, true)]
    [InlineData(Limit + 1, false)]
    public async Task Response_beyond_the_clients_limit_is_refused(int bytes, bool accepted)
    {
        using var connection = Server.Connect(new GrpcChannelOptions { MaxReceiveMessageSize = Limit });
        await AssertAsync(accepted, connection.Client.SayAsync(Sized(bytes)).ResponseAsync);
    }

    [Theory]
    [InlineData(Limit, true)]
    [InlineData(Limit + 1, false)]
    public async Task Request_beyond_the_clients_limit_is_not_sent(int bytes, bool accepted)
    {
        using var connection = Server.Connect(new GrpcChannelOptions { MaxSendMessageSize = Limit });
        await AssertAsync(accepted, connection.Client.SayAsync(Sized(bytes)).ResponseAsync);
    }

    [Fact]
    public async Task Stream_goes_on_after_a_request_that_was_too_large_to_send()
    {
        using var connection = Server.Connect(new GrpcChannelOptions { MaxSendMessageSize = Limit });
        using var call = connection.Client.Gather();
        Assert.Equal(StatusCode.ResourceExhausted, (await FailureAsync(() => call.RequestStream.WriteAsync(Sized(Limit + 1)))).StatusCode);
        await call.RequestStream.WriteAsync(new Ping { Text = "small" });
        await call.RequestStream.CompleteAsync();
        Assert.Equal("small", (await call).Text);
    }

    [Fact]
    public async Task Received_messages_are_limited_to_4_MB_unless_the_limit_is_lifted()
    {
        var request = Sized((4 * 1024 * 1024) + 1);
        Assert.Equal(StatusCode.ResourceExhausted, (await FailureAsync(() => Client.SayAsync(request).ResponseAsync)).StatusCode);

        await using var server = await EchoServer.StartAsync(options => options.MaxReceiveMessageSize = null);
        using var connection = server.Connect(new GrpcChannelOptions { MaxReceiveMessageSize = null });
        Assert.Equal(request.Payload, (await connection.Client.SayAsync(request)).Payload);
    }

    [Fact]
    public async Task Limit_of_one_service_counts_before_the_limit_of_all()
    {
        await using var server = await EchoServer.StartAsync(
            options => options.MaxReceiveMessageSize = 10,
            services => services.Configure<GrpcServiceOptions<EchoService>>(options => options.MaxReceiveMessageSize = Limit));
        using var connection = server.Connect();
        await AssertAsync(true, connection.Client.SayAsync(Sized(Limit)).ResponseAsync);
        await AssertAsync(false, connection.Client.SayAsync(Sized(Limit + 1)).ResponseAsync);
    }

    [Fact]
    public async Task Small_message_that_inflates_beyond_the_limit_is_refused()
    {
        using var bomb = new MemoryStream();
        using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(Sized(100_000_000).ToByteArray());
        }

        Assert.True(bomb.Length < 200_000);
        var allocatedBefore = GC.GetTotalAllocatedBytes();
        using var answer = await RawCall.SendAsync(Server, "Say", RawCall.Frame(bomb.ToArray(), flag: 1), ("grpc-encoding", "gzip"));
        Assert.Equal("8", RawCall.Status(answer));
        Assert.InRange(GC.GetTotalAllocatedBytes() - allocatedBefore, 0, 50_000_000);
    }

    /// <summary>A request of exactly so many bytes.</summary>
    private static Ping Sized(int bytes)
    {
        var request = new Ping { Payload = ByteString.CopyFrom(new byte[bytes]) };
        request.Payload = ByteString.CopyFrom(new byte[bytes - (request.CalculateSize() - bytes)]);
        Assert.InRange(request.CalculateSize(), bytes - 1, bytes);
        return request.CalculateSize() == bytes ? request : new Ping(request) { Count = 1 };
    }

    private static async Task AssertAsync(bool accepted, Task<Pong> response)
    {
        if (accepted)
        {
            await response;
        }
        else
        {
            Assert.Equal(StatusCode.ResourceExhausted, (await FailureAsync(() => response)).StatusCode);
        }
    }
}
