using Xunit.Abstractions;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>The real <c>cgrains serve</c> killed without warning while a client streams records to it over gRPC.</summary>
public sealed class ServerKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Count = 3_000;
    private const int Kills = 20;

    private readonly StorePair _stores = new();

    public void Dispose() => _stores.Dispose();

    /// <summary>Goal: a client that keeps its stream sees one import, however often the server dies. Method: kill -9 at seeded numbers of acknowledgements, verify what lies on the
    /// disk, start the server again on its port; the client's stream resumes by itself.</summary>
    [Fact]
    public async Task Killed_at_twenty_moments_of_an_import_nothing_acknowledged_is_lost_and_the_partition_is_that_of_an_undisturbed_run()
    {
        var seed = StoreChecks.Seed;
        output.WriteLine($"CG_SEED={seed}");
        var random = new Random(seed);
        int[] moments = [.. Enumerable.Range(0, Kills).Select(_ => random.Next(Count * 9 / 10)).Order()];
        var port = ServeProcess.FreePort();
        var import = new StreamedImport(port, Count);
        var server = await ServeProcess.StartAsync(_stores.Disturbed, port);
        try
        {
            var sending = import.RunAsync();
            foreach (var (kill, moment) in moments.Index())
            {
                await import.WaitForAsync(moment, sending);
                server.Kill();
                await server.WaitForEndAsync();
                server.Dispose();
                var when = $"after kill {kill + 1}, CG_SEED={seed}";
                var acknowledged = import.Acknowledged;
                StoreChecks.AssertClean(_stores.Disturbed, when);
                await StoreChecks.AssertNothingLostAsync(_stores.Disturbed, acknowledged, when);
                server = await ServeProcess.StartAsync(_stores.Disturbed, port);
            }

            var totals = await sending.WaitAsync(ServeProcess.WaitMax);
            Assert.Equal((Count, 0), (totals.Acknowledged, totals.Failed));
            Assert.True(totals.Reconnects > 0);
            Assert.DoesNotContain(false, import.Acknowledged);
            await ServeProcess.WaitUntilResolvedAsync(port);
            output.WriteLine($"{totals.Reconnects} reconnects, {totals.Resent} records sent again");
        }
        finally
        {
            server.Dispose();
        }

        await StreamedImport.WholeAsync(_stores.Undisturbed, Count);
        output.WriteLine(StoreChecks.AssertAlike(_stores.Disturbed, _stores.Undisturbed));
    }
}
