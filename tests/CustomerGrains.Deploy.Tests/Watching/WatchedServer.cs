using System.Text.RegularExpressions;
using CustomerGrains.Client;
using CustomerGrains.Server;
using CustomerGrains.V1;

namespace CustomerGrains.Deploy.Tests.Watching;

/// <summary>Servers that have been used a little, once for all tests: what they export, and with which labels. In the complete build one of them is a silo on PostgreSQL.</summary>
public sealed partial class WatchedServer : IAsyncLifetime
{
    /// <summary>Names of every instrument, used or not.</summary>
    public IReadOnlySet<string> Names { get; private set; } = new HashSet<string>();

    /// <summary>What a scrape of the servers gave.</summary>
    public IReadOnlySet<string> Scraped { get; private set; } = new HashSet<string>();

    /// <summary>Labels by metric, of those scraped.</summary>
    public ILookup<string, string> Labels { get; private set; } = Enumerable.Empty<string>().ToLookup(text => text);

    public async Task InitializeAsync()
    {
        var text = "";
        Names = await ExportedMetrics.WhileAsync(async () =>
        {
            var folder = Directory.CreateTempSubdirectory("cgrains-watched-");
            text += await UseAsync(new ServerOptions { DataFolder = folder.FullName });
            folder.Delete(recursive: true);
#if ORLEANS_PACKAGES
            var database = await (await PostgresServers.PostgresServer.SharedAsync()).CreateDatabaseAsync();
            text += await UseAsync(new ServerOptions { Postgres = database, Cluster = true, ClusterId = "watched", SiloPort = FreePort() });
#endif
        });
        var samples = Sample().Matches(text);
        Scraped = samples.Select(sample => sample.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Labels = samples.SelectMany(sample => Label().Matches(sample.Groups[2].Value).Select(label => (Metric: sample.Groups[1].Value, Label: label.Groups[1].Value))).Distinct().ToLookup(pair => pair.Metric, pair => pair.Label);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Starts a server, has it take one record and refuse another, and reads its metrics.</summary>
    private static async Task<string> UseAsync(ServerOptions options)
    {
        (options.GrpcListen, options.HttpListen) = ("127.0.0.1:0", "127.0.0.1:0");
        await using var host = ServerHost.Build(options);
        await host.StartAsync();
        using var client = CustomerGrainsClient.Connect(host.GrpcAddress.ToString());
        using var http = new HttpClient { BaseAddress = host.HttpAddress };
        await client.RegisterSourceAsync(new Source { Name = "housing" });
        var person = new V1.Record { Names = { new PersonName { Given = "Margaret", Surname = "Pemberton" } }, Emails = { "m.pemberton@mail.example" } };
        foreach (var id in new[] { "1", "2" })
        {
            await client.PutRecordAsync(new RecordKey { Source = "housing", RecordId = id }, person);
        }

        await Assert.ThrowsAnyAsync<Exception>(() => client.PutRecordAsync(new RecordKey { Source = "nobody", RecordId = "1" }, person));
        await using (var stream = client.OpenIngestStream())
        {
            await stream.PutAsync(new RecordKey { Source = "housing", RecordId = "3" }, person);
            await stream.CompleteAsync();
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        string metrics;
        do
        {
            metrics = await http.GetStringAsync("/metrics", limit.Token);
        }
        while (!metrics.Contains("customergrains_index_records{", StringComparison.Ordinal));
        await host.StopAsync();
        return metrics;
    }

#if ORLEANS_PACKAGES
    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
#endif

    [GeneratedRegex(@"^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$", RegexOptions.Multiline)]
    private static partial Regex Sample();

    [GeneratedRegex("(\\w+)=\"")]
    private static partial Regex Label();
}
