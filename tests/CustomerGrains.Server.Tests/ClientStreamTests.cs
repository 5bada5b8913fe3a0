using CustomerGrains.Client;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Tests;

public sealed class ClientStreamTests
{
    [Fact]
    public async Task Stream_gives_up_with_the_cause_when_nobody_answers()
    {
        using var client = CustomerGrainsClient.Connect("http://127.0.0.1:1");
        await using var stream = client.OpenIngestStream(new IngestStreamOptions { GiveUpAfter = TimeSpan.FromMilliseconds(300) });
        await stream.PutAsync(People.Key("housing", "1"), People.Numbered(1));
        var error = await Assert.ThrowsAsync<CustomerGrainsException>(() => stream.CompleteAsync());
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        await Assert.ThrowsAsync<CustomerGrainsException>(async () => await stream.PutAsync(People.Key("housing", "2"), People.Numbered(2)));
    }

    [Fact]
    public async Task Sender_that_waits_for_room_learns_that_the_stream_has_failed()
    {
        using var client = CustomerGrainsClient.Connect("http://127.0.0.1:1");
        await using var stream = client.OpenIngestStream(new IngestStreamOptions { InFlightMax = 1, GiveUpAfter = TimeSpan.FromMilliseconds(300) });
        await stream.PutAsync(People.Key("housing", "1"), People.Numbered(1));
        var senders = Enumerable.Range(2, 3).Select(id => stream.PutAsync(People.Key("housing", $"{id}"), People.Numbered(id)).AsTask()).ToArray();
        foreach (var sender in senders)
        {
            await Assert.ThrowsAsync<CustomerGrainsException>(() => sender);
        }
    }

    [Fact]
    public async Task Exception_of_a_callback_reaches_the_sender()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        await using var stream = server.Client.OpenIngestStream(new IngestStreamOptions { Acknowledged = _ => throw new InvalidDataException("rejects file is full") });
        await stream.PutAsync(People.Key("housing", "1"), People.Numbered(1));
        var error = await Assert.ThrowsAsync<CustomerGrainsException>(() => stream.CompleteAsync());
        Assert.Contains("rejects file is full", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_larger_than_a_message_is_answered_without_ending_the_stream()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        using var client = new CustomerGrainsClient(new CustomerGrainsClientOptions { Address = server.Host.GrpcAddress, MessageBytesMax = 10_000 });
        var refused = new List<CustomerGrainsException>();
        await using var stream = client.OpenIngestStream(new IngestStreamOptions { Acknowledged = answer => refused.AddRange(answer.Error is { } error ? [error] : []) });
        await stream.PutAsync(People.Key("housing", "1"), People.Person(new string('x', 20_000), "Long", "1970-01-01"));
        await stream.PutAsync(People.Key("housing", "2"), People.Numbered(2));
        var totals = await stream.CompleteAsync();
        Assert.Equal((2, 1, 1), (totals.Acknowledged, totals.Failed, totals.Of(Effect.Created)));
        Assert.Equal(ErrorReason.RecordTooLarge, Assert.Single(refused).Reason);
    }

    [Fact]
    public async Task Completed_stream_takes_no_more_and_a_disposed_one_says_so()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        var stream = server.Client.OpenIngestStream();
        Assert.Equal(0, (await stream.CompleteAsync()).Acknowledged);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await stream.PutAsync(People.Key("housing", "1"), People.Numbered(1)));
        await stream.DisposeAsync();

        var abandoned = server.Client.OpenIngestStream();
        await abandoned.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => abandoned.CompleteAsync());
    }

    /// <summary>The example of the client's README, as it stands there.</summary>
    [Fact]
    public async Task Example_of_the_readme_runs()
    {
        await using var server = await RunningServer.StartAsync();
        var address = server.Host.GrpcAddress.ToString();
        var people = new[] { (Id: "1", Name: "Margaret Pemberton", Born: "1956-03-14"), (Id: "2", Name: "Oscar Hartley", Born: "1980-01-02") };

        // <example>
        using var client = CustomerGrainsClient.Connect(address);
        await client.RegisterSourceAsync(new Source { Name = "housing" });

        await using var stream = client.OpenIngestStream(new IngestStreamOptions
        {
            Acknowledged = answer =>
            {
                if (answer.Error is not null)
                {
                    Console.Error.WriteLine($"line {answer.State}: {answer.Error.Message}");
                }
            },
        });
        foreach (var person in people)
        {
            var record = new V1.Record { Names = { new PersonName { Full = person.Name } }, BirthDates = { person.Born } };
            await stream.PutAsync(new RecordKey { Source = "housing", RecordId = person.Id }, record, state: person.Id);
        }

        var totals = await stream.CompleteAsync();
        var found = await client.SearchAsync("margaret pemberton 14/03/1956");
        // </example>
        Assert.Contains(ReadmeExample(), File.ReadAllText(Checkout.File("src/CustomerGrains.Client/README.md")), StringComparison.Ordinal);
        Assert.Equal(2, totals.Of(Effect.Created));
        Assert.Equal("Margaret Pemberton", Assert.Single(found.Hits, hit => hit.Customer.DisplayName.StartsWith("Margaret", StringComparison.Ordinal)).Customer.DisplayName);
    }

    [Fact]
    public async Task Example_of_reading_runs()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        var client = server.Client;
        var people = Enumerable.Range(1, 50).Select(id => (Id: $"{id}", Record: People.Numbered(id))).ToArray();

        // <reading>
        await using var stream = client.OpenIngestStream(new IngestStreamOptions { KeepAcknowledgements = true });
        var sending = SendAsync();
        await foreach (var answer in stream.ReadAcknowledgementsAsync())
        {
            Console.WriteLine($"{answer.State}: {answer.Error?.Message ?? answer.Outcome!.CustomerId}");
        }

        var totals = await sending;

        async Task<IngestTotals> SendAsync()
        {
            foreach (var person in people)
            {
                await stream.PutAsync(new RecordKey { Source = "housing", RecordId = person.Id }, person.Record, state: person.Id);
            }

            return await stream.CompleteAsync();
        }
        // </reading>
        Assert.Contains(ReadmeExample("reading"), File.ReadAllText(Checkout.File("src/CustomerGrains.Client/README.md")), StringComparison.Ordinal);
        Assert.Equal((50, 0), (totals.Acknowledged, totals.Failed));
    }

    private static string ReadmeExample(string name = "example")
    {
        var source = File.ReadAllText(Checkout.File("tests/CustomerGrains.Server.Tests/ClientStreamTests.cs"));
        var example = source.Split($"// <{name}>\n")[1].Split($"        // </{name}>")[0];
        return string.Join('\n', example.Split('\n').Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line));
    }
}
