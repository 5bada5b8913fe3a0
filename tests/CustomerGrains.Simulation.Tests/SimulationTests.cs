using System.Collections.Concurrent;
using CustomerGrains.Index.Tests.Checking;
using Xunit.Abstractions;

namespace CustomerGrains.Simulation.Tests;

public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int SchedulesDefault = 10_000;

    /// <summary>Goal: no fault that a host or a store may show makes the index wrong, lose what it acknowledged, or stop. Method: the real grains on the real store under seeded schedules of
    /// late, lost and repeated calls, failing writes, dropped and doubled grains and crashes; the checker looks in between and, when faults have stopped, at everything.</summary>
    [Fact]
    public async Task No_schedule_of_faults_breaks_a_promise()
    {
        var failures = new ConcurrentDictionary<int, string>();
        await Parallel.ForEachAsync(Seeds.First(SchedulesDefault), new ParallelOptions { MaxDegreeOfParallelism = 2 }, (seed, _) =>
        {
            if (failures.Count < 5 && Schedule.Run(seed) is { Count: > 0 } findings)
            {
                failures[seed] = string.Join("; ", findings);
            }

            return ValueTask.CompletedTask;
        });
        Assert.True(failures.IsEmpty, string.Join('\n', failures.OrderBy(failure => failure.Key).Select(failure => $"CG_SEED={failure.Key}: {failure.Value}")));
    }

    /// <summary>Goal: the same seed is the same run, or a failure could not be replayed. Method: run schedules with a bug twice, of one process and of two, and compare what is found.</summary>
    [Theory]
    [InlineData(Plant.EveryKeyFresh)]
    [InlineData(Plant.OthersWritesUnseen)]
    public void A_seed_replays_the_same_run(Plant plant)
    {
        for (var seed = 1; seed <= 80; seed++)
        {
            Assert.Equal(Schedule.Run(seed, plant), Schedule.Run(seed, plant));
        }
    }

    /// <summary>Goal: the checker can be trusted. Method: put bugs in on purpose; each must be found.</summary>
    [Theory]
    [InlineData(Plant.EveryKeyFresh)]
    [InlineData(Plant.NeighbourForgotten)]
    [InlineData(Plant.PredecessorsIgnored)]
    [InlineData(Plant.NothingCompared)]
    [InlineData(Plant.LinksForgotten)]
    [InlineData(Plant.NoSweep)]
    [InlineData(Plant.ModelNotCompared)]
    [InlineData(Plant.FormerTakenForNew)]
    [InlineData(Plant.CrowdsForgotten)]
    [InlineData(Plant.OperationsForgotten)]
    [InlineData(Plant.LateRepeatsTakenForHeld)]
    [InlineData(Plant.OthersEvidenceForgotten)]
    [InlineData(Plant.FormerKeysKept)]
    [InlineData(Plant.OthersWritesUnseen)]
    [InlineData(Plant.SilentTakenForFresh)]
    public void A_planted_bug_is_found(Plant plant)
    {
        for (var seed = 1; seed <= 2000; seed++)
        {
            if (Schedule.Run(seed, plant) is { Count: > 0 } findings)
            {
                output.WriteLine($"{plant} was found by seed {seed}: {findings[0]}");
                return;
            }
        }

        Assert.Fail($"{plant} was not found in 2000 schedules.");
    }

    /// <summary>Goal: withdrawals only save work, as the key grain claims. Method: lose all of them.</summary>
    [Fact]
    public void Losing_every_withdrawal_breaks_nothing()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var findings = Schedule.Run(seed, Plant.WithdrawalsLost);
            Assert.True(findings.Count == 0, $"CG_SEED={seed}: {string.Join("; ", findings)}");
        }
    }
}
