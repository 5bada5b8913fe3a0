using System.Net;
using CustomerGrains.Client;
using CustomerGrains.Index;
using CustomerGrains.PostgresServers;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.Stores;
using CustomerGrains.Stores.Verifying;
using CustomerGrains.V1;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace CustomerGrains.Server.Tests;

/// <summary>A server on PostgreSQL whose database goes away and comes back.</summary>
public sealed class PostgresTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Goal: what cannot be kept is refused with a hint and nothing acknowledged is lost. Method: one raw stream, before, while and after the database is down; the server is never restarted.</summary>
    [Theory]
    [InlineData(StopMode.Fast)]
    [InlineData(StopMode.Immediate)]
    public async Task Records_sent_while_the_database_is_down_are_refused_with_a_hint_and_taken_afterwards(StopMode mode)
    {
        await using var database = await PostgresServer.StartAsync();
        var connection = await database.CreateDatabaseAsync();
        await using var server = await RunningServer.StartAsync(options => options.Postgres = connection, application: Quiet);
        await server.RegisterAsync("housing");
        using var stream = new RawStream(server);
        Assert.Empty(await SendAsync(stream, Enumerable.Range(0, 60)));

        await database.StopAsync(mode);
        var refused = await SendAsync(stream, Enumerable.Range(60, 40));
        Assert.Equal(40, refused.Count);
        Assert.All(refused.Values, error =>
        {
            Assert.Equal((int)StatusCode.Unavailable, error.Code);
            Assert.Equal("STORE_UNAVAILABLE", Details.Info(error).Reason);
            Assert.True(Details.Get<RetryInfo>(error)!.RetryDelay.ToTimeSpan() > TimeSpan.Zero);
        });
        using (var once = new CustomerGrainsClient(new CustomerGrainsClientOptions { Address = server.Host.GrpcAddress, AttemptsMax = 1 }))
        {
            foreach (var call in new Func<Task>[] { () => once.GetByRecordAsync(People.Key("housing", "1")), () => once.SearchAsync("Amelia"), () => once.GetStatusAsync() })
            {
                var error = await Assert.ThrowsAsync<CustomerGrainsException>(call);
                Assert.Equal((StatusCode.Unavailable, ErrorReason.StoreUnavailable), (error.StatusCode, error.Reason));
                Assert.NotNull(error.RetryAfter);
            }
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.Http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync("/health/live")).StatusCode);

        await database.StartAgainAsync();
        await WaitUntilAsync(server, ServingStatus.Serving);
        Assert.Empty(await SendAsync(stream, Enumerable.Range(60, 40)));
        foreach (var id in Enumerable.Range(0, 100))
        {
            Assert.NotEmpty((await server.Client.GetByRecordAsync(People.Key("housing", $"{id}"))).Id);
        }

        AssertCleanAndSettled(connection, records: 100);
    }

    /// <summary>Goal: an import rides over it by itself. Method: the client's stream; the database is killed with SIGKILL when so many are acknowledged, and started once the server has noticed.</summary>
    [Fact]
    public async Task An_import_goes_on_by_itself_when_the_killed_database_is_back()
    {
        const int records = 900;
        await using var database = await PostgresServer.StartAsync();
        var connection = await database.CreateDatabaseAsync();
        await using var server = await RunningServer.StartAsync(options => options.Postgres = connection, application: Quiet);
        await server.RegisterAsync("housing");
        int[] kills = [100, 500];
        var reached = kills.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        var acknowledged = 0;
        await using var stream = server.Client.OpenIngestStream(new IngestStreamOptions
        {
            InFlightMax = 32,
            RecordAttemptsMax = 1000,
            Acknowledged = answer =>
            {
                Assert.Null(answer.Error);
                var count = Interlocked.Increment(ref acknowledged);
                if (Array.IndexOf(kills, count) is >= 0 and var kill)
                {
                    reached[kill].SetResult();
                }
            },
        });
        var sending = SendAllAsync();
        foreach (var kill in reached)
        {
            await kill.Task.WaitAsync(Limit);
            await database.KillAsync();
            await WaitUntilAsync(server, ServingStatus.NotServing);
            await database.StartAgainAsync();
        }

        var totals = await sending.WaitAsync(Limit);
        Assert.Equal((records, 0L), (totals.Acknowledged, totals.Failed));
        await WaitUntilAsync(server, ServingStatus.Serving);
        AssertCleanAndSettled(connection, records);

        async Task<IngestTotals> SendAllAsync()
        {
            for (var i = 0; i < records; i++)
            {
                await stream.PutAsync(People.Key("housing", $"{i}"), People.Numbered(i));
            }

            return await stream.CompleteAsync();
        }
    }

    [Fact]
    public async Task What_was_acknowledged_is_found_by_the_next_server_and_no_data_folder_is_made()
    {
        var shared = await PostgresServer.SharedAsync();
        var connection = await shared.CreateDatabaseAsync();
        var folder = Path.Combine(RunningServer.NewFolder(), "unused");
        string id;
        await using (var first = await RunningServer.StartAsync(options => options.Postgres = connection, folder))
        {
            await first.RegisterAsync("housing");
            id = (await first.Client.PutRecordAsync(People.Key("housing", "1"), People.Numbered(1))).CustomerId;
        }

        await using (var second = await RunningServer.StartAsync(options => options.Postgres = connection, folder))
        {
            Assert.Equal(id, (await second.Client.GetByRecordAsync(People.Key("housing", "1"))).Id);
        }

        Assert.False(Directory.Exists(folder));
        await shared.DropDatabaseAsync(connection);
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why_and_never_the_password()
    {
        var shared = await PostgresServer.SharedAsync();
        var empty = await shared.CreateEmptyDatabaseAsync();
        var password = new NpgsqlConnectionStringBuilder(empty).Password!;
        Assert.Contains("Run 'cgrains migrate'", (await StartAsync<StoreFormatException>(empty)).Message, StringComparison.Ordinal);
        foreach (var (connection, words) in new[]
        {
            (new NpgsqlConnectionStringBuilder(empty) { Password = password + "x" }, "refuses the user or the password"),
            (new NpgsqlConnectionStringBuilder(empty) { Database = "nowhere" }, "There is no database 'nowhere'"),
            (new NpgsqlConnectionStringBuilder(empty) { Port = 1 }, "does not answer"),
        })
        {
            var fault = await StartAsync<JournalUnavailableException>(connection.ConnectionString);
            Assert.Contains(words, fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(password, fault.Message, StringComparison.Ordinal);
        }

        var nonsense = await StartAsync<ServerOptionsException>($"Host=db;Password={password};What=1");
        Assert.Contains("Option Postgres", nonsense.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(password, nonsense.Message, StringComparison.Ordinal);
        await shared.DropDatabaseAsync(empty);

        static Task<TFault> StartAsync<TFault>(string connection)
            where TFault : Exception => Assert.ThrowsAsync<TFault>(() => RunningServer.StartAsync(options => options.Postgres = connection));
    }

    /// <summary>A database that is away is logged with every call that meets it.</summary>
    private static void Quiet(WebApplicationBuilder builder) => builder.Logging.ClearProviders();

    /// <summary>Sends records and waits for the answers.</summary>
    /// <returns>The errors, by record.</returns>
    private static async Task<Dictionary<string, Google.Rpc.Status>> SendAsync(RawStream stream, IEnumerable<int> numbers)
    {
        var count = 0;
        foreach (var number in numbers)
        {
            await stream.SendAsync(RawStream.Put($"op-{number}", People.Key("housing", $"{number}"), People.Numbered(number)));
            count++;
        }

        var errors = new Dictionary<string, Google.Rpc.Status>(StringComparer.Ordinal);
        for (; count > 0; count--)
        {
            var answer = await stream.ReadAsync().WaitAsync(Limit);
            if (answer.Error is not null)
            {
                errors.Add(answer.OperationId, answer.Error);
            }
        }

        return errors;
    }

    private static async Task WaitUntilAsync(RunningServer server, ServingStatus status)
    {
        using var channel = GrpcChannel.ForAddress(server.Host.GrpcAddress);
        using var limit = new CancellationTokenSource(Limit);
        using var watch = new global::Grpc.Health.V1.Health.HealthClient(channel).Watch(new HealthCheckRequest(), cancellationToken: limit.Token);
        do
        {
            Assert.True(await watch.ResponseStream.MoveNext(limit.Token));
        }
        while (watch.ResponseStream.Current.Status != status);
    }

    private static void AssertCleanAndSettled(string connection, int records)
    {
        StoreReport report;
        do
        {
            // What was cut off is resolved by the running server's sweep.
            report = StoreVerifier.VerifyPostgres(connection);
            Assert.Empty(report.Findings);
        }
        while (report.Unresolved > 0);
        Assert.Equal(records, report.LiveRecords);
        Assert.Empty(report.Notes);
    }
}
