using System.CommandLine;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Cluster.Tests.Checking;
using CustomerGrains.Cluster.Tests.Deployments;
using CustomerGrains.Cluster.Tests.Histories;
using CustomerGrains.Cluster.Tests.Recovering;
using CustomerGrains.Cluster.Tests.Sets;

namespace CustomerGrains.Cluster.Tests.Running;

/// <summary>The suite as a program: runs seeds, checks a store, compares deployments on labelled sets, measures how long servers that were killed take to serve again.</summary>
internal static class Command
{
    public static Task<int> RunAsync(string[] args)
    {
        var runs = new Option<int>("--runs") { Description = "How many seeds, one after another.", DefaultValueFactory = _ => 1 };
        var seed = new Option<int>("--seed") { Description = "The first of them.", DefaultValueFactory = _ => Seeds.First };
        var deployment = new Option<string>("--deployment") { Description = "What runs.", Required = true }.AcceptOnlyFromAmong([.. DeploymentKind.All.Select(kind => kind.Name)]);
        var pause = new Option<double?>("--pause") { Description = "Seconds for which a server is stopped in its tracks or cut off, e.g. 30. Default: short ones, some longer than the store's lock." };
        var record = new Option<string?>("--record") { Description = "File that a line is added to for each run. Default: runs.txt of this project." };
        var keep = new Option<bool>("--keep") { Description = "Leave the folder of every run: logs, histories, a timeline. Default: of those with findings only." };
        var root = new RootCommand("Runs seeded plans of records and faults on real processes and checks what is left.")
        {
            runs, seed, deployment, pause, record, keep, Check(), SetsCommand.Create(Terminal.OfProcess()), RecoveryCommand.Create(),
        };
        root.SetAction((parsed, _) => new Batch(
            DeploymentKind.All.Single(kind => kind.Name == parsed.GetRequiredValue(deployment)),
            parsed.GetValue(pause) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            parsed.GetValue(record) ?? Batch.Record,
            parsed.GetValue(keep)).RunAsync(parsed.GetValue(seed), parsed.GetValue(runs)));
        return root.Parse(args).InvokeAsync();
    }

    private static System.CommandLine.Command Check()
    {
        var history = new Option<string>("--history") { Description = "What clients did and heard: history.jsonl of a run.", Required = true };
        var data = new Option<string?>("--data") { Description = "Folder of the store." };
        var postgres = new Option<string?>("--postgres") { Description = "Connection string of the store." };
        var check = new System.CommandLine.Command("check", "Checks a store against the histories of its clients.") { history, data, postgres };
        check.SetAction(parsed =>
        {
            var store = parsed.GetValue(postgres) is { } connection ? StoreLocation.OfDatabase(connection) : StoreLocation.OfFolder(parsed.GetValue(data) ?? "data");
            var report = ClusterChecker.Check(store, History.Read(parsed.GetRequiredValue(history)));
            foreach (var finding in report.Findings)
            {
                Console.WriteLine($"{finding.Check}: {finding.Text}");
            }

            Console.WriteLine(report.IsClean ? "clean" : $"{report.Findings.Count} findings");
            return report.IsClean ? 0 : 1;
        });
        return check;
    }
}
