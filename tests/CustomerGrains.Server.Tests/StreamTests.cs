using CustomerGrains.Server.Tests.Running;
using CustomerGrains.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace CustomerGrains.Server.Tests;

public sealed class StreamTests
{
    [Fact]
    public async Task Message_that_is_not_utf8_gets_its_error_under_its_operation_id_and_the_stream_goes_on()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        using var stream = new RawStream(server);
        var bytes = RawStream.Put("bad", People.Key("housing", "1"), People.Person("Zo@", "Ferreira", "1970-01-01")).ToByteArray();
        bytes[Array.IndexOf(bytes, (byte)'@')] = 0xff;
        await stream.Call.RequestStream.WriteAsync(bytes);
        var refused = await stream.ReadAsync();
        await stream.Call.RequestStream.WriteAsync([0x0a, 0x7f, 0x01]);
        var unreadable = await stream.ReadAsync();
        await stream.SendAsync(RawStream.Put("good", People.Key("housing", "1"), People.Numbered(1)));
        var taken = await stream.ReadAsync();

        Assert.Equal("bad", refused.OperationId);
        Assert.Equal("MALFORMED_MESSAGE", Details.Info(refused.Error).Reason);
        Assert.Equal("MALFORMED_MESSAGE", Details.Info(unreadable.Error).Reason);
        Assert.Equal(("good", Effect.Created), (taken.OperationId, taken.Outcome.Effect));
    }

    [Fact]
    public async Task Requests_without_operation_id_or_operation_are_refused_one_by_one()
    {
        await using var server = await RunningServer.StartAsync();
        using var stream = new RawStream(server);
        await stream.SendAsync(new StreamRequest { Delete = new StreamRequest.Types.Delete { Key = People.Key("housing", "1") } });
        Assert.Equal("operation_id", await ViolationAsync());
        await stream.SendAsync(new StreamRequest { OperationId = new string('x', 65), Delete = new StreamRequest.Types.Delete() });
        Assert.Equal("operation_id", await ViolationAsync());
        await stream.SendAsync(new StreamRequest { OperationId = "1" });
        Assert.Equal("operation", await ViolationAsync());

        async Task<string> ViolationAsync() => Assert.Single(Details.Get<BadRequest>((await stream.ReadAsync()).Error)!.FieldViolations).Field;
    }

    [Fact]
    public async Task Half_close_drains_what_was_sent()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        using var stream = new RawStream(server);
        for (var i = 0; i < 100; i++)
        {
            await stream.SendAsync(RawStream.Put($"{i}", People.Key("housing", $"{i}"), People.Numbered(i)));
        }

        await stream.Call.RequestStream.CompleteAsync();
        var answered = new HashSet<string>();
        long through = 0;
        while (await stream.Call.ResponseStream.MoveNext(CancellationToken.None))
        {
            Assert.True(answered.Add(stream.Call.ResponseStream.Current.OperationId));
            Assert.True(stream.Call.ResponseStream.Current.ResolvedThrough >= through, "resolved_through went back.");
            through = stream.Call.ResponseStream.Current.ResolvedThrough;
        }

        Assert.Equal(100, answered.Count);
        Assert.Equal(StatusCode.OK, stream.Call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Stream_that_is_cut_keeps_everything_that_was_acknowledged()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        var acknowledged = new List<string>();
        using (var stream = new RawStream(server))
        {
            for (var i = 0; i < 60; i++)
            {
                await stream.SendAsync(RawStream.Put($"{i}", People.Key("housing", $"{i}"), People.Numbered(i)));
            }

            for (var i = 0; i < 20; i++)
            {
                acknowledged.Add((await stream.ReadAsync()).Outcome.Key.RecordId);
            }
        }

        foreach (var id in acknowledged)
        {
            Assert.NotEmpty((await server.Client.GetByRecordAsync(People.Key("housing", id))).Id);
        }
    }

    [Fact]
    public async Task Stopping_server_drains_the_stream_and_says_it_is_stopping()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        using var stream = new RawStream(server);
        await stream.SendAsync(RawStream.Put("1", People.Key("housing", "1"), People.Numbered(1)));
        Assert.Equal(Effect.Created, (await stream.ReadAsync()).Outcome.Effect);
        var stopping = server.Host.StopAsync();
        var error = await stream.ReadErrorAsync();
        await stopping;

        Assert.True(error.StatusCode == StatusCode.Unavailable, error.ToString());
        Assert.Equal("SHUTTING_DOWN", Details.Info(Details.Of(error)).Reason);
        Assert.NotNull(Details.Get<RetryInfo>(Details.Of(error)));
    }

    [Fact]
    public async Task Message_over_the_limit_ends_the_call_with_a_clear_status()
    {
        await using var server = await RunningServer.StartAsync(options => options.MessageBytesMax = 64 << 10);
        using var stream = new RawStream(server);

        // The status may come while the message is still being written.
        var writing = stream.Call.RequestStream.WriteAsync(new byte[65 << 10]);
        Assert.Equal(StatusCode.ResourceExhausted, (await stream.ReadErrorAsync()).StatusCode);
        if (await Xunit.Record.ExceptionAsync(() => writing) is { } refused)
        {
            Assert.Equal(StatusCode.ResourceExhausted, Assert.IsType<RpcException>(refused).StatusCode);
        }
    }

    /// <summary>Goal: a client that sends for ever and never reads can make the server hold only so much. Method: refused messages, whose answers are
    /// larger than themselves, until the server cuts the stream; the window lets few in, so the sender is stopped long before its million.</summary>
    [Fact]
    public async Task Client_that_never_reads_is_stopped_then_cut_and_costs_bounded_memory()
    {
        await using var server = await RunningServer.StartAsync(options =>
        {
            options.StreamInFlightMax = 64;
            options.StreamWriteStallMax = TimeSpan.FromSeconds(1);
        });
        using var stream = new RawStream(server);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var message = new StreamRequest { Put = new StreamRequest.Types.Put { Key = People.Key("housing", new string('k', 200)) } }.ToByteArray();
        var sent = 0;
        var cut = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            for (; sent < 1_000_000; sent++)
            {
                await stream.Call.RequestStream.WriteAsync(message);
            }
        });

        Assert.True(cut is RpcException or InvalidOperationException or IOException, cut.ToString());
        Assert.InRange(sent, 1, 200_000);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 100L << 20);
        Assert.Equal(0, (await server.Client.GetStatusAsync()).Records);
    }

    [Fact]
    public async Task Overload_is_told_to_come_back_and_the_client_does()
    {
        await using var server = await RunningServer.StartAsync(options => options.ConfigureIndex = index => index.InFlightMax = 1);
        await server.RegisterAsync("housing");
        await using var stream = server.Client.OpenIngestStream(new Client.IngestStreamOptions { InFlightMax = 8, RecordAttemptsMax = 1000 });
        for (var i = 0; i < 40; i++)
        {
            await stream.PutAsync(People.Key("housing", $"{i}"), People.Numbered(i));
        }

        var totals = await stream.CompleteAsync();
        Assert.Equal((40, 0), (totals.Acknowledged, totals.Failed));
        Assert.Equal(40, (await server.Client.GetStatusAsync()).Records);
    }
}
