using CustomerGrains.GrpcFallback.Tests.Echo;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>Deadlines on both sides.</summary>
public sealed class DeadlineTests : EchoTest
{
    [Fact]
    public async Task Passed_deadline_ends_the_call_on_both_sides()
    {
        var failure = await FailureAsync(() => Client.HangAsync(new Ping(), deadline: DateTime.UtcNow.AddSeconds(1)).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        await Server.Witness.CallGivenUp.WaitAsync(Patience);
    }

    [Fact]
    public async Task Service_knows_the_deadline()
    {
        var deadline = DateTime.UtcNow.AddMinutes(5);
        await Client.SayAsync(new Ping(), deadline: deadline);
        var seen = await Server.Witness.Call;
        Assert.InRange(seen.Deadline, deadline.AddSeconds(-1), deadline.AddSeconds(30));
    }

    [Fact]
    public async Task Passed_deadline_ends_a_stream_that_nobody_writes_to()
    {
        using var call = Client.Stall(deadline: DateTime.UtcNow.AddSeconds(2));
        Assert.True(await call.ResponseStream.MoveNext());
        var failure = await FailureAsync(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        Assert.Equal(StatusCode.DeadlineExceeded, (await FailureAsync(() => call.RequestStream.WriteAsync(new Ping()))).StatusCode);
        await Server.Witness.CallGivenUp.WaitAsync(Patience);
    }

    [Fact]
    public async Task Deadline_in_the_past_makes_no_request()
    {
        var failure = await FailureAsync(() => Client.SayAsync(new Ping(), deadline: DateTime.UtcNow.AddSeconds(-1)).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
        // A later call is the first that the service sees.
        using var call = Client.HangAsync(new Ping());
        Assert.EndsWith("/Hang", (await Server.Witness.Call.WaitAsync(Patience)).Method, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_says_itself_that_the_deadline_passed()
    {
        using var answer = await RawCall.SendAsync(Server, "Hang", new Ping(), ("grpc-timeout", "100m"));
        Assert.Equal("4", RawCall.Status(answer));
    }

    [Theory]
    [InlineData("123456789S")]
    [InlineData("10")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("1x")]
    [InlineData("1.5S")]
    public async Task Malformed_timeout_is_an_error(string timeout)
    {
        using var answer = await RawCall.SendAsync(Server, "Say", new Ping(), ("grpc-timeout", timeout));
        Assert.Equal("13", RawCall.Status(answer));
    }
}
