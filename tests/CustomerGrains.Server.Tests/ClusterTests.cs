#if ORLEANS_PACKAGES
using System.Net;
using CustomerGrains.Client;
using CustomerGrains.Index.Hosting;
using CustomerGrains.PostgresServers;
using CustomerGrains.Server.Tests.Running;
using CustomerGrains.Stores.Verifying;
using Microsoft.Extensions.DependencyInjection;
#endif

namespace CustomerGrains.Server.Tests;

/// <summary>Several servers on one database.</summary>
public sealed class ClusterTests
{
#if ORLEANS_PACKAGES
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Goal: servers of one cluster are one index, and one that stops hands over. Method: two silos with real clustering and real sockets on a real database; every person twice, once at each; one server
    /// stops in the middle of it; whoever is told so sends to the other.</summary>
    [Fact]
    public async Task Two_servers_are_one_index_and_one_that_stops_hands_over()
    {
        const int people = 150;
        var shared = await PostgresServer.SharedAsync();
        var connection = await shared.CreateDatabaseAsync();
        await using var stays = await StartAsync(connection);
        var goes = await StartAsync(connection);
        await stays.RegisterAsync("housing", "benefits");
        Assert.All([stays, goes], server => Assert.True(server.Host.Services.GetRequiredService<IHostReadiness>().IsReady));
        Assert.Equal(HttpStatusCode.OK, (await goes.Http.GetAsync("/health/ready")).StatusCode);

        var stopping = Task.CompletedTask;
        await Parallel.ForEachAsync(Enumerable.Range(0, people), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
        {
            await PutAsync(stays, "housing", number);
            if (number == people / 2)
            {
                stopping = goes.DisposeAsync().AsTask();
            }

            try
            {
                await PutAsync(goes, "benefits", number);
            }
            catch (Exception fault) when (fault is CustomerGrainsException or ObjectDisposedException or OperationCanceledException)
            {
                await PutAsync(stays, "benefits", number);
            }
        });
        await stopping.WaitAsync(Limit);

        for (var number = 0; number < people; number++)
        {
            var housing = await stays.Client.GetByRecordAsync(People.Key("housing", $"{number}"));
            Assert.Equal(housing.Id, (await stays.Client.GetByRecordAsync(People.Key("benefits", $"{number}"))).Id);
        }

        StoreReport report;
        do
        {
            report = StoreVerifier.VerifyPostgres(connection);
            Assert.Empty(report.Findings);
        }
        while (report.Unresolved > 0);
        Assert.Equal(2 * people, report.LiveRecords);
    }

    [Fact]
    public async Task A_cluster_without_a_database_is_refused() =>
        Assert.Contains("Postgres", (await Assert.ThrowsAsync<ServerOptionsException>(() => RunningServer.StartAsync(options => options.Cluster = true))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Advertise")]
    [InlineData("SiloPort")]
    [InlineData("ClusterId")]
    public async Task An_option_of_the_cluster_that_makes_no_sense_is_named(string option)
    {
        var fault = await Assert.ThrowsAsync<ServerOptionsException>(() => RunningServer.StartAsync(options =>
        {
            options.Cluster = true;
            options.Postgres = "Host=127.0.0.1;Database=none";
            options.Advertise = option == "Advertise" ? "db.example" : options.Advertise;
            options.SiloPort = option == "SiloPort" ? 70_000 : options.SiloPort;
            options.ClusterId = option == "ClusterId" ? " " : options.ClusterId;
        }));
        Assert.Contains(option, fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<RunningServer> StartAsync(string connection) => RunningServer.StartAsync(options =>
    {
        options.Cluster = true;
        options.Postgres = connection;
        options.SiloPort = LoopbackPort.Free();
    });

    private static Task PutAsync(RunningServer server, string source, int number) =>
        server.Client.PutRecordAsync(People.Key(source, $"{number}"), People.Numbered(number)).WaitAsync(Limit);
#else
    [Fact]
    public void A_build_without_Orleans_says_that_it_has_no_cluster() => Assert.Contains(
        "no Orleans",
        Assert.Throws<ServerOptionsException>(() => new ServerOptions { Cluster = true, Postgres = "Host=127.0.0.1;Database=none" }.Validate()).Message,
        StringComparison.Ordinal);
#endif
}
