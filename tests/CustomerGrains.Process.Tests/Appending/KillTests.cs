using System.Diagnostics;
using System.Globalization;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Sqlite.Verifying;
using Xunit.Abstractions;
using SystemProcess = System.Diagnostics.Process;

namespace CustomerGrains.Process.Tests.Appending;

/// <summary>The index killed without warning, as by the operating system, and started again.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
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

    /// <summary>Goal: whatever moment the process dies at, nothing acknowledged is lost and the outcome is that of a run left alone. Method: kill -9 at seeded numbers of
    /// acknowledgements, verify what lies on the disk, start again from the first operation that was not acknowledged.</summary>
    [Fact]
    public async Task Killed_at_twenty_moments_nothing_acknowledged_is_lost_and_the_partition_is_that_of_an_undisturbed_run()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CG_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Environment.TickCount & 0xfffff;
        output.WriteLine($"CG_SEED={seed}");
        var random = new Random(seed);
        var acknowledged = new bool[Count];
        for (var kill = 1; kill <= Kills; kill++)
        {
            // Far enough to come to the end of the list only after the last kill.
            var after = random.Next(Count / (Kills + 1));
            await AppendAsync(_disturbed.FullName, acknowledged, after);
            var report = StoreVerifier.Verify(_disturbed.FullName);
            Assert.True(report.IsClean, $"after kill {kill}, CG_SEED={seed}: {string.Join('\n', report.Findings)}");
            await AssertNothingLostAsync(acknowledged, $"after kill {kill}, CG_SEED={seed}");
        }

        Assert.Contains(false, acknowledged);
        Assert.True(await AppendAsync(_disturbed.FullName, acknowledged, killAfter: null), $"CG_SEED={seed}");
        Assert.True(await AppendAsync(_undisturbed.FullName, new bool[Count], killAfter: null));
        var disturbed = StoreVerifier.Verify(_disturbed.FullName);
        var undisturbed = StoreVerifier.Verify(_undisturbed.FullName);
        Assert.Empty(disturbed.Findings);
        Assert.Empty(disturbed.Notes);
        Assert.Empty(undisturbed.Findings);
        Assert.Empty(undisturbed.Notes);
        Assert.Equal(undisturbed.PartitionHash, disturbed.PartitionHash);
        Assert.Equal((undisturbed.LiveRecords, undisturbed.LiveCustomers, 0L), (disturbed.LiveRecords, disturbed.LiveCustomers, disturbed.Unresolved));
        output.WriteLine($"{disturbed.LiveRecords} records, {disturbed.LiveCustomers} customers, {disturbed.Events} events against {undisturbed.Events} undisturbed, partition {disturbed.PartitionHash}");
    }

    /// <summary>Runs the child from the first operation that is not acknowledged.</summary>
    /// <param name="killAfter">Acknowledgements after which it is killed; null: never.</param>
    /// <returns>The child came to its end by itself.</returns>
    private static async Task<bool> AppendAsync(string folder, bool[] acknowledged, int? killAfter)
    {
        var first = Array.IndexOf(acknowledged, false);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" or "testhost")
        {
            start.FileName = "dotnet";
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(typeof(KillTests).Assembly.Location);
        }

        foreach (var argument in (string[])["append", folder, Count.ToString(CultureInfo.InvariantCulture), first.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        using var child = SystemProcess.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var seen = 0;
        var ended = false;
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                acknowledged[number] = true;
                if (killAfter is { } after && ++seen > after)
                {
                    // SIGKILL. What it had printed by then is still read and counts as acknowledged.
                    child.Kill();
                    killAfter = null;
                }
            }
            else
            {
                ended |= line == "done";
            }
        }

        await child.WaitForExitAsync();
        Assert.True(child.ExitCode is 0 or 137, await errors);
        return ended;
    }

    private async Task AssertNothingLostAsync(bool[] acknowledged, string when)
    {
        var last = new Dictionary<RecordIdentity, int>();
        for (var number = 0; number < Count; number++)
        {
            if (acknowledged[number])
            {
                last[Operations.IdentityOf(number, Count)] = number;
            }
        }

        await using var journal = SqliteJournal.Open(_disturbed.FullName);
        foreach (var (identity, number) in last)
        {
            var record = await journal.FindRecordAsync(identity);
            if (record.IsNone)
            {
                // Of a record that was deleted before anything else came of it there is nothing that could be lost.
                Assert.True(
                    Enumerable.Range(number, Count - number).Any(later => Operations.IsDelete(later) && Operations.IdentityOf(later, Count) == identity), $"{identity} is lost {when}");
                continue;
            }

            var body = (await journal.ReadBodiesAsync([record]))[0]!;
            var isLatest = body.SourceVersion == number + 1;
            Assert.True(body.SourceVersion >= number + 1, $"{identity} fell back to version {body.SourceVersion} from {number + 1} {when}");
            Assert.True(!isLatest || body.IsLive != Operations.IsDelete(number), $"{identity} is in the wrong state {when}");
        }
    }
}
