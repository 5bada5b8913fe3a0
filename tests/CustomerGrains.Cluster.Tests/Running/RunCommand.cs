using System.Globalization;
using CustomerGrains.Cluster.Tests.Deployments;

namespace CustomerGrains.Cluster.Tests.Running;

/// <summary>Runs many seeds and adds a line for each to the record.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = Enumerable.Range(0, args.Length / 2).ToDictionary(place => args[2 * place].TrimStart('-'), place => args[(2 * place) + 1]);
        var runs = int.Parse(options.GetValueOrDefault("runs", "1"), CultureInfo.InvariantCulture);
        var seed = int.Parse(options.GetValueOrDefault("seed", "1"), CultureInfo.InvariantCulture);
        var kind = DeploymentKind.All.Single(kind => kind.Name == options.GetValueOrDefault("deployment", "sqlite"));
        var failed = 0;
        for (var run = seed; run < seed + runs; run++)
        {
            var result = await ClusterRun.RunAsync(kind, run);
            Console.WriteLine(result.ToLine());
            foreach (var finding in result.Findings)
            {
                Console.WriteLine($"  {finding.Check}: {finding.Text}");
            }

            failed += result.IsClean ? 0 : 1;
        }

        return failed == 0 ? 0 : 1;
    }
}
