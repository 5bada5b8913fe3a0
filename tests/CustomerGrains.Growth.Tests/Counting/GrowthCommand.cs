using System.CommandLine;
using System.Globalization;

namespace CustomerGrains.Growth.Tests.Counting;

/// <summary>The counts as a program.</summary>
internal static class GrowthCommand
{
    public static int Run(string[] args)
    {
        var records = new Option<int[]>("--records") { Description = "Sizes to look at, ascending.", DefaultValueFactory = _ => [10_000, 30_000, 100_000], AllowMultipleArgumentsPerToken = true };
        var partitions = new Option<int[]>("--partitions") { Description = "Numbers of partitions.", DefaultValueFactory = _ => [1, 4, 16, 64, 256], AllowMultipleArgumentsPerToken = true };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the made-up town.", DefaultValueFactory = _ => 1 };
        var root = new RootCommand("Takes a made-up town into a model of partitions and counts messages between them per record, for the last tenth of the records of each size.") { records, partitions, seed };
        root.Add(Schemes(seed));
        root.SetAction(parsed => Print(parsed.GetValue(records)!, parsed.GetValue(partitions)!, parsed.GetValue(seed)));
        return root.Parse(args).Invoke();
    }

    private static Command Schemes(Option<ulong> seed)
    {
        var records = new Option<int>("--records") { Description = "Records of the town.", DefaultValueFactory = _ => 100_000 };
        var command = new Command("schemes", "Says which keys bring records together, per record, for the last tenth of the records.") { records, seed };
        command.SetAction(parsed =>
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{parsed.GetValue(records):N0} records, seed {parsed.GetValue(seed)}"));
            Console.WriteLine("| scheme | keys | shared | others met | most at one key |");
            Console.WriteLine("|---|--:|--:|--:|--:|");
            foreach (var row in new TownCount(parsed.GetValue(records), parsed.GetValue(seed)).Schemes())
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {row.Scheme} | {row.Keys:0.00} | {row.KeysShared:0.00} | {row.Others:0.00} | {row.Largest} |"));
            }

            return 0;
        });
        return command;
    }

    private static int Print(int[] sizes, int[] partitions, ulong seed)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}; per record taken in, averages over the last tenth; calls and answers are messages between partitions"));
        Console.WriteLine("| records | partitions | keys | shared | compared with | edges | key calls | answers | read calls | answers | feature bytes | owner calls | transfers | moved | placements | messages | most | partitions written |");
        Console.WriteLine("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        var town = new TownCount(sizes[^1], seed);
        var hashes = new HashSet<string>();
        foreach (var count in partitions)
        {
            foreach (var row in town.Count(count, sizes))
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {row.Records:N0} | {row.Partitions} | {row.Of(t => t.Keys):0.0} | {row.Of(t => t.KeysShared):0.0} | {row.Of(t => t.Candidates):0.0} | {row.Of(t => t.Links):0.00} | {row.Of(t => t.KeyCalls):0.0} | {row.Of(t => t.KeyAnswers):0.0} | {row.Of(t => t.ReadCalls):0.0} | {row.Of(t => t.ReadAnswers):0.0} | {row.Of(t => t.FeatureBytes):0} | {row.Of(t => t.OwnerCalls):0.00} | {row.Of(t => t.Transfers):0.00} | {row.Of(t => t.TokensMoved):0.00} | {row.Of(t => t.Placements):0.00} | {row.Of(t => t.Messages):0.0} | {row.Tallies.Max(t => t.Messages)} | {row.Of(t => t.PartitionsWritten):0.0} |"));
            }

            hashes.Add(town.Hash);
        }

        var isOne = hashes.SetEquals([town.BatchHash()]);
        Console.WriteLine(isOne ? "the customers are those of the batch, for every number of partitions" : "the customers are not those of the batch");
        return isOne ? 0 : 1;
    }
}
