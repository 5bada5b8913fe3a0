using CustomerGrains.Client;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Tests;

/// <summary>Acknowledgements that are read instead of told.</summary>
public sealed class AcknowledgementTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Goal: a reader hears of every record once, whatever happens to the connection. Method: a real server behind a wire that is cut in the middle, several times,
    /// each time when the reader has come to a certain number.</summary>
    [Fact]
    public async Task Reader_hears_of_every_record_once_although_the_connection_is_cut()
    {
        const int Records = 600;
        int[] cuts = [1, 90, 91, 300, 550];
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        using var wire = new CutWire(server.Host.GrpcAddress);
        using var client = new CustomerGrainsClient(new CustomerGrainsClientOptions { Address = wire.Address });
        await using var stream = client.OpenIngestStream(new IngestStreamOptions { KeepAcknowledgements = true, InFlightMax = 64 });
        var sending = SendAsync();
        var heard = new List<int>();
        await foreach (var answer in stream.ReadAcknowledgementsAsync().WithCancellation(new CancellationTokenSource(Limit).Token))
        {
            Assert.Null(answer.Error);
            heard.Add((int)answer.State!);
            if (cuts.Contains(heard.Count))
            {
                wire.Cut();
            }
        }

        var totals = await sending;
        Assert.Equal(Enumerable.Range(0, Records), heard.Order());
        Assert.True(totals.Reconnects >= 2 && totals.Resent > 0, $"{totals.Reconnects} reconnects, {totals.Resent} sent again");
        Assert.Equal(Records, totals.Acknowledged);
        Assert.Equal(Records, (await server.Client.GetStatusAsync()).Records);

        async Task<IngestTotals> SendAsync()
        {
            for (var i = 0; i < Records; i++)
            {
                await stream.PutAsync(People.Key("housing", $"{i}"), People.Numbered(i), state: i);
            }

            return await stream.CompleteAsync();
        }
    }

    [Fact]
    public async Task No_more_is_kept_than_may_be_in_flight()
    {
        const int Window = 4;
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        var answered = 0;
        var all = new TaskCompletionSource();
        await using var stream = server.Client.OpenIngestStream(new IngestStreamOptions
        {
            KeepAcknowledgements = true,
            InFlightMax = Window,
            Acknowledged = _ =>
            {
                if (Interlocked.Increment(ref answered) == Window)
                {
                    all.SetResult();
                }
            },
        });
        for (var i = 0; i < Window; i++)
        {
            await stream.PutAsync(People.Key("housing", $"{i}"), People.Numbered(i), state: i);
        }

        // Everything is answered and nothing is read: there is no room.
        await all.Task.WaitAsync(Limit);
        var next = stream.PutAsync(People.Key("housing", "next"), People.Numbered(Window), state: Window).AsTask();
        Assert.False(next.IsCompleted);
        Assert.Equal(Window, stream.Totals.Acknowledged);

        // Reading one makes room for one; reading may stop and go on.
        await foreach (var answer in stream.ReadAcknowledgementsAsync())
        {
            Assert.Equal(Effect.Created, answer.Outcome!.Effect);
            break;
        }

        await next.WaitAsync(Limit);
        var completing = stream.CompleteAsync();
        Assert.Equal(Window + 1, (await completing.WaitAsync(Limit)).Acknowledged);
        var rest = 0;
        await foreach (var _ in stream.ReadAcknowledgementsAsync())
        {
            rest++;
        }

        Assert.Equal(Window, rest);
    }

    [Fact]
    public async Task Refused_records_are_read_like_others()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        using var client = new CustomerGrainsClient(new CustomerGrainsClientOptions { Address = server.Host.GrpcAddress, MessageBytesMax = 10_000 });
        await using var stream = client.OpenIngestStream(new IngestStreamOptions { KeepAcknowledgements = true });
        await stream.PutAsync(People.Key("housing", "1"), People.Person(new string('x', 20_000), "Long", "1970-01-01"));
        await stream.PutAsync(People.Key("nowhere", "2"), People.Numbered(2));
        await stream.PutAsync(People.Key("housing", "3"), People.Numbered(3));
        await stream.CompleteAsync();
        var heard = new List<(string Id, ErrorReason? Reason)>();
        await foreach (var answer in stream.ReadAcknowledgementsAsync())
        {
            heard.Add((answer.Request.Put.Key.RecordId, answer.Error?.Reason));
        }

        Assert.Equal([("1", ErrorReason.RecordTooLarge), ("2", ErrorReason.UnknownSource), ("3", null)], heard.Order());
    }

    [Fact]
    public async Task Reader_of_a_stream_that_failed_learns_the_cause()
    {
        using var client = CustomerGrainsClient.Connect("http://127.0.0.1:1");
        await using var stream = client.OpenIngestStream(new IngestStreamOptions { KeepAcknowledgements = true, GiveUpAfter = TimeSpan.FromMilliseconds(300) });
        await stream.PutAsync(People.Key("housing", "1"), People.Numbered(1));
        var error = await Assert.ThrowsAsync<CustomerGrainsException>(async () =>
        {
            await foreach (var answer in stream.ReadAcknowledgementsAsync())
            {
                Assert.Fail($"{answer.Request.OperationId} is acknowledged by nobody.");
            }
        });
        Assert.Equal(Grpc.Core.StatusCode.Unavailable, error.StatusCode);
    }

    [Fact]
    public async Task Stream_that_keeps_none_says_what_to_set()
    {
        using var client = CustomerGrainsClient.Connect("http://127.0.0.1:1");
        await using var stream = client.OpenIngestStream();
        Assert.Contains("KeepAcknowledgements", Assert.Throws<InvalidOperationException>(() => stream.ReadAcknowledgementsAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposed_stream_ends_its_reader()
    {
        await using var server = await RunningServer.StartAsync();
        var stream = server.Client.OpenIngestStream(new IngestStreamOptions { KeepAcknowledgements = true });
        var reading = ReadAsync();
        await stream.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.WaitAsync(Limit));

        async Task ReadAsync()
        {
            await foreach (var _ in stream.ReadAcknowledgementsAsync())
            {
            }
        }
    }
}
