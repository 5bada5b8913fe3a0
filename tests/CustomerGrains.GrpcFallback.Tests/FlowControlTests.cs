using CustomerGrains.GrpcFallback.Tests.Echo;
using Google.Protobuf;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>
/// Whoever does not read makes the other side wait. Method: one side sends without end while the other does not read; meanwhile
/// unary calls go back and forth on the same connection, which proves that it lives and gives a sender without bounds the time to
/// run away; then what was sent is compared with a bound that only windows and fixed buffers explain.
/// </summary>
public sealed class FlowControlTests : EchoTest
{
    private const int MessageBytes = 16 * 1024;

    /// <summary>Kestrel's window of 768 KB, the client's pipe of 64 KB and what the sockets hold come to less.</summary>
    private const int BufferedMessagesMax = 4 * 1024 * 1024 / MessageBytes;

    private static readonly Ping Large = new() { Payload = ByteString.CopyFrom(new byte[MessageBytes]) };

    [Fact]
    public async Task Service_waits_for_a_caller_that_does_not_read_and_goes_on_when_it_does()
    {
        using var call = Client.Flood(Large);
        Assert.True(await call.ResponseStream.MoveNext());
        await MeanwhileAsync();
        Assert.InRange(Server.Witness.WrittenCount, 1, BufferedMessagesMax);

        for (var i = 1; i < 2 * BufferedMessagesMax; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext().WaitAsync(Patience));
            Assert.Equal(i, call.ResponseStream.Current.Index);
        }
    }

    [Fact]
    public async Task Caller_waits_for_a_service_that_does_not_read()
    {
        using var call = Client.Stall();
        var written = 0;
        Task write;
        do
        {
            // A write that is pending for a moment only gets the time to complete.
            write = call.RequestStream.WriteAsync(Large);
            if (!write.IsCompleted)
            {
                await Task.WhenAny(write, MeanwhileAsync());
            }
        }
        while (write.IsCompletedSuccessfully && ++written <= BufferedMessagesMax);

        Assert.InRange(written, 1, BufferedMessagesMax);
        Assert.False(write.IsCompleted);
        call.Dispose();
        Assert.Equal(StatusCode.Cancelled, (await FailureAsync(() => write)).StatusCode);
        await Server.Witness.CallGivenUp.WaitAsync(Patience);
    }

    [Fact]
    public async Task Write_that_waits_for_the_caller_ends_with_the_deadline()
    {
        using var call = Client.Flood(Large, deadline: DateTime.UtcNow.AddSeconds(2));
        await Server.Witness.CallGivenUp.WaitAsync(Patience);
        var failure = await FailureAsync(() => ReadToEndAsync(call.ResponseStream));
        Assert.Equal(StatusCode.DeadlineExceeded, failure.StatusCode);
    }

    private async Task MeanwhileAsync()
    {
        for (var i = 0; i < 200; i++)
        {
            await Client.SayAsync(new Ping()).ResponseAsync.WaitAsync(Patience);
        }
    }
}
