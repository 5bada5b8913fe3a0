using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Commands;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Cluster.Tests.Deployments;
using CustomerGrains.Cluster.Tests.Running;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Cluster.Tests.Sets;

/// <summary><c>sets</c>: labelled sets make the same customers in every deployment.</summary>
internal static class SetsCommand
{
    public static System.CommandLine.Command Create(Terminal terminal)
    {
        string[] kinds = [.. DeploymentKind.All.Select(kind => kind.Name)];
        var data = new Option<string>("--data") { Description = "Folder of labelled sets, as for 'cgrains quality'.", Required = true };
        var sets = new Option<string[]>("--sets") { Description = $"Only these: {string.Join(", ", RecordSet.Names)}.", AllowMultipleArgumentsPerToken = true };
        sets.AcceptOnlyFromAmong([.. RecordSet.Names]);
        var deployments = new Option<string[]>("--deployments") { Description = $"Only these: {string.Join(", ", kinds)}.", AllowMultipleArgumentsPerToken = true };
        deployments.AcceptOnlyFromAmong(kinds);
        var seed = new Option<int>("--seed") { Description = "Seed of the order in which records are sent to the first deployment; the others follow it.", DefaultValueFactory = _ => Seeds.First }.Between(0);
        var crowdLimit = new Option<int>("--crowd-limit") { Description = $"Most records that may share a value, everywhere. Default: {CrowdedValues.LimitDefault}.", DefaultValueFactory = _ => CrowdedValues.LimitDefault }.Between(2);
        var command = new System.CommandLine.Command("sets", "Sends labelled sets to each deployment over gRPC, in shuffled orders, and compares the partitions with the batch reference. Ends with 1 when any differs.")
        {
            data, sets, deployments, seed, crowdLimit,
        };
        command.SetAction(async (parsed, _) =>
        {
            DeploymentKind[] used = [.. DeploymentKind.All.Where(kind => parsed.GetValue(deployments) is not { Length: > 0 } some || some.Contains(kind.Name))];
            string[] wanted = parsed.GetValue(sets) is { Length: > 0 } named ? named : [.. RecordSet.Names];
            try
            {
                return await CompareAsync(
                    wanted.Select(set => RecordSet.Read(set, parsed.GetRequiredValue(data), parsed.GetValue(crowdLimit), terminal)), used, parsed.GetValue(seed), terminal);
            }
            catch (Exception fault) when (fault is MappingException or IOException)
            {
                terminal.Note(fault.Message);
                return ExitCode.Usage;
            }
        });
        return command;
    }

    private static async Task<int> CompareAsync(IEnumerable<RecordSet> sets, DeploymentKind[] deployments, int seed, Terminal terminal)
    {
        var compared = new List<SetComparison>();
        foreach (var set in sets)
        {
            var comparison = await SetComparer.CompareAsync(set, deployments, seed);
            foreach (var line in comparison.ToLines())
            {
                terminal.Say(line);
            }

            compared.Add(comparison);
        }

        terminal.Say();
        foreach (var row in SetComparison.Heading([.. deployments.Select(kind => kind.Name)]).Concat(compared.Select(comparison => comparison.ToRow())))
        {
            terminal.Say(row);
        }

        var different = compared.Count(comparison => !comparison.IsOne);
        terminal.Say();
        terminal.Say(different == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{compared.Count} sets, one partition each.")
            : string.Create(CultureInfo.InvariantCulture, $"{different} of {compared.Count} sets differ."));
        return different == 0 ? ExitCode.Done : ExitCode.Look;
    }
}
