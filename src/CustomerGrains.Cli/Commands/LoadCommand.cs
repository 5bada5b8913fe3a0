using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Generating;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains load</c>: measures how fast a server takes records in.</summary>
internal static class LoadCommand
{
    public static Command Create(Terminal terminal)
    {
        var records = new Option<long>("--records", "-n") { Description = "How many records.", DefaultValueFactory = _ => 10_000 }.Between(1);
        var seed = new Option<ulong>("--seed") { Description = "Seed of the made-up town.", DefaultValueFactory = _ => 1 };
        var rate = new Option<int>("--rate") { Description = "Records per second, sent at constant intervals whatever the answers do; 0: as fast as they are taken.", DefaultValueFactory = _ => 0 }.Between(0, 1_000_000);
        var inFlight = new Option<int>("--in-flight") { Description = "Records sent and not acknowledged.", DefaultValueFactory = _ => 512 }.Between(1, 65_536);
        var command = new Command("load",
            """
            Streams a made-up town into a running server and prints the rate and how long records waited for their acknowledgement, from the moment they were
            due. Every acknowledged record is durable and resolved. The records stay in the index.

            Example: cgrains load --records 100000 --rate 1500
            """) { records, seed, rate, inFlight };
        var server = new ConnectionOptions(command, json: false);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Connect(parsed);
            var latencies = new Latencies();
            var total = parsed.GetValue(records);
            var load = new TownLoad(client, new SourceRegistration(client, new SourceDefaults { DateOrder = DateOrder.DayFirst }, enabled: true, terminal.Note));
            TownLoadResult? done = null;
            await ProgressView.RunAsync(terminal, "loading", total, async report =>
                done = await load.RunAsync(
                    new Town(total, parsed.GetValue(seed)), parsed.GetValue(rate), parsed.GetValue(inFlight), latencies, count => report(count, count), cancellationToken).ConfigureAwait(false))
                .ConfigureAwait(false);
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{ProgressView.Rate(done!.Totals.Acknowledged, done.Elapsed)}, {done.Totals.Failed:N0} refused, {done.Totals.Resent:N0} sent again"));
            terminal.Say("acknowledged within " + string.Join(", ", new[] { (500, "p50"), (950, "p95"), (990, "p99"), (999, "p99.9") }
                .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item2} {latencies.Permille(part.Item1).TotalMilliseconds:F1} ms"))));
            return done.Totals.Failed == 0 ? ExitCode.Done : ExitCode.Look;
        });
        return command;
    }
}
