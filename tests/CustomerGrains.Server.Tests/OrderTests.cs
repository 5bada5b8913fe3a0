using CustomerGrains.Client;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.V1;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace CustomerGrains.Server.Tests;

/// <summary>The law at the door: the partition does not show in which order, how many at a time or how often the records came.</summary>
public sealed class OrderTests(ITestOutputHelper output)
{
    private const int PersonCount = 120;

    [Fact]
    public async Task Every_order_and_every_number_in_flight_gives_one_partition()
    {
        var records = Make();
        var expected = await RunAsync(records, inFlight: 1, repeats: 1);
        foreach (var (seed, inFlight, repeats) in new[] { (11, 1, 1), (12, 64, 1), (13, 64, 2), (14, 7, 1), (15, 256, 2) })
        {
            output.WriteLine($"seed={seed} in_flight={inFlight} repeats={repeats}");
            var shuffled = records.ToArray();
            new Random(seed).Shuffle(shuffled);
            var hash = await RunAsync(shuffled, inFlight, repeats);
            Assert.True(expected == hash, $"seed={seed} in_flight={inFlight} repeats={repeats}: {hash}, expected {expected}");
        }
    }

    private static async Task<string> RunAsync(IReadOnlyList<(RecordKey Key, V1.Record Record)> records, int inFlight, int repeats)
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing", "benefits", "registrars");
        await using var stream = server.Client.OpenIngestStream(new IngestStreamOptions { InFlightMax = inFlight });
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            foreach (var (key, record) in records)
            {
                await stream.PutAsync(key, record);
            }
        }

        Assert.Equal(0, (await stream.CompleteAsync()).Failed);
        var customers = new List<IReadOnlyCollection<RecordIdentity>>();
        await foreach (var (_, members) in server.Host.Services.GetRequiredService<IJournal>().ReadPartitionAsync())
        {
            customers.Add([.. members]);
        }

        Assert.Equal(records.Count, customers.Sum(customer => customer.Count));
        Assert.InRange(customers.Count, 1, records.Count - 1);
        return PartitionHash.Compute(customers);
    }

    /// <summary>People known to up to three sources, with moves, typos and swapped dates between them.</summary>
    private static List<(RecordKey Key, V1.Record Record)> Make()
    {
        var random = new Random(1906);
        var records = new List<(RecordKey, V1.Record)>();
        for (var person = 0; person < PersonCount; person++)
        {
            string[] sources = ["housing", "benefits", "registrars"];
            foreach (var source in sources.Take(1 + random.Next(3)))
            {
                var record = People.Numbered(person % 100);
                if (random.Next(3) == 0)
                {
                    record.Names[0].Surname = record.Names[0].Surname[..^1] + "e";
                }

                if (random.Next(4) == 0)
                {
                    record.Phones.Clear();
                }

                if (random.Next(4) == 0)
                {
                    record.Emails.Clear();
                }

                records.Add((People.Key(source, $"{person}"), record));
            }
        }

        return records;
    }
}
