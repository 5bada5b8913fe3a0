using CustomerGrains.GrpcFallback.Tests.Echo;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>How calls end when they do not succeed.</summary>
public sealed class StatusTests : EchoTest
{
    public static TheoryData<StatusCode> Failures => [.. Enum.GetValues<StatusCode>().Where(code => code != StatusCode.OK)];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Every_code_reaches_the_caller_with_text_and_trailers(StatusCode code)
    {
        const string Detail = "50% of «Łódź»\nline 2 😀 %41";
        var details = ByteString.CopyFrom([8, 5, 0, 255, 254]);
        using var call = Client.FailAsync(new Ping { Count = (int)code, Text = Detail, Payload = details });
        var failure = await FailureAsync(() => call.ResponseAsync);
        Assert.Equal((code, Detail), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal("asked", failure.Trailers.GetValue("x-reason"));
        Assert.Equal(details, ByteString.CopyFrom(failure.Trailers.GetValueBytes("grpc-status-details-bin")));
        Assert.Equal(code, call.GetStatus().StatusCode);
        Assert.Equal("asked", call.GetTrailers().GetValue("x-reason"));
    }

    [Fact]
    public async Task Responses_before_a_failure_are_not_lost()
    {
        using var call = Client.FailAfter(new Ping { Count = 3 });
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(i, call.ResponseStream.Current.Index);
        }

        var failure = await FailureAsync(() => call.ResponseStream.MoveNext());
        Assert.Equal((StatusCode.Aborted, "enough"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal("3", failure.Trailers.GetValue("x-sent"));
    }

    [Fact]
    public async Task Failure_without_responses_is_sent_in_the_headers_alone()
    {
        using var answer = await RawCall.SendAsync(Server, "Fail", new Ping { Count = 5, Text = "gone" });
        Assert.Equal(["5"], answer.Headers.GetValues("grpc-status"));
        Assert.Equal(["gone"], answer.Headers.GetValues("grpc-message"));
        Assert.Empty(answer.TrailingHeaders);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Service_may_set_the_status_instead_of_throwing()
    {
        var failure = await FailureAsync(() => Client.FailAsync(new Ping { Count = 9, Text = "by status" }).ResponseAsync);
        Assert.Equal((StatusCode.FailedPrecondition, "by status"), (failure.StatusCode, failure.Status.Detail));
    }

    [Fact]
    public async Task Text_of_an_unexpected_exception_stays_on_the_server()
    {
        var failure = await FailureAsync(() => Client.ThrowAsync(new Ping()).ResponseAsync);
        Assert.Equal(StatusCode.Unknown, failure.StatusCode);
        Assert.DoesNotContain("secret", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_an_unexpected_exception_is_sent_when_asked_for()
    {
        await using var server = await EchoServer.StartAsync(options => options.EnableDetailedErrors = true);
        using var connection = server.Connect();
        var failure = await FailureAsync(() => connection.Client.ThrowAsync(new Ping()).ResponseAsync);
        Assert.Contains("InvalidOperationException: secret of the service", failure.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Methods_and_services_that_are_not_there_are_unimplemented()
    {
        Assert.Equal(StatusCode.Unimplemented, (await FailureAsync(() => Client.MissingAsync(new Ping()).ResponseAsync)).StatusCode);
        var absent = new Absent.AbsentClient(Connection.Channel);
        Assert.Equal(StatusCode.Unimplemented, (await FailureAsync(() => absent.SayAsync(new Ping()).ResponseAsync)).StatusCode);
        using var unknown = await RawCall.SendAsync(Server, "NoSuchMethod", new Ping());
        Assert.Equal(["12"], unknown.Headers.GetValues("grpc-status"));
    }

    [Fact]
    public async Task Server_that_is_not_there_is_unavailable()
    {
        var address = Server.Address;
        await Server.StopAsync();
        using var channel = GrpcChannel.ForAddress(address);
        var failure = await FailureAsync(() => new Echo.Echo.EchoClient(channel).SayAsync(new Ping()).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task Connection_that_breaks_during_a_stream_is_unavailable()
    {
        await using var server = await RawServer.StartAsync(async http =>
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.BodyWriter.WriteAsync(RawCall.Frame(new Pong { Text = "one" }));
            http.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>()!.Abort();
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        using var call = new Echo.Echo.EchoClient(channel).Repeat(new Ping());
        var failure = await FailureAsync(() => ReadToEndAsync(call.ResponseStream));
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(502, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(504, StatusCode.Unavailable)]
    [InlineData(500, StatusCode.Unknown)]
    [InlineData(200, StatusCode.Unknown)]
    public async Task Answer_of_something_else_than_gRPC_becomes_a_status(int http, StatusCode expected)
    {
        await using var server = await RawServer.StartAsync(context =>
        {
            context.Response.StatusCode = http;
            context.Response.ContentType = "text/html";
            return Task.CompletedTask;
        });
        Assert.Equal(expected, (await SayAsync(server)).StatusCode);
    }

    [Fact]
    public async Task Response_without_a_status_or_without_a_message_is_no_success()
    {
        await using var silent = await RawServer.StartAsync(http => AnswerAsync(http, messages: 1, status: null));
        Assert.Equal(StatusCode.Unknown, (await SayAsync(silent)).StatusCode);
        await using var empty = await RawServer.StartAsync(http => AnswerAsync(http, messages: 0, status: "0"));
        Assert.Equal(StatusCode.Unimplemented, (await SayAsync(empty)).StatusCode);
        await using var twice = await RawServer.StartAsync(http => AnswerAsync(http, messages: 2, status: "0"));
        Assert.Equal(StatusCode.Unimplemented, (await SayAsync(twice)).StatusCode);
        await using var strange = await RawServer.StartAsync(http => AnswerAsync(http, messages: 1, status: "99"));
        Assert.Equal(StatusCode.Unknown, (await SayAsync(strange)).StatusCode);
    }

    private static async Task AnswerAsync(Microsoft.AspNetCore.Http.HttpContext http, int messages, string? status)
    {
        http.Response.ContentType = "application/grpc";
        for (var i = 0; i < messages; i++)
        {
            await http.Response.BodyWriter.WriteAsync(RawCall.Frame(new Pong()));
        }

        if (status is not null)
        {
            Microsoft.AspNetCore.Http.ResponseTrailerExtensions.AppendTrailer(http.Response, "grpc-status", status);
        }
    }

    private static async Task<RpcException> SayAsync(RawServer server)
    {
        using var channel = GrpcChannel.ForAddress(server.Address);
        return await FailureAsync(() => new Echo.Echo.EchoClient(channel).SayAsync(new Ping()).ResponseAsync);
    }
}
