using System.Net;
using CustomerGrains.GrpcFallback.Tests.Echo;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>Requests that no gRPC client would send.</summary>
public sealed class ProtocolTests : EchoTest
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpc-web")]
    public async Task Other_content_type_is_415(string contentType)
    {
        using var answer = await RawCall.SendAsync(Server, "Say", new Ping(), ("content-type", contentType));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task Other_content_type_on_a_path_of_no_method_is_left_to_the_application()
    {
        using var answer = await RawCall.SendAsync(Server, "NoSuchMethod", new Ping(), ("content-type", "application/json"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Older_HTTP_is_426()
    {
        await using var server = await EchoServer.StartAsync(protocols: HttpProtocols.Http1);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var content = new ByteArrayContent(RawCall.Frame(new Ping()));
        content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        using var answer = await http.PostAsync(new Uri($"{server.Address}/customergrains.fallback.test.Echo/Say"), content);
        Assert.Equal(HttpStatusCode.UpgradeRequired, answer.StatusCode);
    }

    public static TheoryData<string, byte[], string> BrokenBodies => new()
    {
        { "no message", [], "12" },
        { "two messages", [.. RawCall.Frame(new Ping()), .. RawCall.Frame(new Ping())], "12" },
        { "half a prefix", [0, 0, 0], "13" },
        { "half a message", RawCall.Frame(new Ping { Text = "whole" })[..8], "13" },
        { "a flag that does not exist", RawCall.Frame([], flag: 7), "13" },
        { "a length of 4 GB", [0, 255, 255, 255, 255], "8" },
        { "no protobuf", RawCall.Frame([255, 255, 255, 255]), "13" },
        { "text that is not UTF-8", RawCall.Frame([10, 2, 0xc3, 0x28]), "13" },
    };

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task Broken_body_is_answered_with_a_status_and_the_next_call_goes_on(string what, byte[] body, string status)
    {
        using var answer = await RawCall.SendAsync(Server, "Say", body);
        Assert.True(RawCall.Status(answer) == status, $"{what}: status {RawCall.Status(answer)}, not {status}");
        Assert.Equal("next", (await Client.SayAsync(new Ping { Text = "next" })).Text);
    }

    [Fact]
    public async Task Header_of_bytes_that_is_not_base64_is_an_error()
    {
        using var answer = await RawCall.SendAsync(Server, "Say", new Ping(), ("x-broken-bin", "!!!"));
        Assert.Equal("13", RawCall.Status(answer));
    }
}
