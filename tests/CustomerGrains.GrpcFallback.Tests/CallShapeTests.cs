using CustomerGrains.GrpcFallback.Tests.Echo;
using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>The four shapes of call, our server against our client over real HTTP/2.</summary>
public sealed class CallShapeTests : EchoTest
{
    [Fact]
    public async Task Unary_call_gives_the_response_and_the_status()
    {
        using var call = Client.SayAsync(new Ping { Text = "Grüße, 世界" });
        Assert.Equal("Grüße, 世界", (await call).Text);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Empty(call.GetTrailers());
    }

    [Fact]
    public void Blocking_unary_call_gives_the_response() => Assert.Equal("hello", Client.Say(new Ping { Text = "hello" }).Text);

    [Fact]
    public async Task Empty_message_is_a_message() => Assert.Equal(new Pong(), await Client.SayAsync(new Ping()));

    [Fact]
    public async Task Message_larger_than_the_flow_control_window_arrives_whole()
    {
        var payload = new byte[3_000_000];
        new Random(1).NextBytes(payload);
        var answer = await Client.SayAsync(new Ping { Payload = ByteString.CopyFrom(payload) });
        Assert.True(answer.Payload.Span.SequenceEqual(payload));
    }

    [Fact]
    public async Task Server_stream_gives_every_response_in_order()
    {
        using var call = Client.Repeat(new Ping { Text = "r", Count = 5000 });
        var indexes = await call.ResponseStream.ReadAllAsync().Select(pong => pong.Index).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 5000), indexes);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Server_stream_may_be_empty()
    {
        using var call = Client.Repeat(new Ping());
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Client_stream_is_answered_after_the_half_close()
    {
        using var call = Client.Gather();
        foreach (var text in new[] { "a", "b", "c" })
        {
            await call.RequestStream.WriteAsync(new Ping { Text = text });
        }

        await call.RequestStream.CompleteAsync();
        var answer = await call;
        Assert.Equal(("a,b,c", 3), (answer.Text, answer.Index));
    }

    [Fact]
    public async Task Client_stream_may_be_empty()
    {
        using var call = Client.Gather();
        await call.RequestStream.CompleteAsync();
        Assert.Equal(0, (await call).Index);
    }

    [Fact]
    public async Task Duplex_stream_answers_each_request_before_the_next_is_sent()
    {
        using var call = Client.Chat();
        for (var i = 0; i < 100; i++)
        {
            await call.RequestStream.WriteAsync(new Ping { Text = $"turn {i}" });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(($"turn {i}", i), (call.ResponseStream.Current.Text, call.ResponseStream.Current.Index));
        }

        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("bye", call.ResponseStream.Current.Text);
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Server_may_end_a_call_before_the_requests_do()
    {
        using var call = Client.TakeOne();
        await call.RequestStream.WriteAsync(new Ping { Text = "first" });
        Assert.Equal("first", (await call).Text);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        var refused = await Assert.ThrowsAsync<RpcException>(() => call.RequestStream.WriteAsync(new Ping()));
        Assert.Equal(StatusCode.OK, refused.StatusCode);
    }

    [Fact]
    public async Task Calls_run_side_by_side_on_one_channel()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(async i => (await Client.SayAsync(new Ping { Text = $"{i}" })).Text));
        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"{i}"), answers);
    }

    [Fact]
    public async Task Second_read_or_write_at_a_time_is_refused()
    {
        using var call = Client.Stall();
        Assert.True(await call.ResponseStream.MoveNext());
        var read = call.ResponseStream.MoveNext();
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.ResponseStream.MoveNext());
        call.Dispose();
        await Assert.ThrowsAsync<RpcException>(() => read);
    }

    [Fact]
    public async Task Nothing_may_be_written_after_the_half_close()
    {
        using var call = Client.Gather();
        await call.RequestStream.CompleteAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new Ping()));
    }

    [Fact]
    public async Task Status_of_a_call_that_goes_on_is_not_known()
    {
        using var call = Client.Stall();
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
    }
}
