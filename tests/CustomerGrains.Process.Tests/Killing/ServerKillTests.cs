using Xunit.Abstractions;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>The real <c>cgrains serve</c> killed without warning while a client streams records to it over gRPC.</summary>
public sealed class ServerKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Count = 3_000;
    private const int Kills = 20;

    private readonly DirectoryInfo _disturbed = Directory.CreateTempSubdirectory("cg-killed-");
    private readonly DirectoryInfo _undisturbed = Directory.CreateTempSubdirectory("cg-left-alone-");

    public void Dispose()
    {
        _disturbed.Delete(recursive: true);
        _undisturbed.Delete(recursive: true);
    }

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
        var server = await ServeProcess.StartAsync(_disturbed.FullName, port);
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
                StoreChecks.AssertClean(_disturbed.FullName, when);
                await StoreChecks.AssertNothingLostAsync(_disturbed.FullName, acknowledged, when);
                server = await ServeProcess.StartAsync(_disturbed.FullName, port);
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

        await ImportUndisturbedAsync();
        output.WriteLine(StoreChecks.AssertAlike(_disturbed.FullName, _undisturbed.FullName));
    }

    private async Task ImportUndisturbedAsync()
    {
        var port = ServeProcess.FreePort();
        using var server = await ServeProcess.StartAsync(_undisturbed.FullName, port);
        await new StreamedImport(port, Count).RunAsync().WaitAsync(ServeProcess.WaitMax);
        await ServeProcess.WaitUntilResolvedAsync(port);
    }
}
