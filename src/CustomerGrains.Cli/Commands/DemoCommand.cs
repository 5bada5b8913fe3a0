using System.CommandLine;
using System.Globalization;
using CustomerGrains.Cli.Generating;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace CustomerGrains.Cli.Commands;

/// <summary><c>cgrains demo</c>: the main job on a made-up town, for someone who sees it for the first time.</summary>
internal static class DemoCommand
{
    private const ulong Seed = 1;

    /// <summary>Residents looked at for one story before giving up.</summary>
    private const int TriesMax = 50;

    public static Command Create(Terminal terminal)
    {
        var records = new Option<long>("--records", "-n") { Description = "Records of the town.", DefaultValueFactory = _ => 10_000 }.Between(1000, 1_000_000);
        var once = new Option<bool>("--once") { Description = "Stop after the show instead of serving until Ctrl-C." };
        var command = new Command("demo",
            """
            Starts a server, streams a made-up council town into it over gRPC, shows three customers with their source records and why they are one,
            and serves until Ctrl-C. What is in the data folder stays; a second start finds it again.

            Example: cgrains demo --once
            """) { records, once };
        var server = new LocalServer(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var host = await server.StartAsync(parsed, LogLevel.Warning, cancellationToken).ConfigureAwait(false);
            using var client = CustomerGrainsClient.Connect(host.GrpcAddress.ToString());
            terminal.Say($"Serving {server.Store(parsed)}: gRPC {host.GrpcAddress}, staff pages {host.HttpAddress}");
            terminal.Say();
            var town = new Town(parsed.GetValue(records), Seed);
            await FillAsync(client, town, parsed.GetValue(records), terminal, cancellationToken).ConfigureAwait(false);
            var example = await TellAsync(client, town, terminal, cancellationToken).ConfigureAwait(false);
            Next(host.GrpcAddress, host.HttpAddress, example, terminal);
            if (!parsed.GetValue(once))
            {
                terminal.Say("Serving until Ctrl-C.");
                await host.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task FillAsync(CustomerGrainsClient client, Town town, long records, Terminal terminal, CancellationToken cancellationToken)
    {
        var held = await client.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        if (held.Records >= records)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture,
                $"Found {held.Records:N0} records of {held.Customers:N0} customers from an earlier start; nothing is sent again."));
            return;
        }

        if (held.Records > 0)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"Found {held.Records:N0} records from an earlier start; sending the town again, which does no harm."));
        }

        terminal.Say(string.Create(CultureInfo.InvariantCulture, $"Streaming a made-up town of {records:N0} records from five systems over gRPC, each durable before it is acknowledged."));
        var load = new TownLoad([client], new SourceRegistration(client, TownSource.Defaults, enabled: true, _ => { }));
        using var queue = new TownQueue(town);
        TownLoadResult? done = null;
        await ProgressView.RunAsync(terminal, "streaming", records, async report =>
            done = await load.RunAsync(queue, 0, 512, null, count => report(count, count), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        var status = await client.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        terminal.Say(string.Create(CultureInfo.InvariantCulture,
            $"{ProgressView.Rate(done!.Totals.Acknowledged, done.Elapsed)}: {status.Customers:N0} customers found, {status.ReviewPairs:N0} possible matches wait for a person."));
    }

    /// <summary>Shows a customer for each story.</summary>
    /// <returns>One of them, to search for; null when none was found.</returns>
    private static async Task<Customer?> TellAsync(CustomerGrainsClient client, Town town, Terminal terminal, CancellationToken cancellationToken)
    {
        var stories = new TownStories();
        foreach (var record in town.Records())
        {
            stories.Add(record);
        }

        Customer? example = null;
        var number = 0;
        foreach (var kind in stories.ByKind())
        {
            foreach (var story in kind.Take(TriesMax))
            {
                if (await FindAsync(client, story, cancellationToken).ConfigureAwait(false) is { } customer)
                {
                    await ShowAsync(client, ++number, story, customer, terminal, cancellationToken).ConfigureAwait(false);
                    example ??= customer;
                    break;
                }
            }
        }

        return example;
    }

    /// <summary>The customer of a story's records when it holds exactly those; null when the index sees it otherwise.</summary>
    private static async Task<Customer?> FindAsync(CustomerGrainsClient client, TownStory story, CancellationToken cancellationToken)
    {
        try
        {
            var first = story.Records[0].Identity;
            var customer = await client.GetByRecordAsync(new RecordKey { Source = first.Source, RecordId = first.RecordId }, null, cancellationToken).ConfigureAwait(false);
            return customer.Records.Select(record => RecordText.Key(record.Key)).ToHashSet(StringComparer.Ordinal)
                .SetEquals(story.Records.Select(record => record.Identity.ToString())) ? customer : null;
        }
        catch (CustomerGrainsException fault) when (fault.Reason == ErrorReason.RecordNotFound)
        {
            return null;
        }
    }

    private static async Task ShowAsync(CustomerGrainsClient client, int number, TownStory story, Customer customer, Terminal terminal, CancellationToken cancellationToken)
    {
        var why = await client.ExplainAsync(new ExplainRequest { CustomerId = customer.Id }, cancellationToken).ConfigureAwait(false);
        terminal.Say();
        terminal.Answers.MarkupLineInterpolated($"[bold]{number}. {story.Title}[/]");
        terminal.Say($"   {customer.DisplayName}, customer {customer.Id}");
        CustomerView.Records(customer, terminal);
        terminal.Say("   Why they are one:");
        foreach (var pair in why.Pairs)
        {
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"   {pair.A.Source} and {pair.B.Source} ({pair.Weight:F0} bits): {pair.Summary}"));
        }
    }

    private static void Next(Uri grpc, Uri http, Customer? example, Terminal terminal)
    {
        var at = grpc.ToString().TrimEnd('/') == ConnectionOptions.DefaultAddress ? "" : $" --server {grpc.ToString().TrimEnd('/')}";
        terminal.Say();
        terminal.Say("Try it, in another terminal:");
        terminal.Say($"  ./cgrains search {example?.DisplayName ?? "Smith"}{at}");
        if (example is not null)
        {
            terminal.Say($"  ./cgrains why {example.Id}{at}");
        }

        terminal.Say($"  ./cgrains import people.csv --source mine{at}      your own records; columns with usual names need no mapping");
        terminal.Say($"  {http}      staff pages");
        terminal.Say();
    }
}
