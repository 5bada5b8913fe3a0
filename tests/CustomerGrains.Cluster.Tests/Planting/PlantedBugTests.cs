using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Cluster.Tests.Running;
using CustomerGrains.Index;
using CustomerGrains.Stores.Sqlite;
using Xunit.Abstractions;

namespace CustomerGrains.Cluster.Tests.Planting;

/// <summary>The checker is checked: bugs are put into the journal on purpose, and each must be found by what it leaves behind.</summary>
public sealed class PlantedBugTests(ITestOutputHelper output) : IDisposable
{
    private const int SeedsMax = 12;

    private static readonly PlanShape Shape = new() { Servers = 1, Kinds = [FaultKind.Kill], Faults = (4, 4), OperationsPerPhase = 60 };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cg-planted-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Goal: what is found below is found because of the bug. Method: the same runs without one.</summary>
    [Fact]
    public async Task Without_a_bug_nothing_is_found()
    {
        for (var seed = Seeds.First; seed < Seeds.First + 4; seed++)
        {
            Assert.Equal([], (await RunAsync(seed, Bug.None)).Findings);
        }
    }

    [Theory]
    [InlineData(Bug.NothingCompared, "")]
    [InlineData(Bug.AcknowledgedLost, "acknowledged")]
    [InlineData(Bug.StaleWritten, "acknowledged")]
    [InlineData(Bug.LeftUnresolved, "rest")]
    [InlineData(Bug.EventsDropped, "events")]
    [InlineData(Bug.OperationsForgotten, "answers")]
    public async Task A_bug_of_the_journal_is_found(Bug bug, string check)
    {
        for (var seed = Seeds.First; seed < Seeds.First + SeedsMax; seed++)
        {
            if ((await RunAsync(seed, bug)).Findings.FirstOrDefault(finding => check.Length == 0 || finding.Check == check) is { } found)
            {
                output.WriteLine($"{bug} was found by seed {seed}: {found.Check}: {found.Text}");
                return;
            }
        }

        Assert.Fail($"{bug} was not found in {SeedsMax} runs from {Seeds.Name}={Seeds.First} on.");
    }

    private async Task<ClusterReport> RunAsync(int seed, Bug bug)
    {
        var folder = Path.Combine(_folder.FullName, $"{seed}");
        var plan = PlanGenerator.Make(seed, Shape);
        var history = new History();
        await using (var journal = SqliteJournal.Open(folder))
        {
            await journal.GetOrAddSettingAsync(IndexSettings.CrowdLimit, IndexSettings.WriteCrowdLimit(plan.CrowdLimit));
            var planted = new PlantedJournal(journal, bug);
            await new PlantedRun(plan, history).RunAsync([(planted, journal), (planted, journal), (planted, journal)]);
        }

        return ClusterChecker.Check(StoreLocation.OfFolder(folder), history);
    }
}
