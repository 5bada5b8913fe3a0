using System.Diagnostics;
using CustomerGrains.GrpcFallback.Tests.Echo;
using Grpc.Core;
using Xunit.Abstractions;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>
/// Many small messages on one stream. Rates are printed, not asserted, because they depend on what else the machine does; what is
/// asserted is the memory that each message costs both sides together, which does not.
/// </summary>
[Collection(Alone)]
public sealed class ThroughputTests(ITestOutputHelper output)
{
    /// <summary>Memory is counted for the whole process, so nothing else may run in it meanwhile.</summary>
    public const string Alone = "alone";

    private const int MessageCount = 100_000;

    // Without a free processor messages go out one by one and each pays for a flush of its own; one undisturbed round tells what a message costs.
    private const int RoundsMax = 5;

    // Two requests' and two responses' objects with their texts are about 350 bytes; the rest is what the streams add.
    private const long BytesPerExchangeMax = 600;

    [Fact]
    public async Task Duplex_stream_of_small_messages_allocates_little_per_message()
    {
        await using var server = await EchoServer.StartAsync();
        using var connection = server.Connect();
        await ExchangeAsync(connection, 20_000);

        var best = long.MaxValue;
        for (var round = 0; round < RoundsMax && best > BytesPerExchangeMax; round++)
        {
            best = Math.Min(best, await MeasureAsync(connection));
        }

        Assert.InRange(best, 1, BytesPerExchangeMax);
    }

    private async Task<long> MeasureAsync(EchoConnection connection)
    {
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        var processorBefore = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await ExchangeAsync(connection, MessageCount);
        var seconds = watch.Elapsed.TotalSeconds;
        var processor = (Environment.CpuUsage.TotalTime - processorBefore).TotalMicroseconds / MessageCount;
        var bytesPerExchange = (GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore) / MessageCount;
        output.WriteLine($"{MessageCount / seconds:N0} requests/s and as many responses/s, client and server in one process; {processor:N1} µs of processor time and {bytesPerExchange} bytes allocated for each exchange");
        return bytesPerExchange;
    }

    private static async Task ExchangeAsync(EchoConnection connection, int count)
    {
        using var call = connection.Client.Chat();
        var request = new Ping { Text = "0123456789abcdef", Count = 7 };
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
            {
                await call.RequestStream.WriteAsync(request);
            }

            await call.RequestStream.CompleteAsync();
        });
        var answered = 0;
        while (await call.ResponseStream.MoveNext())
        {
            answered++;
        }

        await writing;
        Assert.Equal(count + 1, answered);
    }
}

[CollectionDefinition(ThroughputTests.Alone, DisableParallelization = true)]
public sealed class AloneCollection;
