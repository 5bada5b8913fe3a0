using System.Globalization;
using Xunit.Abstractions;

namespace CustomerGrains.Process.Tests.Killing;

/// <summary>The index without its doors, killed without warning and started again.</summary>
public sealed class AppenderKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Count = 1_500;
    private const int Kills = 8;

    /// <summary>Operations a process may send before it is killed, so that the list comes to its end only after the last kill, however late a kill strikes.</summary>
    private const int Share = Count / (Kills + 1);

    private readonly StorePair _stores = new();

    public void Dispose() => _stores.Dispose();

    /// <summary>Goal: whatever moment the process dies at, nothing acknowledged is lost and the outcome is that of a run left alone. Method: kill -9 at seeded numbers of
    /// acknowledgements, verify what lies on the disk, start again from the first operation that was not acknowledged.</summary>
    [Fact]
    public async Task Killed_and_started_again_nothing_acknowledged_is_lost_and_the_partition_is_that_of_an_undisturbed_run()
    {
        var seed = StoreChecks.Seed;
        output.WriteLine($"CG_SEED={seed}");
        var random = new Random(seed);
        var acknowledged = new bool[Count];
        for (var kill = 1; kill <= Kills; kill++)
        {
            Assert.False(await AppendAsync(_stores.Disturbed, acknowledged, killAfter: random.Next(Share)), $"kill {kill}, CG_SEED={seed}");
            var when = $"after kill {kill}, CG_SEED={seed}";
            StoreChecks.AssertClean(_stores.Disturbed, when);
            await StoreChecks.AssertNothingLostAsync(_stores.Disturbed, acknowledged, when);
        }

        Assert.Contains(false, acknowledged);
        Assert.True(await AppendAsync(_stores.Disturbed, acknowledged, killAfter: null), $"CG_SEED={seed}");
        Assert.True(await AppendAsync(_stores.Undisturbed, new bool[Count], killAfter: null));
        output.WriteLine(StoreChecks.AssertAlike(_stores.Disturbed, _stores.Undisturbed));
    }

    /// <summary>Runs the child from the first operation that is not acknowledged.</summary>
    /// <param name="killAfter">Acknowledgements after which it is killed; null: never.</param>
    /// <returns>The child came to its end by itself.</returns>
    private static async Task<bool> AppendAsync(string folder, bool[] acknowledged, int? killAfter)
    {
        var first = Array.IndexOf(acknowledged, false);
        var end = killAfter is null ? Count : first + Share;
        string[] numbers = [.. new[] { Count, first, end }.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        using var child = ChildProcess.Start("CustomerGrains.Process.Tests.dll", ["append", folder, .. numbers]);
        var seen = 0;
        var ended = false;
        while (await child.Output.ReadLineAsync() is { } line)
        {
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                acknowledged[number] = true;
                if (seen++ == killAfter)
                {
                    // What it had printed by then is still read and counts as acknowledged.
                    child.Kill();
                }
            }
            else
            {
                ended |= line == "done";
            }
        }

        await child.WaitForEndAsync();
        return ended;
    }
}
