using System.Diagnostics;
using CustomerGrains.Cluster.Tests.Deployments;
using SystemProcess = System.Diagnostics.Process;

namespace CustomerGrains.Cluster.Tests.Running;

/// <summary>Many runs, one after another, each with a line in the record.</summary>
/// <param name="pause">How long every pause and cut lasts; null: as the plan draws it.</param>
/// <param name="record">File of the record.</param>
/// <param name="keep">Leave the folders of clean runs, too.</param>
internal sealed class Batch(DeploymentKind kind, TimeSpan? pause, string record, bool keep)
{
    /// <summary>The record that is kept with the sources.</summary>
    public static string Record => Path.Combine(Checkout(), "tests", "CustomerGrains.Cluster.Tests", "runs.txt");

    /// <returns>1 when something was found.</returns>
    public async Task<int> RunAsync(int seed, int runs)
    {
        var shape = pause is { } length ? kind.Shape with { Pauses = (length, length), LongPauses = (length, length) } : kind.Shape;
        var commit = Git("rev-parse", "--short", "HEAD") + (Git("status", "--porcelain", "src").Length > 0 ? " and changes" : "");
        var failed = 0;
        for (var run = seed; run < seed + runs; run++)
        {
            var result = await ClusterRun.RunAsync(kind, run, shape, keep);
            var line = $"{result.ToLine()} commit={commit}";
            await File.AppendAllLinesAsync(record, [line]);
            Console.WriteLine(line);
            foreach (var finding in result.Findings)
            {
                Console.WriteLine($"  {finding.Check}: {finding.Text}");
            }

            failed += result.IsClean ? 0 : 1;
        }

        Console.WriteLine($"{runs} runs, {failed} with findings");
        return failed == 0 ? 0 : 1;
    }

    private static string Checkout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CustomerGrains.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("This runs outside a checkout: CustomerGrains.sln was not found.");
    }

    private static string Git(params string[] arguments)
    {
        using var git = SystemProcess.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Checkout(), RedirectStandardOutput = true })!;
        var said = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return said.Trim();
    }
}
