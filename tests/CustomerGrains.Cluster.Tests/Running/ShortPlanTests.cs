using CustomerGrains.Cluster.Tests.Deployments;
using CustomerGrains.Cluster.Tests.Planning;
using Xunit.Abstractions;

namespace CustomerGrains.Cluster.Tests.Running;

/// <summary>A short plan for each deployment; the command line runs many (see the README).</summary>
public sealed class ShortPlanTests(ITestOutputHelper output)
{
    /// <summary>Longer than a process may hold the store's lock without a word.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(6);

    /// <summary>Deployments with the faults that every short plan of theirs has. Without Orleans there are no silos, and no test of them.</summary>
    public static TheoryData<string, string> Deployments
    {
        get
        {
            (string Deployment, string Faults)[] all =
            [
                ("sqlite", "Kill LoseAnswers"),
                ("server", "Kill Pause KillDatabase CutAfterCommit CutAtCall"),
                ("silos", "Kill Pause SecondCluster CutNetworkOneWay CutAfterCommit RestartDatabase"),
            ];
            var data = new TheoryData<string, string>();
            foreach (var (deployment, faults) in all.Where(one => DeploymentKind.All.Any(kind => kind.Name == one.Deployment)))
            {
                data.Add(deployment, faults);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public async Task Faults_break_no_promise(string deployment, string faults)
    {
        var seed = Seeds.First;
        output.WriteLine($"{Seeds.Name}={seed}");
        var kind = DeploymentKind.All.Single(kind => kind.Name == deployment);
        FaultKind[] always = [.. faults.Split(' ').Select(Enum.Parse<FaultKind>)];
        var result = await ClusterRun.RunAsync(kind, seed, kind.Shape with { KindsAlways = always, Faults = (always.Length, always.Length), Pauses = (Pause, Pause), LongPauses = (Pause, Pause) });
        output.WriteLine(result.ToLine());
        Assert.True(result.IsClean, $"{result.ToLine()}\n{string.Join('\n', result.Findings.Select(finding => $"{finding.Check}: {finding.Text}"))}");
        Assert.True(result.Acknowledged > always.Length * 40, "Hardly anything was acknowledged, so the run shows nothing.");
    }
}
