using System.CommandLine;
using System.Globalization;
using SystemCommand = System.CommandLine.Command;

namespace CustomerGrains.Cluster.Tests.Recovering;

/// <summary><c>recovery</c>: how long servers that were killed take until they serve again, with many records.</summary>
internal static class RecoveryCommand
{
    public static SystemCommand Create()
    {
        var records = new Option<long>("--records") { Description = "Records acknowledged before the first kill.", DefaultValueFactory = _ => 1_000_000 };
        var deployment = new Option<string>("--deployment") { Description = "What runs.", Required = true }.AcceptOnlyFromAmong([.. ServedStore.Kinds]);
        var kills = new Option<int>("--kills") { Description = "How often all servers are killed.", DefaultValueFactory = _ => 3 };
        var between = new Option<int>("--between") { Description = "Further records acknowledged before each kill.", DefaultValueFactory = _ => 2_000 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the made-up town.", DefaultValueFactory = _ => 1 };
        var inFlight = new Option<int>("--in-flight") { Description = "Records under way at each server.", DefaultValueFactory = _ => 512 };
        var limit = new Option<double?>("--seconds-max") { Description = "End with 1 when a recovery took longer. Default: no limit." };
        var verify = new Option<bool>("--verify") { Description = "Let the verifier look at the whole store at the end: minutes at a million records." };
        var keep = new Option<bool>("--keep") { Description = "Leave the folder with logs and, of sqlite, the data. Default: only when something was found." };
        var command = new SystemCommand(
            "recovery",
            "Loads a made-up town, kills all servers with SIGKILL in the middle of more records, starts them again and measures from the start of their processes until they are ready, a search is answered and a record is acknowledged; then compares the store with every acknowledged record.")
        {
            records, deployment, kills, between, seed, inFlight, limit, verify, keep,
        };
        command.SetAction(async (parsed, _) => await RunAsync(
            new RecoveryPlan(
                parsed.GetRequiredValue(deployment), parsed.GetValue(records), parsed.GetValue(kills), parsed.GetValue(between), parsed.GetValue(seed), parsed.GetValue(inFlight), parsed.GetValue(verify)),
            parsed.GetValue(limit) is { } seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue,
            parsed.GetValue(keep)));
        return command;
    }

    private static async Task<int> RunAsync(RecoveryPlan plan, TimeSpan limit, bool keep)
    {
        var folder = Directory.CreateTempSubdirectory($"cg-recovery-{plan.Kind}-");
        RecoveryResult result;
        await using (var store = await ServedStore.MakeAsync(plan.Kind, folder.FullName))
        {
            result = await new RecoveryRun(plan, store, Console.WriteLine).RunAsync();
        }

        foreach (var finding in result.Findings)
        {
            Console.WriteLine($"{finding.Check}: {finding.Text}");
        }

        var longest = result.Recoveries.Max(recovery => recovery.Serving);
        var isGood = result.Findings.Count == 0 && longest <= limit;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"deployment={plan.Kind} seed={plan.Seed} acknowledged={result.Acknowledged} held={(result.Findings.Count == 0 ? "all of them" : "see above")} unknown={result.Unknown.Sent} (held: {result.Unknown.Held}) store={result.Bytes}B serving=[{string.Join(" ", result.Recoveries.Select(recovery => recovery.Serving.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture)))}]s longest={longest.TotalSeconds:0.00}s verdict={(isGood ? "good" : "not good")}"));
        if (keep || result.Findings.Count > 0)
        {
            Console.WriteLine($"kept: {folder.FullName}");
        }
        else
        {
            folder.Delete(recursive: true);
        }

        return isGood ? 0 : 1;
    }
}
