using CustomerGrains.Index;
using CustomerGrains.Index.Sources;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Local;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Verifying;
using Xunit.Abstractions;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>The real <c>cgrains serve</c> on a store that an older build filled, killed without warning while it reads the records anew and more of them come.</summary>
public sealed class ReadingKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Count = 7_000;

    /// <summary>Operations that the older build takes: many, for reading anew is quick.</summary>
    private const int Older = 6_000;
    private const int Kills = 3;

    private readonly StorePair _stores = new();

    public void Dispose() => _stores.Dispose();

    /// <summary>Goal: an upgrade that is killed again and again, under traffic, ends where a store is that this build filled from the start. Method: most through a build that reads records otherwise, then
    /// the server; go on importing, kill -9 at seeded shares of what is read anew and verify what lies on the disk each time; compare with everything imported by this build.</summary>
    [Fact]
    public async Task Reading_anew_killed_at_any_moment_ends_in_the_partition_of_a_store_that_this_build_filled()
    {
        var seed = StoreChecks.Seed;
        output.WriteLine($"CG_SEED={seed}");
        var random = new Random(seed);
        await FillByOlderBuildAsync();
        var before = StoreVerifier.Verify(_stores.Disturbed);
        Assert.Equal(before.LiveRecords, before.OlderReadings);
        var port = ServeProcess.FreePort();
        var import = new StreamedImport(port, Count);
        var server = await ServeProcess.StartAsync(_stores.Disturbed, port);
        var interrupted = 0;
        try
        {
            var sending = import.RunAsync(first: Older);
            for (var kill = 1; kill <= Kills; kill++)
            {
                // The first at once, so that it finds something to interrupt on a machine of any speed; each of the others after a further share was read anew.
                if (kill > 1)
                {
                    await WaitUntilLeftAsync(port, (before.OlderReadings * (Kills - kill) / Kills) + random.NextInt64(before.OlderReadings / Kills));
                }

                server.Kill();
                await server.WaitForEndAsync();
                server.Dispose();
                var when = $"after kill {kill}, CG_SEED={seed}";
                StoreChecks.AssertClean(_stores.Disturbed, when);
                await StoreChecks.AssertNothingLostAsync(_stores.Disturbed, [.. import.Acknowledged.Index().Select(operation => operation.Item || operation.Index < Older)], when);
                interrupted += StoreVerifier.Verify(_stores.Disturbed).OlderReadings > 0 ? 1 : 0;
                server = await ServeProcess.StartAsync(_stores.Disturbed, port);
            }

            Assert.Equal(0, (await sending.WaitAsync(ServeProcess.WaitMax)).Failed);
            await ServeProcess.WaitUntilResolvedAsync(port);
        }
        finally
        {
            server.Dispose();
        }

        Assert.True(interrupted > 0, $"No kill fell into the reading, so the test shows nothing; CG_SEED={seed}");
        output.WriteLine($"{before.PartitionHash} by the older build; {interrupted} of {Kills} kills fell into the reading");
        await StreamedImport.WholeAsync(_stores.Undisturbed, Count);
        output.WriteLine(StoreChecks.AssertAlike(_stores.Disturbed, _stores.Undisturbed));
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
