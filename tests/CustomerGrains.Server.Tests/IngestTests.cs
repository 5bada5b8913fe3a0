using CustomerGrains.Client;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Tests;

public sealed class IngestTests
{
    [Fact]
    public async Task Records_put_by_two_sources_become_one_customer_that_get_and_search_find()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing", "benefits");
        var created = await server.Client.PutRecordAsync(People.Key("housing", "1"), People.Person("Margaret", "Pemberton", "1956-03-14", "TN23 4QX", "01233 496001"));
        var linked = await server.Client.PutRecordAsync(People.Key("benefits", "A7"), People.Person("Margaret", "Pemberton", "14/03/1956", "TN23 4QX", "01233 496001"));

        Assert.Equal(Effect.Created, created.Effect);
        Assert.Equal(created.CustomerId, linked.CustomerId);
        var customer = (await server.Client.GetAsync(created.CustomerId)).Customer;
        Assert.Equal(CustomerState.Live, customer.State);
        Assert.Equal([People.Key("housing", "1"), People.Key("benefits", "A7")], customer.Records.Select(record => record.Key));
        Assert.Equal(customer, await server.Client.GetByRecordAsync(People.Key("benefits", "A7")));
        var hit = Assert.Single((await server.Client.SearchAsync("Margaret Pemberton 14/03/1956")).Hits);
        Assert.Equal(customer.Id, hit.Customer.Id);
        Assert.NotEmpty(hit.Reason);
    }

    [Fact]
    public async Task Stream_answers_every_record_and_goes_on_after_bad_ones()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        var answers = new Dictionary<string, IngestAcknowledgement>(StringComparer.Ordinal);
        await using var stream = server.Client.OpenIngestStream(new IngestStreamOptions { Acknowledged = answer => answers.Add((string)answer.State!, answer) });
        await stream.PutAsync(People.Key("housing", "1"), People.Numbered(1), state: "good");
        await stream.PutAsync(People.Key("nowhere", "1"), People.Numbered(2), state: "unknown source");
        await stream.PutAsync(People.Key("housing", ""), People.Numbered(3), state: "no id");
        await stream.PutAsync(People.Key("housing", "2"), People.Person("Ten\0Nul", "Byte", "1970-01-01"), state: "control");
        await stream.PutAsync(People.Key("housing", "3"), People.Person(new string('x', 10_000_000), "Long", "1970-01-01"), state: "ten megabytes");
        await stream.PutAsync(People.Key("housing", "4"), People.Numbered(4), state: "after");
        await stream.DeleteAsync(People.Key("housing", "5"), state: "absent");
        var totals = await stream.CompleteAsync();

        Assert.Equal(7, totals.Acknowledged);
        Assert.Equal(4, totals.Failed);
        Assert.Equal(Effect.Created, answers["good"].Outcome!.Effect);
        Assert.Equal(Effect.Created, answers["after"].Outcome!.Effect);
        Assert.Equal(Effect.Absent, answers["absent"].Outcome!.Effect);
        Assert.Equal((ErrorReason.UnknownSource, "nowhere"), (answers["unknown source"].Error!.Reason, answers["unknown source"].Error!.Details["source"]));
        Assert.Equal("key.record_id", Assert.Single(answers["no id"].Error!.Violations).Field);
        Assert.Equal("record.names[0].given", Assert.Single(answers["control"].Error!.Violations).Field);
        Assert.Equal(ErrorReason.InvalidField, answers["ten megabytes"].Error!.Reason);
        Assert.DoesNotContain(answers.Values, answer => answer.Error is { IsRetriable: true });
    }

    [Fact]
    public async Task Later_record_of_one_key_wins_however_many_are_sent()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        await using var stream = server.Client.OpenIngestStream();
        for (var i = 0; i < 50; i++)
        {
            await stream.PutAsync(People.Key("housing", "1"), People.Person("Version", $"Number{i}", "1970-01-01"));
        }

        await stream.CompleteAsync();
        var customer = await server.Client.GetByRecordAsync(People.Key("housing", "1"));
        Assert.Equal("Number49", Assert.Single(customer.Records).Record.Names[0].Surname);
    }

    [Fact]
    public async Task Stream_survives_a_restart_of_the_server_in_the_middle()
    {
        var folder = RunningServer.NewFolder();
        var first = await RunningServer.StartAsync(folder: folder);
        await first.RegisterAsync("housing");
        var port = first.Host.GrpcAddress.Port;
        const int Count = 400;
        var half = new TaskCompletionSource();
        var reconnecting = new TaskCompletionSource();
        var acknowledged = 0;
        using var client = CustomerGrainsClient.Connect(first.Host.GrpcAddress.ToString());
        await using var stream = client.OpenIngestStream(new IngestStreamOptions
        {
            InFlightMax = 32,
            Acknowledged = _ =>
            {
                if (++acknowledged == Count / 2)
                {
                    half.SetResult();
                }
            },
            Reconnecting = _ => reconnecting.TrySetResult(),
        });
        var sending = SendAsync();
        await half.Task;
        await first.DisposeAsync();
        await reconnecting.Task;
        await using var second = await RunningServer.StartAsync(options => options.GrpcListen = $"127.0.0.1:{port}", folder);
        await sending;
        var totals = await stream.CompleteAsync();

        Assert.Equal((Count, 0), (totals.Acknowledged, totals.Failed));
        Assert.True(totals.Reconnects >= 1);
        Assert.Equal(Count, (await client.GetStatusAsync()).Records);
        await second.DisposeAsync();
        Directory.Delete(folder, recursive: true);

        async Task SendAsync()
        {
            for (var i = 0; i < Count; i++)
            {
                await stream.PutAsync(People.Key("housing", $"{i}"), People.Numbered(i));
            }
        }
    }

    [Fact]
    public async Task Unreachable_server_is_said_so_in_words()
    {
        using var client = new CustomerGrainsClient(new CustomerGrainsClientOptions { Address = new Uri("http://127.0.0.1:1"), AttemptsMax = 2 });
        var error = await Assert.ThrowsAsync<CustomerGrainsException>(() => client.GetStatusAsync());
        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.StartsWith("The index cannot be reached", error.Message, StringComparison.Ordinal);
    }
}
