#if ORLEANS_PACKAGES
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CustomerGrains.PostgresServers;
using CustomerGrains.Server.Dashboard;
using CustomerGrains.Server.Tests.Running;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Dashboard;
#endif

namespace CustomerGrains.Server.Tests;

/// <summary>Orleans' dashboard: off unless asked for, behind a password, and on its own address only.</summary>
public sealed class DashboardTests
{
#if ORLEANS_PACKAGES
    private const string Password = "correct-horse-battery-staple";

    private const string Owner = "CustomerGrains.Orleans.Customers.OwnerGrain";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Unless_asked_for_it_is_nowhere()
    {
        await using var server = await StartAsync(await NewDatabaseAsync());
        Assert.Null(server.Host.DashboardAddress);
        Assert.DoesNotContain(server.Host.Services.GetRequiredService<IOptions<GrainTypeOptions>>().Value.Classes, type => type.Assembly == typeof(DashboardOptions).Assembly);
        await NotOnAsync(server.Http, new Uri("http://127.0.0.1:7490"), "/DashboardCounters", "/index.min.js", "/index.css", "/ClusterStats", "/version", "/dashboard");
    }

    /// <summary>Goal: no path without the password, and each with it. Method: every endpoint that the dashboard maps, and some that it does not.</summary>
    [Fact]
    public async Task Every_path_needs_the_password()
    {
        await using var server = await StartAsync(await NewDatabaseAsync(), Password);
        using var http = Door(server);
        string[] paths = [.. Paths(server), "/nothing", "/index.html/", "/HistoricalStats/"];
        string[] known = ["/", "/index.html", "/index.min.js", "/index.css", "/DashboardCounters", "/ClusterStats", "/GrainState", "/Trace"];
        Assert.Empty(known.Except(paths, StringComparer.Ordinal));
        (string Scheme, string Parameter)?[] wrong =
        [
            null, ("Basic", Credentials("")), ("Basic", Credentials("wrong-horse-battery-staple")), ("Basic", Credentials(Password + "x")), ("Basic", Credentials(Password[..^1])),
            ("Basic", Credentials(Password.ToUpperInvariant())), ("Basic", Base64(Password)), ("Basic", ""), ("Basic", "***"), ("Basic", new string('A', 8000)), ("Bearer", Password), ("Digest", Credentials(Password)),
        ];
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Post, HttpMethod.Options })
        {
            foreach (var path in paths)
            {
                foreach (var credentials in wrong)
                {
                    using var answer = await SendAsync(http, method, path, credentials);
                    Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} with {credentials}: {answer.StatusCode}");
                    Assert.Equal("Basic", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
                    Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
                }
            }
        }

        foreach (var path in known.Except(["/GrainState", "/Trace"]))
        {
            using var answer = await SendAsync(http, HttpMethod.Get, path, ("Basic", Credentials(Password)));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {answer.StatusCode}");
            Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        }

        using var missing = await SendAsync(http, HttpMethod.Get, "/nothing", ("Basic", Credentials(Password)));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Theory]
    [InlineData("/GrainState?grainId=p1.1&grainType=CustomerGrains.Orleans.Contact.ContactGrain")]
    [InlineData("/grainstate?grainId=p1.1&grainType=CustomerGrains.Orleans.Contact.ContactGrain")]
    [InlineData("/Trace")]
    public async Task States_of_grains_and_the_log_are_shown_to_nobody(string path)
    {
        await using var server = await StartAsync(await NewDatabaseAsync(), Password);
        using var http = Door(server);
        using var answer = await SendAsync(http, HttpMethod.Get, path, ("Basic", Credentials(Password)));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    /// <summary>Goal: what it shows is so. Method: records are put while somebody looks, until the calls to the grains that took them are counted.</summary>
    [Fact]
    public async Task It_counts_what_grains_do()
    {
        await using var server = await StartAsync(await NewDatabaseAsync(), Password);
        using var http = Door(server);
        await server.RegisterAsync("housing", "benefits");
        // Two records of each person meet: their keys and owners are called.
        using var limit = new CancellationTokenSource(Limit);
        for (var person = 0; !await CallsAsync(http, Owner); person++)
        {
            await server.Client.PutRecordAsync(People.Key("housing", $"{person}"), People.Numbered(person), cancellationToken: limit.Token);
            await server.Client.PutRecordAsync(People.Key("benefits", $"{person}"), People.Numbered(person), cancellationToken: limit.Token);
        }

        // Asked of the dashboard's own grain, which looks at the cluster from time to time; by now it has.
        using var counters = await ReadAsync(http, "/DashboardCounters");
        Assert.Equal(1, counters.RootElement.GetProperty("totalActiveHostCount").GetInt32());
        Assert.Equal("Active", counters.RootElement.GetProperty("hosts")[0].GetProperty("status").GetString());
    }

    /// <summary>Goal: the dashboard's paths lead nowhere at the other doors. Method: with the right password, and with names and ports in the request that are the dashboard's.</summary>
    [Fact]
    public async Task It_is_on_no_other_door()
    {
        await using var server = await StartAsync(await NewDatabaseAsync(), Password);
        string[] paths = [.. Paths(server).Where(path => path != "/")];
        Assert.Contains("/DashboardCounters", paths);
        await NotOnAsync(server.Http, server.Host.DashboardAddress!, paths);
        using var grpc = new HttpClient { BaseAddress = server.Host.GrpcAddress, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        await NotOnAsync(grpc, server.Host.DashboardAddress!, paths);

        // And no other door's paths at the dashboard's.
        using var http = Door(server);
        foreach (var path in new[] { "/v1/status", "/metrics", "/health/live", "/openapi/v1.json", "/portal/style.css" })
        {
            using var answer = await SendAsync(http, HttpMethod.Get, path, ("Basic", Credentials(Password)));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    /// <summary>Goal: servers with and without it are one cluster. Method: one of each; grains of the dashboard can only be at the first, counts of grains come from both.</summary>
    [Fact]
    public async Task A_server_without_it_is_no_worse_for_one_that_has_it()
    {
        var database = await NewDatabaseAsync();
        await using var plain = await StartAsync(database);
        await using var watched = await StartAsync(database, Password);
        using var http = Door(watched);
        await plain.RegisterAsync("housing", "benefits");
        using var limit = new CancellationTokenSource(Limit);
        for (var person = 0; !await CallsAsync(http, Owner) || !await AreAtBothAsync(http); person++)
        {
            // A person's first record calls no grain, and the second those of the server that takes it, so each server takes some second ones.
            var (first, second) = person % 2 == 0 ? (plain, watched) : (watched, plain);
            await first.Client.PutRecordAsync(People.Key("housing", $"{person}"), People.Numbered(person), cancellationToken: limit.Token);
            await second.Client.PutRecordAsync(People.Key("benefits", $"{person}"), People.Numbered(person), cancellationToken: limit.Token);
        }
    }

    [Fact]
    public async Task Neither_password_nor_what_was_tried_is_logged()
    {
        using var logs = new CapturedLogs();
        await using var server = await StartAsync(await NewDatabaseAsync(), Password, builder => builder.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        using var http = Door(server);
        using var wrong = await SendAsync(http, HttpMethod.Get, "/version", ("Basic", Credentials("tried-by-somebody-else")));
        using var right = await SendAsync(http, HttpMethod.Get, "/version", ("Basic", Credentials(Password)));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (wrong.StatusCode, right.StatusCode));
        Assert.Contains("The dashboard was asked for with a wrong password", logs.Text, StringComparison.Ordinal);
        Assert.All(
            new[] { Password, Credentials(Password), "tried-by-somebody-else", Credentials("tried-by-somebody-else") },
            secret => Assert.DoesNotContain(secret, logs.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("missing", "Could not find")]
    [InlineData("empty", "fewer than 20")]
    [InlineData("short", "fewer than 20")]
    [InlineData("two lines", "more than one line")]
    [InlineData("long", "more than 1024 bytes")]
    [InlineData("open to all", "chmod")]
    [InlineData("no file named", "DashboardPasswordFile")]
    [InlineData("no address", "DashboardListen")]
    [InlineData("no cluster", "Cluster")]
    [InlineData("address that is none", "127.0.0.1:7400")]
    public async Task It_does_not_start_without_a_good_password_and_address(string what, string says)
    {
        var file = Path.GetTempFileName();
        try
        {
            var content = what switch { "empty" => "\n", "short" => Password[..19] + "\n", "two lines" => $"{Password}\n{Password}\n", "long" => new string('a', 1025), _ => Password + "\n" };
            await File.WriteAllTextAsync(file, content);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, what == "open to all" ? UnixFileMode.UserRead | UnixFileMode.OtherRead : UnixFileMode.UserRead | UnixFileMode.GroupRead);
            }

            if (what == "missing")
            {
                File.Delete(file);
            }

            var fault = await Assert.ThrowsAsync<ServerOptionsException>(() => RunningServer.StartAsync(options =>
            {
                options.Cluster = what != "no cluster";
                options.Postgres = "Host=127.0.0.1;Database=none";
                options.DashboardListen = what switch { "no address" => null, "address that is none" => "somewhere", _ => "127.0.0.1:0" };
                options.DashboardPasswordFile = what == "no file named" ? null : file;
            }));
            Assert.Contains(says, fault.Message, StringComparison.Ordinal);
            Assert.Contains("Option Dashboard", fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Password[..19], fault.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<string> NewDatabaseAsync() => await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();

    private static async Task<RunningServer> StartAsync(string database, string? password = null, Action<ILoggingBuilder>? logging = null)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, password + "\n");
        try
        {
            return await RunningServer.StartAsync(
                options =>
                {
                    options.Cluster = true;
                    options.Postgres = database;
                    options.SiloPort = LoopbackPort.Free();
                    (options.DashboardListen, options.DashboardPasswordFile) = password is null ? (null, null) : ("127.0.0.1:0", file);
                },
                application: builder => logging?.Invoke(builder.Logging));
        }
        finally
        {
            // It is read once.
            File.Delete(file);
        }
    }

    private static HttpClient Door(RunningServer server) => new() { BaseAddress = server.Host.DashboardAddress };

    /// <summary>A path for each of its endpoints.</summary>
    private static IEnumerable<string> Paths(RunningServer server) => server.Host.Services.GetRequiredService<DashboardDoor>().Endpoints.OfType<RouteEndpoint>()
        .Select(endpoint => "/" + (endpoint.RoutePattern.RawText ?? "").TrimStart('/').Split('{')[0] + (endpoint.RoutePattern.Parameters.Count > 0 ? "1" : ""))
        .Distinct(StringComparer.Ordinal);

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, (string Scheme, string Parameter)? credentials)
    {
        using var request = new HttpRequestMessage(method, path) { Version = http.DefaultRequestVersion, VersionPolicy = http.DefaultVersionPolicy };
        if (credentials is var (scheme, parameter))
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {parameter}");
        }

        return await http.SendAsync(request);
    }

    /// <summary>None of the paths is answered at a door, even for who knows the password and names the dashboard's address.</summary>
    private static async Task NotOnAsync(HttpClient door, Uri dashboard, params string[] paths)
    {
        foreach (var path in paths)
        {
            foreach (var host in new[] { null, dashboard.Authority })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, path) { Version = door.DefaultRequestVersion, VersionPolicy = door.DefaultVersionPolicy };
                request.Headers.Host = host;
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Credentials(Password));
                using var answer = await door.SendAsync(request);
                Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path}: {answer.StatusCode}");
            }
        }
    }

    private static async Task<JsonDocument> ReadAsync(HttpClient http, string path)
    {
        using var answer = await SendAsync(http, HttpMethod.Get, path, ("Basic", Credentials(Password)));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Calls of a kind of grain have been counted.</summary>
    private static async Task<bool> CallsAsync(HttpClient http, string grain)
    {
        using var stats = await ReadAsync(http, $"/GrainStats/{grain}");
        return stats.RootElement.EnumerateObject().SelectMany(method => method.Value.EnumerateObject()).Any(second => second.Value.GetProperty("count").GetInt64() > 0);
    }

    /// <summary>Grains of the index are counted at two servers, grains of the dashboard at one.</summary>
    private static async Task<bool> AreAtBothAsync(HttpClient http)
    {
        using var counters = await ReadAsync(http, "/DashboardCounters");
        var stats = counters.RootElement.GetProperty("simpleGrainStats").EnumerateArray()
            .Select(stat => (Grain: stat.GetProperty("grainType").GetString()!, Silo: stat.GetProperty("siloAddress").GetString()!, Count: stat.GetProperty("activationCount").GetInt32())).ToArray();
        Assert.Single(stats.Where(stat => stat.Grain.EndsWith("DashboardGrain", StringComparison.Ordinal)).Select(stat => stat.Silo).Distinct());
        return stats.Where(stat => stat.Count > 0 && stat.Grain.Contains("CustomerGrains.", StringComparison.Ordinal)).Select(stat => stat.Silo).Distinct().Count() == 2;
    }

    private static string Credentials(string password) => Base64(string.Create(CultureInfo.InvariantCulture, $"anybody:{password}"));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
#else
    [Fact]
    public void A_build_without_Orleans_says_that_it_has_none() => Assert.Contains(
        "no Orleans",
        Assert.Throws<ServerOptionsException>(() => new ServerOptions { Cluster = true, Postgres = "Host=127.0.0.1;Database=none", DashboardListen = "127.0.0.1:0", DashboardPasswordFile = "password" }.Validate()).Message,
        StringComparison.Ordinal);
#endif
}
