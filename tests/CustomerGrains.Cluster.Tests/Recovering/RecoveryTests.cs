using CustomerGrains.Cluster.Tests.Deployments;
using CustomerGrains.Cluster.Tests.Running;
using Xunit.Abstractions;

namespace CustomerGrains.Cluster.Tests.Recovering;

/// <summary>A short run of the measurement for each deployment; the command line measures a million records (see the README).</summary>
public sealed class RecoveryTests(ITestOutputHelper output)
{
    /// <summary>A million records are to be served within 15 s. A few thousand must take less even of what a busy machine does not stretch.</summary>
    private static readonly TimeSpan s_processorMax = TimeSpan.FromSeconds(15);

    public static TheoryData<string> Deployments => [.. DeploymentKind.All.Select(kind => kind.Name)];

    /// <summary>Goal: killed servers serve again soon, with everything they acknowledged. Method: kill all of them twice while records stream, start them, and compare the store with the acknowledgements.</summary>
    [Theory]
    [MemberData(nameof(Deployments))]
    public async Task Killed_servers_serve_again_with_every_acknowledged_record(string deployment)
    {
        var plan = new RecoveryPlan(deployment, Records: 2_000, Kills: 2, Between: 500, (ulong)Seeds.First, InFlight: 128, Verify: true);
        output.WriteLine($"{Seeds.Name}={plan.Seed}");
        var folder = Directory.CreateTempSubdirectory("cg-recovery-");
        RecoveryResult result;
        await using (var store = await ServedStore.MakeAsync(deployment, folder.FullName))
        {
            result = await new RecoveryRun(plan, store, output.WriteLine).RunAsync();
        }

        Assert.True(result.Findings.Count == 0, string.Join('\n', result.Findings.Select(finding => $"{finding.Check}: {finding.Text}")));
        Assert.Equal(plan.Kills, result.Recoveries.Count);
        Assert.True(result.Acknowledged >= plan.Records + (plan.Kills * plan.Between), $"Only {result.Acknowledged} records were acknowledged.");
        Assert.True(result.Unknown.Sent > 0, "No record was on its way when the servers were killed, so the run shows nothing.");
        Assert.All(result.Recoveries, recovery => Assert.True(recovery.Processor / result.Servers < s_processorMax, $"{recovery}"));
        folder.Delete(recursive: true);
    }
}
