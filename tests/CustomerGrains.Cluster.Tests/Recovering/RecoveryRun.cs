using System.Globalization;
using CustomerGrains.Cli.Generating;
using CustomerGrains.Client;
using CustomerGrains.Cluster.Tests.Running;
using CustomerGrains.Server.Translation;
using CustomerGrains.Stores.Verifying;
using Grpc.Core;

namespace CustomerGrains.Cluster.Tests.Recovering;

/// <summary>What is loaded, killed and measured.</summary>
/// <param name="Kind">One of <see cref="ServedStore.Kinds"/>.</param>
/// <param name="Records">Records acknowledged before the first kill.</param>
/// <param name="Kills">How often all servers are killed and started again.</param>
/// <param name="Between">Further records acknowledged before each kill.</param>
/// <param name="InFlight">Records under way at each server.</param>
/// <param name="Verify">Let the verifier look at the whole store at the end.</param>
internal sealed record RecoveryPlan(string Kind, long Records, int Kills, int Between, ulong Seed, int InFlight, bool Verify);

/// <summary>What came of a run.</summary>
internal sealed record RecoveryResult
{
    public required IReadOnlyList<Recovery> Recoveries { get; init; }

    /// <summary>How many servers ran.</summary>
    public required int Servers { get; init; }

    /// <summary>Records acknowledged in all.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Records without an answer at the end, and how many of them are held.</summary>
    public required (long Sent, long Held) Unknown { get; init; }

    /// <summary>Bytes of the store at the end.</summary>
    public required long Bytes { get; init; }

    public required IReadOnlyList<StoreFinding> Findings { get; init; }
}

/// <summary>Loads records, kills every server in the middle of more, starts them again and measures until they serve; then compares the store with what was acknowledged.</summary>
internal sealed class RecoveryRun(RecoveryPlan plan, ServedStore store, Action<string> tell)
{
    /// <summary>More records than are answered while servers are being killed.</summary>
    private const long FurtherMax = 20_000;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ServingMax = TimeSpan.FromMinutes(5);

    /// <exception cref="TimeoutException">Servers did not serve again within five minutes.</exception>
    public async Task<RecoveryResult> RunAsync()
    {
        // Some more are on their way at a kill, or answered before it strikes.
        var further = (plan.Kills + 1) * (plan.Between + (plan.InFlight * store.Servers.Count) + FurtherMax);
        using var town = new TownStream(store.Servers, plan.Records + further, plan.Seed, plan.InFlight);
        await store.StartAsync();
        await town.RegisterAsync();
        var began = TimeProvider.System.GetTimestamp();
        await town.SendUntilAsync(plan.Records, () => Task.CompletedTask);
        var took = TimeProvider.System.GetElapsedTime(began);
        Tell($"loaded {town.Acknowledged:N0} records in {took.TotalSeconds:0.0} s, {town.Acknowledged / took.TotalSeconds:N0}/s, {store.ProcessorTime.TotalMilliseconds / town.Acknowledged:0.000} ms of processor time each; {Surroundings()}");
        var recoveries = new List<Recovery>();
        for (var kill = 1; kill <= plan.Kills; kill++)
        {
            await town.SendUntilAsync(town.Acknowledged + plan.Between, store.KillAsync);
            Tell($"kill {kill} of {plan.Kills} at {town.Acknowledged:N0} acknowledged, {town.Unanswered} without an answer");
            var recovery = await RecoverAsync(town);
            recoveries.Add(recovery);
            Tell($"ready after {recovery.Ready.TotalSeconds:0.00} s, first search {recovery.Search.TotalSeconds:0.00} s, first record {recovery.Put.TotalSeconds:0.00} s, with {recovery.Processor.TotalSeconds:0.00} s of processor time; everything resolved {recovery.Resolved.TotalSeconds:0.00} s; {Surroundings()}");
        }

        var findings = HeldRecords.Compare(store.Location, town, out var held).ToList();
        if (plan.Verify)
        {
            findings.AddRange(store.Location.Verify().Findings);
        }

        return new RecoveryResult { Recoveries = recoveries, Servers = store.Servers.Count, Acknowledged = town.Acknowledged, Unknown = (town.Unanswered, held), Bytes = store.Bytes, Findings = findings };
    }

    private async Task<Recovery> RecoverAsync(TownStream town)
    {
        var (number, record) = town.Next();
        var known = town.Sent().First(sent => sent.IsAcknowledged && IsNamed(sent.Record)).Record;
        var started = TimeProvider.System.GetTimestamp();
        var starting = store.StartAsync();
        var ready = ReadyAsync(started);
        var search = AnsweredAsync(started, async client =>
        {
            var found = await client.SearchAsync(TextFor(known), countMax: 50);
            return found.Hits.Count > 0;
        });
        var put = AnsweredAsync(started, async client =>
        {
            await client.PutRecordAsync(RecordKeys.ToKey(record.Identity), RecordTranslation.ToRecord(town.Read(record)));
            town.Acknowledge(number);
            return true;
        });
        await Task.WhenAll(starting, ready, search, put);
        var processor = store.ProcessorTime;
        var resolved = await AnsweredAsync(started, async client => (await client.GetStatusAsync()).Backlog == 0);
        return new Recovery(await ready, await search, await put, processor, resolved);
    }

    private async Task<TimeSpan> ReadyAsync(long started)
    {
        using var http = new HttpClient { Timeout = Deadline };
        foreach (var server in store.Servers)
        {
            await Span.UntilAsync(
                async () =>
                {
                    try
                    {
                        using var answer = await http.GetAsync(new Uri(server.Http, "/health/ready"));
                        return answer.IsSuccessStatusCode;
                    }
                    catch (Exception away) when (away is HttpRequestException or OperationCanceledException)
                    {
                        return false;
                    }
                },
                ServingMax,
                "Being ready again");
        }

        return TimeProvider.System.GetElapsedTime(started);
    }

    /// <summary>Calls the first server until it answers as it should.</summary>
    private async Task<TimeSpan> AnsweredAsync(long started, Func<CustomerGrainsClient, Task<bool>> call)
    {
        using var client = store.Servers[0].ConnectOnce(Deadline);
        await Span.UntilAsync(
            async () =>
            {
                try
                {
                    return await call(client);
                }
                catch (CustomerGrainsException away) when (away.IsRetriable || away.StatusCode == StatusCode.DeadlineExceeded)
                {
                    return false;
                }
            },
            ServingMax,
            "Answering again");
        return TimeProvider.System.GetElapsedTime(started);
    }

    private static bool IsNamed(TownRecord record) => record.Row[TownSource.Column("given_name")].Length > 1 && record.Row[TownSource.Column("postcode")].Length > 0;

    private static string TextFor(TownRecord record) =>
        $"{record.Row[TownSource.Column("given_name")]} {record.Row[TownSource.Column("surname")]} {record.Row[TownSource.Column("postcode")]}";

    private string Surroundings() => string.Create(
        CultureInfo.InvariantCulture,
        $"servers' memory {string.Join(" + ", store.ResidentBytes.Select(bytes => $"{bytes / 1_000_000:N0}"))} MB, store {store.Bytes / 1_000_000:N0} MB, load of the machine {LoadAverage()}");

    /// <summary>How many processes waited for a processor in the last minute.</summary>
    private static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private void Tell(FormattableString line) => tell(line.ToString(CultureInfo.InvariantCulture));
}
