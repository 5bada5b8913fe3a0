using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Generating;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains load</c>: measures how fast a server takes records in, and how fast it answers searches.</summary>
internal static class LoadCommand
{
    public static Command Create(Terminal terminal)
    {
        var records = new Option<long>("--records", "-n") { Description = "How many records the town has.", DefaultValueFactory = _ => 10_000 }.Between(1);
        var seed = new Option<ulong>("--seed") { Description = "Seed of the made-up town and of the searches.", DefaultValueFactory = _ => 1 };
        var rate = new Option<int>("--rate") { Description = "Records per second, sent at constant intervals whatever the answers do; 0: as fast as they are taken.", DefaultValueFactory = _ => 0 }.Between(0, 1_000_000);
        var warmUp = new Option<long>("--warm-up") { Description = "So many of the records are sent before the measuring starts.", DefaultValueFactory = _ => 0 }.Between(0);
        var inFlight = new Option<int>("--in-flight") { Description = "Records sent to a server and not acknowledged.", DefaultValueFactory = _ => 512 }.Between(1, 65_536);
        var searches = new Option<int>("--searches") { Description = "Searches for residents of the town, asked once it is loaded.", DefaultValueFactory = _ => 0 }.Between(0, 100_000);
        var searchInFlight = new Option<int>("--search-in-flight") { Description = "Searches under way at once; 1: one after another.", DefaultValueFactory = _ => 1 }.Between(1, 1024);
        var searchOnly = new Option<bool>("--search-only") { Description = "The town is in the index already: send no records, search only." };
        var slowest = new Option<int?>("--search-p99-max") { Description = "Milliseconds; end with 1 when the searches' p99 is longer. Default: no limit." }.Between(1);
        var command = new Command("load",
            """
            Streams a made-up town into a running server and prints the rate and how long records waited for their acknowledgement, from the moment they were
            due. Every acknowledged record is durable and resolved. The records stay in the index. Of several servers whoever has room takes the next record.

            With --searches it then looks residents up over gRPC, one unary search each, by what staff type: a full name and birth year, a name with a typing error
            and a postcode, a surname and postcode, a phone, an e-mail address, an identifier, a surname alone, beginnings of the names. It prints how long the answers took
            and in how many the person meant was on the first page.

            Examples: cgrains load --records 100000 --rate 1500
                      cgrains load --records 60000 --warm-up 20000 --server http://10.0.0.7:7400 --server http://10.0.0.8:7400
                      cgrains load --records 100000 --searches 2000 --search-only
            """) { records, seed, rate, warmUp, inFlight, searches, searchInFlight, searchOnly, slowest };
        var server = new ConnectionOptions(command, json: false, several: true);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(searchOnly) && parsed.GetValue(searches) == 0)
            {
                throw new CommandException(ExitCode.Usage, "--search-only needs --searches: say how many, e.g. --searches 2000.");
            }

            if (parsed.GetValue(warmUp) >= parsed.GetValue(records))
            {
                throw new CommandException(ExitCode.Usage, "--warm-up is less than --records, so that there is something left to measure.");
            }

            var clients = server.ConnectAll(parsed);
            try
            {
                var town = new Town(parsed.GetValue(records), parsed.GetValue(seed));
                var outcome = ExitCode.Done;
                if (!parsed.GetValue(searchOnly))
                {
                    outcome = await LoadAsync(
                        clients, town, parsed.GetValue(records), parsed.GetValue(warmUp), parsed.GetValue(rate), parsed.GetValue(inFlight), terminal, cancellationToken).ConfigureAwait(false);
                }

                if (parsed.GetValue(searches) is > 0 and var count)
                {
                    var questions = TownQuestions.Draw(town, parsed.GetValue(seed), count);
                    outcome = Math.Max(outcome, await SearchAsync(clients[0], questions, parsed.GetValue(searchInFlight), parsed.GetValue(slowest), terminal, cancellationToken).ConfigureAwait(false));
                }

                return outcome;
            }
            finally
            {
                foreach (var client in clients)
                {
                    client.Dispose();
                }
            }
        });
        return command;
    }

    private static async Task<int> LoadAsync(
        IReadOnlyList<CustomerGrainsClient> clients, Town town, long records, long warmUp, int rate, int inFlight, Terminal terminal, CancellationToken cancellationToken)
    {
        var latencies = new Latencies();
        var load = new TownLoad(clients, new SourceRegistration(clients[0], TownSource.Defaults, enabled: true, terminal.Note));
        using var queue = new TownQueue(town);
        if (warmUp > 0)
        {
            queue.AllowOnly(warmUp);
            await ProgressView.RunAsync(terminal, "warming up", warmUp, report =>
                load.RunAsync(queue, 0, inFlight, null, count => report(count, count), cancellationToken)).ConfigureAwait(false);
        }

        TownLoadResult? done = null;
        queue.AllowOnly(records - warmUp);
        await ProgressView.RunAsync(terminal, "loading", records - warmUp, async report =>
            done = await load.RunAsync(queue, rate, inFlight, latencies, count => report(count, count), cancellationToken).ConfigureAwait(false))
            .ConfigureAwait(false);
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{ProgressView.Rate(done!.Totals.Acknowledged, done.Elapsed)}, {done.Totals.Failed:N0} refused, {done.Totals.Resent:N0} sent again"));
        terminal.Say($"acknowledged within {latencies}");
        return done.Totals.Failed == 0 ? ExitCode.Done : ExitCode.Look;
    }

    private static async Task<int> SearchAsync(
        CustomerGrainsClient client, IReadOnlyList<TownQuestion> questions, int inFlight, int? slowest, Terminal terminal, CancellationToken cancellationToken)
    {
        var searches = new TownSearches(client);
        await ProgressView.RunAsync(terminal, "searching", questions.Count, report => searches.RunAsync(questions, inFlight, count => report(count, count), cancellationToken), "searches")
            .ConfigureAwait(false);
        var all = searches.All;
        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{ProgressView.Rate(all.Asked, searches.Elapsed, "searches")}, {all.Found:N0} with the person meant on the first page"));
        terminal.Say($"answered within {all.Latencies}");
        foreach (var (form, tally) in searches.ByForm.Where(pair => pair.Value.Asked > 0))
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"  {form.Words,-34} found {tally.Found,6:N0} of {tally.Asked,6:N0}  {tally.Latencies}"));
        }

        if (all.Found == 0)
        {
            terminal.Note("Nobody was found: load the town first, with the same --records and --seed and without --search-only.");
            return ExitCode.Look;
        }

        if (slowest is { } limit && all.Latencies.Permille(990) > TimeSpan.FromMilliseconds(limit))
        {
            terminal.Note($"The p99 is over the {limit} ms of --search-p99-max.");
            return ExitCode.Look;
        }

        return ExitCode.Done;
    }
}
