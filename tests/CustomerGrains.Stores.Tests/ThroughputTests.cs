using System.Diagnostics;
using System.Globalization;
using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Sqlite.Writing;
using CustomerGrains.Stores.Tests.Contract;
using Xunit.Abstractions;

namespace CustomerGrains.Stores.Tests;

/// <summary>How fast the store is. The asserted floors are far below what is measured: they catch a lost index, not a slow machine.</summary>
/// <remarks>CG_STORE_RECORDS sets the number of records; default 20,000.</remarks>
public sealed class ThroughputTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly int _count = int.Parse(Environment.GetEnvironmentVariable("CG_STORE_RECORDS") ?? "20000", CultureInfo.InvariantCulture);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Accepting_and_committing_in_batches_is_fast_and_so_is_starting_again()
    {
        const int Batch = 512;
        const int Seed = 7;
        var random = new Random(Seed);
        var path = Path.Combine(_folder.Path, DataFolder.DatabaseName);
        var options = new SqliteStoreOptions();
        var accepting = new Stopwatch();
        var committing = new Stopwatch();
        var processor = TimeSpan.Zero;
        using (var core = SqliteJournalCore.Open(path, options, TimeProvider.System))
        {
            foreach (var chunk in Enumerable.Range(0, _count).Chunk(Batch))
            {
                var requests = chunk.Select(i => GeneratedRecords.Request(i, random)).ToArray();
                var processorBefore = Environment.CpuUsage.TotalTime;
                accepting.Start();
                core.Begin();
                var accepted = requests.Select(core.Accept).ToArray();
                core.Commit();
                accepting.Stop();
                var commits = accepted.Select(reply => Commits.Alone(new RecordRevision(reply.No, reply.Revision))).ToArray();
                committing.Start();
                core.Begin();
                Assert.All(commits, commit => Assert.True(core.Commit(commit).Committed));
                core.Commit();
                committing.Stop();
                processor += Environment.CpuUsage.TotalTime - processorBefore;
            }
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var starting = Stopwatch.StartNew();
        using var reopened = SqliteJournalCore.Open(path, options, TimeProvider.System);
        starting.Stop();
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(_count, reopened.Reads.ReadStatus().LiveRecords);
        var together = _count / (accepting.Elapsed + committing.Elapsed).TotalSeconds;
        output.WriteLine(
            $"{_count} records, seed {Seed}: accept {_count / accepting.Elapsed.TotalSeconds:0}/s, commit {_count / committing.Elapsed.TotalSeconds:0}/s, together {together:0}/s, processor {processor.TotalMicroseconds / _count:0.0} µs per record; "
            + $"start {starting.Elapsed.TotalSeconds:0.00} s, memory {memory / (double)_count:0} bytes per record, file {new FileInfo(path).Length / _count} bytes per record");
        Assert.True(together > 1_000);
    }

    [Fact]
    public async Task Many_callers_share_a_transaction()
    {
        const int Callers = 64;
        await using var journal = SqliteJournal.Open(_folder.Path);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            for (var i = caller; i < _count; i += Callers)
            {
                var reply = await journal.AcceptAsync(GeneratedRecords.Request(i, random));
                await journal.CommitAsync(Commits.Alone(new RecordRevision(reply.No, 1)));
            }
        })));
        var rate = _count / clock.Elapsed.TotalSeconds;
        output.WriteLine($"{Callers} callers: {rate:0} records/s accepted and committed, each waiting for the disk twice");
        Assert.True(rate > 300);
    }

    [Fact]
    public async Task Reading_a_component_and_its_records_is_a_few_point_reads()
    {
        await using var journal = SqliteJournal.Open(_folder.Path);
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(async i =>
        {
            var reply = await journal.AcceptAsync(GeneratedRecords.Request(i, new Random(i)));
            await journal.CommitAsync(Commits.Alone(new RecordRevision(reply.No, 1)));
        }));
        RecordNo[] asked = [.. Enumerable.Range(1, 2_000).Select(no => new RecordNo(no))];
        await journal.ReadRecordsAsync(asked);
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < 10; round++)
        {
            await journal.ReadRecordsAsync(asked);
        }

        var records = clock.Elapsed.TotalMicroseconds / 20_000;
        clock.Restart();
        foreach (var record in asked)
        {
            Assert.Single((await journal.ReadComponentsAsync([record])).Records);
        }

        output.WriteLine($"a record {records:0.0} µs, a component of one {clock.Elapsed.TotalMicroseconds / asked.Length:0.0} µs");
        Assert.True(records < 1_000);
    }
}
