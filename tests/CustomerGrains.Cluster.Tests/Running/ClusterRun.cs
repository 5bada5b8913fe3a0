using CustomerGrains.Client;
using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Cluster.Tests.Clients;
using CustomerGrains.Cluster.Tests.Deployments;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Nemeses;
using CustomerGrains.Cluster.Tests.Planning;
using CustomerGrains.Stores.Verifying;
using CustomerGrains.V1;

namespace CustomerGrains.Cluster.Tests.Running;

/// <summary>One run: a deployment is made, clients stream while faults strike, everything comes to rest, all of it is sent once more, and the checker looks.</summary>
internal sealed class ClusterRun : IDisposable
{
    /// <summary>Longest time in which everything must be resolved once faults have stopped.</summary>
    public static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan ClientsMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    private readonly Plan _plan;
    private readonly Deployment _deployment;
    private readonly Nemesis _nemesis;
    private readonly Surroundings _surroundings;

    private ClusterRun(Plan plan, Deployment deployment)
    {
        _plan = plan;
        _deployment = deployment;
        var progress = new Progress();
        _nemesis = new Nemesis(plan, deployment, progress);
        _surroundings = new Surroundings(new History(), progress, _nemesis.GateAsync);
    }

    /// <summary>Runs the plan of a seed in a folder of its own, which is left when something was found.</summary>
    /// <param name="shape">What the plan is to look like. Default: as plans of the deployment do.</param>
    /// <param name="keep">Leave the folder in any case.</param>
    public static async Task<RunResult> RunAsync(DeploymentKind kind, int seed, PlanShape? shape = null, bool keep = false)
    {
        var folder = Directory.CreateTempSubdirectory($"cg-{kind.Name}-{seed}-");
        var started = TimeProvider.System.GetTimestamp();
        RunResult result;
        await using (var deployment = await kind.MakeAsync(folder.FullName))
        {
            using var run = new ClusterRun(PlanGenerator.Make(seed, shape ?? kind.Shape), deployment);
            result = (await run.RunAsync()) with { Deployment = kind.Name, Took = TimeProvider.System.GetElapsedTime(started) };
        }

        if (result.IsClean && keep)
        {
            Console.WriteLine($"kept: {folder.FullName}");
            return result;
        }

        if (result.IsClean)
        {
            folder.Delete(recursive: true);
            return result;
        }

        File.WriteAllLines(Path.Combine(folder.FullName, "findings.txt"), result.Findings.Select(finding => $"{finding.Check}: {finding.Text}"));
        return result with { Findings = [.. result.Findings, new StoreFinding("kept", folder.FullName)] };
    }

    public void Dispose() => _nemesis.Dispose();

    private async Task<RunResult> RunAsync()
    {
        var findings = new List<StoreFinding>();
        var drain = TimeSpan.Zero;
        try
        {
            await _deployment.StartAsync(_plan.CrowdLimit);
            _deployment.Timeline.Note("all servers take calls");
            await RegisterAsync();
            await StreamAsync();
            _deployment.Timeline.Note("everything is sent");
            drain = await DrainAsync();
            _deployment.Timeline.Note("everything is resolved");
            await new Aftermath(_plan, _deployment.Servers, _surroundings.History, _surroundings.Streamed).RunAsync(findings);
        }
        catch (Exception e) when (e is TimeoutException or CustomerGrainsException or InvalidOperationException)
        {
            findings.Add(new StoreFinding("run", $"{e.GetType().Name}: {e.Message}"));
        }

        _deployment.Timeline.Note("the aftermath is over");
        _surroundings.History.Write(Path.Combine(_deployment.Folder, "history.jsonl"));
        var report = ClusterChecker.Check(_deployment.Store, _surroundings.History);
        _deployment.Timeline.Note("checked");
        var heard = new Heard(_surroundings.History);
        return new RunResult
        {
            Seed = _plan.Seed,
            Deployment = "",
            Faults = _nemesis.Struck,
            Records = report.Store.LiveRecords,
            Operations = heard.Operations.Count,
            Acknowledged = heard.Operations.Count(operation => operation.IsAcknowledged),
            Unknown = heard.Operations.Count(operation => operation.IsUnknown),
            Events = report.Store.Events,
            Drain = drain,
            Took = default,
            Findings = [.. findings, .. report.Findings],
        };
    }

    private async Task RegisterAsync()
    {
        using var client = _deployment.Servers[0].Connect(Deadline);
        foreach (var source in OperationStream.Sources)
        {
            await client.RegisterSourceAsync(new Source { Name = source });
        }
    }

    private async Task StreamAsync()
    {
        PlanClient[] clients =
        [
            .. Enumerable.Range(0, _plan.Clients).Select(number => new PlanClient(number, _plan, [.. _deployment.Servers, .. _deployment.Intruders], () => _nemesis.ServersOpen, _surroundings)),
        ];
        try
        {
            await Task.WhenAll([_nemesis.RunAsync(), .. clients.Select(client => client.RunAsync())]).WaitAsync(ClientsMax);
        }
        finally
        {
            foreach (var client in clients)
            {
                client.Dispose();
            }
        }
    }

    /// <summary>Waits until no server knows of anything that is not resolved.</summary>
    private async Task<TimeSpan> DrainAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        foreach (var server in _deployment.Servers)
        {
            using var client = server.Connect(Deadline);
            await Span.UntilAsync(async () => (await client.GetStatusAsync()).Backlog == 0, DrainMax, "Resolving what was cut off");
        }

        return TimeProvider.System.GetElapsedTime(started);
    }
}
