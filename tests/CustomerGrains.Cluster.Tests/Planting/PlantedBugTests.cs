using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Cluster.Tests.Running;
using Xunit.Abstractions;

namespace CustomerGrains.Cluster.Tests.Planting;

/// <summary>The checker is checked: bugs are put into the journal on purpose, and each must be found by what it leaves behind.</summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    private const int SeedsMax = 30;

    private static readonly PlanShape Shape = new() { Servers = 1, Kinds = [FaultKind.Kill], Faults = (4, 4), OperationsPerPhase = 60 };

    /// <summary>Goal: what is found below is found because of the bug. Method: the same runs without one.</summary>
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    public async Task Without_a_bug_nothing_is_found(string store)
    {
        for (var seed = Seeds.First; seed < Seeds.First + 4; seed++)
        {
            Assert.Equal([], (await RunAsync(store, seed, Bug.None)).Findings);
        }
    }

    [Theory]
    [InlineData("sqlite", Bug.NothingCompared, "")]
    [InlineData("sqlite", Bug.AcknowledgedLost, "acknowledged")]
    [InlineData("sqlite", Bug.StaleWritten, "acknowledged")]
    [InlineData("sqlite", Bug.LeftUnresolved, "rest")]
    [InlineData("sqlite", Bug.EventsDropped, "events")]
    [InlineData("sqlite", Bug.OperationsForgotten, "answers")]
    [InlineData("sqlite", Bug.EarlierOperationsForgotten, "acknowledged")]
    [InlineData("postgres", Bug.NothingCompared, "")]
    [InlineData("postgres", Bug.AcknowledgedLost, "acknowledged")]
    [InlineData("postgres", Bug.StaleWritten, "acknowledged")]
    [InlineData("postgres", Bug.LeftUnresolved, "rest")]
    [InlineData("postgres", Bug.EventsDropped, "events")]
    [InlineData("postgres", Bug.OperationsForgotten, "answers")]
    [InlineData("postgres", Bug.EarlierOperationsForgotten, "acknowledged")]
    public async Task A_bug_of_the_journal_is_found(string store, Bug bug, string check)
    {
        for (var seed = Seeds.First; seed < Seeds.First + SeedsMax; seed++)
        {
            if ((await RunAsync(store, seed, bug)).Findings.FirstOrDefault(finding => check.Length == 0 || finding.Check == check) is { } found)
            {
                output.WriteLine($"{bug} was found by seed {seed}: {found.Check}: {found.Text}");
                return;
            }
        }

        Assert.Fail($"{bug} was not found in {SeedsMax} runs from {Seeds.Name}={Seeds.First} on.");
    }

    private static async Task<ClusterReport> RunAsync(string kind, int seed, Bug bug)
    {
        await using var store = await ScratchStore.MakeAsync(kind);
        var history = new History();
        await store.RunAsync(PlanGenerator.Make(seed, Shape), history, bug);
        return ClusterChecker.Check(store.Location, history);
    }
}
