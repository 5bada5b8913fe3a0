using System.Diagnostics;
using System.Globalization;
using CustomerGrains.Index.Journal;
using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.PostgreSql;
using CustomerGrains.Stores.Tests.Contract;
using Xunit.Abstractions;

namespace CustomerGrains.Stores.Tests.PostgreSql;

/// <summary>How fast the store on PostgreSQL is, every commit waiting for the disk. The asserted floors are far below what is measured: they catch a lost index, not a slow machine.</summary>
/// <remarks>CG_STORE_RECORDS sets the number of records; default 20,000.</remarks>
public sealed class PostgresThroughputTests(ITestOutputHelper output)
{
    private readonly int _count = int.Parse(Environment.GetEnvironmentVariable("CG_STORE_RECORDS") ?? "20000", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Many_callers_share_a_transaction_and_opening_again_is_one_scan()
    {
        const int Callers = 256;
        var server = await PostgresServer.SharedAsync();
        var options = new PostgresStoreOptions { ConnectionString = await server.CreateDatabaseAsync() };
        await using (var journal = await PostgresJournal.OpenAsync(options))
        {
            var processor = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
            {
                var random = new Random(caller);
                for (var i = caller; i < _count; i += Callers)
                {
                    var reply = await journal.AcceptAsync(GeneratedRecords.Request(i, random));
                    Assert.True((await journal.CommitAsync(Commits.Alone(new RecordRevision(reply.No, 1)))).Committed);
                }
            })));
            var rate = _count / clock.Elapsed.TotalSeconds;
            processor = Environment.CpuUsage.TotalTime - processor;
            output.WriteLine(
                $"{Callers} callers: {rate:0} records/s accepted and committed, each waiting for the disk twice; processor {processor.TotalMicroseconds / _count:0} µs per record in this process");
            Assert.True(rate > 200);
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var processorBefore = Environment.CpuUsage.TotalTime;
        var opening = Stopwatch.StartNew();
        await using var again = await PostgresJournal.OpenAsync(options);
        opening.Stop();
        var processorOpening = Environment.CpuUsage.TotalTime - processorBefore;
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(_count, (await again.ReadStatusAsync()).LiveRecords);
        output.WriteLine($"opening {opening.Elapsed.TotalSeconds:0.00} s, processor {processorOpening.TotalSeconds:0.00} s in this process, memory {memory / (double)_count:0} bytes per record");
        await server.DropDatabaseAsync(options.ConnectionString);
    }

    [Fact]
    public async Task Reading_components_is_a_few_round_trips_for_many_callers()
    {
        const int Records = 2_000;
        var server = await PostgresServer.SharedAsync();
        var options = new PostgresStoreOptions { ConnectionString = await server.CreateDatabaseAsync() };
        await using var journal = await PostgresJournal.OpenAsync(options);
        await Task.WhenAll(Enumerable.Range(0, Records).Select(async i =>
        {
            var reply = await journal.AcceptAsync(GeneratedRecords.Request(i, new Random(i)));
            await journal.CommitAsync(Commits.Alone(new RecordRevision(reply.No, 1)));
        }));
        RecordNo[] asked = [.. Enumerable.Range(1, Records).Select(no => new RecordNo(no))];
        var clock = Stopwatch.StartNew();
        foreach (var record in asked[..200])
        {
            Assert.Single((await journal.ReadComponentsAsync([record])).Records);
        }

        var alone = clock.Elapsed.TotalMicroseconds / 200;
        clock.Restart();
        Assert.All(await Task.WhenAll(asked.Select(record => journal.ReadComponentsAsync([record]).AsTask())), snapshot => Assert.Single(snapshot.Records));
        var together = clock.Elapsed.TotalMicroseconds / Records;
        clock.Restart();
        await Task.WhenAll(asked.Select(record => journal.ReadPostingsAsync([new(1)], 10).AsTask()));
        output.WriteLine($"a component of one {alone:0} µs alone, {together:0} µs among many; postings among many {clock.Elapsed.TotalMicroseconds / Records:0} µs");
        Assert.True(together < 2_000);
    }
}
