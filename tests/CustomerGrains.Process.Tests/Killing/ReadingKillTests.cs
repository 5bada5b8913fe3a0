using CustomerGrains.Index;
using CustomerGrains.Index.Sources;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Local;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Sqlite;
using Xunit.Abstractions;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>The real <c>cgrains serve</c> on a store that an older build filled, killed without warning while it reads the records anew and more of them come.</summary>
public sealed class ReadingKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Count = 7_000;

    /// <summary>Operations that the older build takes: many, for reading anew is quick.</summary>
    private const int Older = 6_000;
    private const int Kills = 3;
    private const int AttemptsMax = 5;

    private readonly StorePair _stores = new();

    public void Dispose() => _stores.Dispose();

    /// <summary>Goal: an upgrade that is killed again and again, under traffic, ends where a store is that this build filled from the start. Method: most through a build that reads records otherwise, then
    /// the server, killed at once; go on importing, kill -9 at seeded shares of what is read anew and verify what lies on the disk each time; compare with everything imported by this build.</summary>
    [Fact]
    public async Task Reading_anew_killed_at_any_moment_ends_in_the_partition_of_a_store_that_this_build_filled()
    {
        var seed = StoreChecks.Seed;
        output.WriteLine($"CG_SEED={seed}");
        var random = new Random(seed);
        var port = ServeProcess.FreePort();
        var (before, left) = await FillAndKillAtOnceAsync(port);
        var interrupted = 1;
        var import = new StreamedImport(port, Count);
        var server = await ServeProcess.StartAsync(_stores.Disturbed, port);
        try
        {
            var sending = import.RunAsync(first: Older);
            for (var kill = 2; kill <= Kills; kill++)
            {
                await WaitUntilLeftAsync(port, (left * (Kills - kill) / Kills) + random.NextInt64(1 + (left / Kills)));
                server.Kill();
                await server.WaitForEndAsync();
                server.Dispose();
                var when = $"after kill {kill}, CG_SEED={seed}";
                var report = StoreChecks.AssertClean(_stores.Disturbed, when);
                await StoreChecks.AssertNothingLostAsync(_stores.Disturbed, [.. import.Acknowledged.Index().Select(operation => operation.Item || operation.Index < Older)], when);
                interrupted += report.OlderReadings > 0 ? 1 : 0;
                server = await ServeProcess.StartAsync(_stores.Disturbed, port);
            }

            Assert.Equal(0, (await sending.WaitAsync(ServeProcess.WaitMax)).Failed);
            await ServeProcess.WaitUntilResolvedAsync(port);
        }
        finally
        {
            server.Dispose();
        }

        output.WriteLine($"{before} by the older build; {interrupted} of {Kills} kills fell into the reading");
        await StreamedImport.WholeAsync(_stores.Undisturbed, Count);
        output.WriteLine(StoreChecks.AssertAlike(_stores.Disturbed, _stores.Undisturbed));
    }

    /// <summary>A store of the older build whose first server of this build was killed as soon as it was ready, with records left to read anew: from the start again where it was too quick for that.</summary>
    /// <returns>The partition of the older build, and records left.</returns>
    private async Task<(string Partition, long Left)> FillAndKillAtOnceAsync(int port)
    {
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            await FillByOlderBuildAsync();
            var before = StoreChecks.AssertClean(_stores.Disturbed, "filled by the older build");
            Assert.Equal(before.LiveRecords, before.OlderReadings);
            using (var server = await ServeProcess.StartAsync(_stores.Disturbed, port))
            {
                server.Kill();
                await server.WaitForEndAsync();
            }

            var after = StoreChecks.AssertClean(_stores.Disturbed, "after the first kill");
            if (after.OlderReadings > 0)
            {
                return (before.PartitionHash, after.OlderReadings);
            }

            Directory.Delete(_stores.Disturbed, recursive: true);
            Directory.CreateDirectory(_stores.Disturbed);
        }

        throw new InvalidOperationException($"No kill fell into the reading in {AttemptsMax} attempts, so the test shows nothing.");
    }

    private async Task FillByOlderBuildAsync()
    {
        await using var journal = SqliteJournal.Open(_stores.Disturbed);
        await journal.GetOrAddSettingAsync(IndexSettings.KeySecret, new byte[16]);
        await using var local = await LocalIndex.OpenAsync(OlderBuild.On(journal), journal);
        await local.Index.RegisterSourceAsync(new Source(Operations.Source, "", new SourceDefaults()));
        await Parallel.ForAsync(0, Older, async (number, _) => await Operations.SendAsync(local.Index, number, Count));
    }

    /// <summary>What is to be read anew counts as backlog. By a connection of its own, for one that lost its server comes back to it later than all is read.</summary>
    private static async Task WaitUntilLeftAsync(int port, long recordsLeft)
    {
        using var client = ServeProcess.Connect(port);
        using var timeout = new CancellationTokenSource(ServeProcess.WaitMax);
        while ((await client.GetStatusAsync(timeout.Token)).Backlog > recordsLeft)
        {
        }
    }
}
