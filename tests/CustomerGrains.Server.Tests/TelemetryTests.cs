using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CustomerGrains.Client;
using CustomerGrains.Server.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Server.Tests;

/// <remarks>Alone: instruments of one name are one in a process, and another server that stops takes their numbers along.</remarks>
[Collection(Alone)]
public sealed class TelemetryTests
{
    private const string Alone = "measures the process";
    private const string Canary = "Quetzalcanary";

    [Fact]
    public async Task Metrics_count_records_by_effect_and_time_calls()
    {
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        await server.Client.PutRecordAsync(People.Key("housing", "1"), People.Numbered(1));
        await server.Client.PutRecordAsync(People.Key("housing", "1"), People.Numbered(1));
        await server.Client.SearchAsync("Okafor");
        var metrics = await server.Http.GetStringAsync("/metrics");
        Assert.Matches("""customergrains_records_total\{[^}]*effect="created"[^}]*\} [1-9]""", metrics);
        Assert.Matches("""customergrains_records_total\{[^}]*effect="unchanged"[^}]*\} [1-9]""", metrics);
        Assert.Contains("customergrains_acknowledgement_duration_seconds_bucket", metrics, StringComparison.Ordinal);
        Assert.Matches("""customergrains_call_duration_seconds_count\{[^}]*method="/customergrains.v1.CustomerService/Search"[^}]*\} [1-9]""", metrics);
        Assert.Contains("customergrains_grain_active", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_tell_how_many_writes_a_commit_takes_how_long_it_is_and_how_long_writes_wait()
    {
        const int Records = 200;
        await using var server = await RunningServer.StartAsync();
        await server.RegisterAsync("housing");
        await using (var stream = server.Client.OpenIngestStream())
        {
            for (var i = 0; i < Records; i++)
            {
                await stream.PutAsync(People.Key("housing", $"{i}"), People.Numbered(i));
            }

            await stream.CompleteAsync();
        }

        var metrics = await server.Http.GetStringAsync("/metrics");

        var commits = Value(metrics, "customergrains_journal_commit_writes_count");
        var writes = Value(metrics, "customergrains_journal_commit_writes_sum");
        Assert.True(writes >= 2 * Records, $"{writes} writes");
        Assert.InRange(commits, 1, writes);
        Assert.True(Value(metrics, "customergrains_journal_commit_duration_seconds_count") >= 1);
        Assert.True(Value(metrics, "customergrains_journal_commit_duration_seconds_sum") > 0);
        Assert.True(Value(metrics, "customergrains_journal_queue_duration_seconds_count") >= 2 * Records, "every write waited, if only for an instant");
        Assert.Contains("customergrains_journal_commit_writes_bucket", metrics, StringComparison.Ordinal);

        static double Value(string metrics, string name) =>
            double.Parse(Regex.Match(metrics, $@"^{name}(?:\{{[^}}]*\}})? ([\d.eE+-]+)", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Goal: whoever watches sees how the whole index is doing. Method: a store with one record, found by a second server, which looks as soon as it has started.</summary>
    [Fact]
    public async Task Metrics_tell_that_the_server_is_ready_and_how_the_index_is_doing()
    {
        var folder = RunningServer.NewFolder();
        await using (var first = await RunningServer.StartAsync(folder: folder))
        {
            await first.RegisterAsync("housing");
            await first.Client.PutRecordAsync(People.Key("housing", "1"), People.Numbered(1));
        }

        await using (var server = await RunningServer.StartAsync(folder: folder))
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            string metrics;
            do
            {
                metrics = await server.Http.GetStringAsync("/metrics", limit.Token);
            }
            while (!Regex.IsMatch(metrics, @"^customergrains_ready\{[^}]*\} 1$", RegexOptions.Multiline));

            Assert.Matches(@"(?m)^customergrains_index_records\{[^}]*\} 1$", metrics);
            Assert.Matches(@"(?m)^customergrains_index_customers\{[^}]*\} 1$", metrics);
            Assert.Matches(@"(?m)^customergrains_index_backlog\{[^}]*\} 0$", metrics);
            Assert.Matches(@"(?m)^customergrains_index_review_pairs\{[^}]*\} 0$", metrics);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Goal: values of records and searches never reach logs, metrics or traces. Method: a value found nowhere else in every field, through every
    /// door, good and bad; everything that is logged at the finest level, measured and traced is searched for it.</summary>
    [Fact]
    public async Task Values_of_records_and_searches_reach_neither_logs_nor_metrics_nor_traces()
    {
        using var logs = new CapturedLogs();
        var traces = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith("CustomerGrains", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => traces.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Baggage)} {string.Join(' ', activity.Events)}"),
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await RunningServer.StartAsync(application: builder =>
        {
            builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace);
            builder.Services.AddSingleton<ILoggerProvider>(logs);
        });
        await server.RegisterAsync("housing");
        var key = People.Key("housing", Canary);
        var record = People.Person(Canary, Canary, "1961-05-23", phone: "07700 955555", email: $"{Canary}@mail.example");
        record.Other.Add("note", Canary);
        await server.Client.PutRecordAsync(key, record);
        await using (var stream = server.Client.OpenIngestStream())
        {
            await stream.PutAsync(People.Key("housing", Canary + "2"), record);
            await stream.PutAsync(People.Key(Canary, "1"), record);
            await stream.PutAsync(People.Key("housing", Canary + "\0"), record);
            await stream.CompleteAsync();
        }

        Assert.NotEmpty((await server.Client.SearchAsync(Canary)).Hits);
        await server.Http.GetStringAsync($"/v1/customers?text={Canary}");
        await server.Http.GetStringAsync($"/v1/sources/housing/records/{Canary}/customer");
        await server.Http.GetStringAsync($"/?q={Canary}");
        await server.Http.PutAsync($"/v1/sources/housing/records/{Canary}", new StringContent("{\"record\":{\"" + Canary + "\":1}}", System.Text.Encoding.UTF8, "application/json"));
        await Assert.ThrowsAsync<CustomerGrainsException>(() => server.Client.GetByRecordAsync(People.Key("housing", Canary + "3")));
        var metrics = await server.Http.GetStringAsync("/metrics");

        Assert.NotEmpty(logs.Text);
        Assert.Contains(traces, trace => trace.Contains("Search", StringComparison.Ordinal));
        foreach (var (place, text) in new[] { ("logs", logs.Text), ("traces", string.Join('\n', traces)), ("metrics", metrics) })
        {
            foreach (var value in new[] { Canary, "955555", "1961-05-23" })
            {
                var at = text.IndexOf(value, StringComparison.OrdinalIgnoreCase);
                Assert.True(at < 0, $"{place} hold {value}: {(at < 0 ? "" : text.Substring(Math.Max(0, at - 200), Math.Min(400, text.Length - Math.Max(0, at - 200))))}");
            }
        }
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneDefinition;
}
