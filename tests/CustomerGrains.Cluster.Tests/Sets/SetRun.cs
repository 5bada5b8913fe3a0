using System.Text;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Generating;
using CustomerGrains.Client;
using CustomerGrains.Cluster.Tests.Deployments;
using CustomerGrains.Cluster.Tests.Running;
using CustomerGrains.Server.Translation;
using CustomerGrains.V1;

namespace CustomerGrains.Cluster.Tests.Sets;

/// <summary>Sends a set to a deployment and reads from the store what became of it.</summary>
internal sealed class SetRun(RecordSet set, Deployment deployment, int seed)
{
    private const int InFlightMax = 256;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DrainMax = TimeSpan.FromMinutes(2);

    private string _refusal = "";

    /// <summary>Makes a deployment of its own in a folder of its own, which is left when something was found.</summary>
    /// <param name="seed">Seed of the order in which records are sent.</param>
    public static async Task<SetOutcome> RunAsync(RecordSet set, DeploymentKind kind, int seed)
    {
        var folder = Directory.CreateTempSubdirectory($"cg-set-{set.Name}-{kind.Name}-");
        SetOutcome outcome;
        await using (var deployment = await kind.MakeAsync(folder.FullName))
        {
            outcome = (await new SetRun(set, deployment, seed).RunAsync()) with { Deployment = kind.Name };
        }

        if (outcome.Findings.Count == 0)
        {
            folder.Delete(recursive: true);
            return outcome;
        }

        return outcome with { Findings = [.. outcome.Findings, $"kept: {folder.FullName}"] };
    }

    private async Task<SetOutcome> RunAsync()
    {
        await deployment.StartAsync(set.CrowdLimit);
        await PrepareAsync();
        var started = TimeProvider.System.GetTimestamp();
        var refused = await SendAsync();
        var took = TimeProvider.System.GetElapsedTime(started);
        await DrainAsync();
        var report = deployment.Store.Verify();
        List<string> findings = [.. report.Findings.Select(finding => $"{finding.Check}: {finding.Text}"), .. report.Notes];
        if (refused > 0)
        {
            findings.Add($"{refused} records were refused, one with: {_refusal}");
        }

        if (report.ModelVersion != set.Model.Version || report.FormerRecords > 0)
        {
            findings.Add($"The store is under {report.ModelVersion}, not {set.Model.Version}; {report.FormerRecords} records are placed under a former model.");
        }

        return new SetOutcome
        {
            Deployment = "",
            Seed = seed,
            PartitionHash = report.PartitionHash,
            Records = report.LiveRecords,
            Customers = report.LiveCustomers,
            RecordsPerSecond = set.Records.Count / took.TotalSeconds,
            Findings = findings,
        };
    }

    /// <summary>Says how the sources write, and puts the index under the set's model.</summary>
    private async Task PrepareAsync()
    {
        using var client = deployment.Servers[0].Connect(Deadline);
        foreach (var source in set.Sources)
        {
            await client.RegisterSourceAsync(new Source { Name = source, DefaultRegion = set.Defaults.Region, DateOrder = (DateOrder)set.Defaults.DateOrder });
        }

        await client.ApplyModelAsync(new ApplyModelRequest { ModelJson = Encoding.UTF8.GetString(set.Model.ToJson()), AppliedBy = "sets" });
    }

    /// <summary>Streams every record once, in an order drawn from the seed, in turn to each of the servers.</summary>
    /// <returns>How many were refused.</returns>
    private async Task<long> SendAsync()
    {
        var order = Shuffle();
        var totals = await Task.WhenAll(deployment.Servers.Select((server, place) => SendAsync(server, order.Where((_, i) => i % deployment.Servers.Count == place))));
        return totals.Sum(total => total.Failed);
    }

    private async Task<IngestTotals> SendAsync(ServerSlot server, IEnumerable<EvaluatedRecord> records)
    {
        using var client = server.Connect(Deadline);
        await using var stream = client.OpenIngestStream(new IngestStreamOptions { InFlightMax = InFlightMax, Acknowledged = Note });
        foreach (var record in records)
        {
            await stream.PutAsync(RecordKeys.ToKey(record.Identity), RecordTranslation.ToRecord(record.Record));
        }

        return await stream.CompleteAsync();
    }

    private void Note(IngestAcknowledgement acknowledgement) => _refusal = acknowledgement.Error?.Message ?? _refusal;

    private EvaluatedRecord[] Shuffle()
    {
        EvaluatedRecord[] order = [.. set.Records];
        var random = new SeededRandom((ulong)seed);
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = random.Below(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }

    private async Task DrainAsync()
    {
        foreach (var server in deployment.Servers)
        {
            using var client = server.Connect(Deadline);
            await Span.UntilAsync(async () => (await client.GetStatusAsync()).Backlog == 0, DrainMax, "Resolving everything");
        }
    }
}
