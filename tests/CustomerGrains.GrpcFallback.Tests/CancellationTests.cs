using CustomerGrains.GrpcFallback.Tests.Echo;
using Grpc.Core;
using Grpc.Net.Client;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>Callers that give up, and what the service notices.</summary>
public sealed class CancellationTests : EchoTest
{
    [Fact]
    public async Task Cancelled_unary_call_ends_on_both_sides()
    {
        using var cancel = new CancellationTokenSource();
        var response = Client.HangAsync(new Ping(), cancellationToken: cancel.Token).ResponseAsync;
        await Server.Witness.Call.WaitAsync(Patience);
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await FailureAsync(() => response)).StatusCode);
        await Server.Witness.CallGivenUp.WaitAsync(Patience);
    }

    [Fact]
    public async Task Cancelled_call_throws_what_the_channel_was_asked_to_throw()
    {
        using var connection = Server.Connect(new GrpcChannelOptions { ThrowOperationCanceledOnCancellation = true });
        using var cancel = new CancellationTokenSource();
        var response = connection.Client.HangAsync(new Ping(), cancellationToken: cancel.Token).ResponseAsync;
        await Server.Witness.Call.WaitAsync(Patience);
        await cancel.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response);
        Assert.Equal(cancel.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task Token_that_has_fired_makes_no_request()
    {
        var failure = await FailureAsync(() => Client.SayAsync(new Ping(), cancellationToken: new CancellationToken(true)).ResponseAsync);
        Assert.Equal(StatusCode.Cancelled, failure.StatusCode);
    }

    [Fact]
    public async Task Disposing_a_stream_tells_the_service()
    {
        using (var call = Client.Stall())
        {
            Assert.True(await call.ResponseStream.MoveNext());
        }

        await Server.Witness.CallGivenUp.WaitAsync(Patience);
    }

    [Fact]
    public async Task Disposing_the_channel_ends_its_calls()
    {
        var connection = Server.Connect();
        using var call = connection.Client.Stall();
        Assert.True(await call.ResponseStream.MoveNext());
        var read = call.ResponseStream.MoveNext();
        connection.Dispose();
        Assert.Equal(StatusCode.Cancelled, (await FailureAsync(() => read)).StatusCode);
        await Server.Witness.CallGivenUp.WaitAsync(Patience);
        Assert.Throws<ObjectDisposedException>(connection.Channel.CreateCallInvoker);
    }

    [Fact]
    public async Task Cancelling_a_read_ends_the_call()
    {
        using var cancel = new CancellationTokenSource();
        using var call = Client.Stall();
        Assert.True(await call.ResponseStream.MoveNext());
        var read = call.ResponseStream.MoveNext(cancel.Token);
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await FailureAsync(() => read)).StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        await Server.Witness.CallGivenUp.WaitAsync(Patience);
    }

    [Fact]
    public async Task Cancelled_stream_refuses_writes_with_its_status()
    {
        using var cancel = new CancellationTokenSource();
        using var call = Client.Chat(cancellationToken: cancel.Token);
        await call.RequestStream.WriteAsync(new Ping());
        Assert.True(await call.ResponseStream.MoveNext());
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await FailureAsync(() => call.RequestStream.WriteAsync(new Ping()))).StatusCode);
    }

    [Fact]
    public async Task Caller_that_cancels_does_not_look_like_one_that_has_finished()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var finished = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await RawServer.StartAsync(async http =>
        {
            try
            {
                while (await http.Request.BodyReader.ReadAsync() is { IsCompleted: false } read)
                {
                    started.TrySetResult();
                    http.Request.BodyReader.AdvanceTo(read.Buffer.End);
                }

                finished.SetResult(true);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                finished.SetResult(false);
            }
        });
        using var channel = GrpcChannel.ForAddress(server.Address);
        using (var call = new Echo.Echo.EchoClient(channel).Gather())
        {
            await call.RequestStream.WriteAsync(new Ping { Text = "half of it" });
            await started.Task.WaitAsync(Patience);
        }

        Assert.False(await finished.Task.WaitAsync(Patience));
    }
}
