using System.Text.Json.Nodes;
using CustomerGrains.Deploy.Tests.Yaml;
using YamlDotNet.RepresentationModel;

namespace CustomerGrains.Deploy.Tests.Watching;

/// <summary>Prometheus scrapes what there is, alerts and dashboard name only metrics and labels that a server exports, and Grafana finds its dashboard.</summary>
public sealed class WatchingTests(WatchedServer server) : IClassFixture<WatchedServer>
{
    private const string Dashboard = "deploy/grafana/dashboards/customergrains.json";

    /// <summary>What Prometheus itself adds.</summary>
    private static readonly string[] PrometheusMetrics = ["up"];
    private static readonly string[] PrometheusLabels = ["job", "instance"];

    private static readonly YamlMappingNode Prometheus = YamlDocuments.ReadOne("deploy/prometheus/prometheus.yml");
    private static readonly IReadOnlyList<YamlNode> Alerts = [.. YamlDocuments.ReadOne("deploy/prometheus/alerts.yml").At("groups").Items().SelectMany(group => group.At("rules").Items())];

    public static TheoryData<string, string> Expressions()
    {
        var data = new TheoryData<string, string>();
        foreach (var alert in Alerts)
        {
            data.Add(alert.At("alert").Text(), alert.At("expr").Text());
        }

        foreach (var panel in Panels())
        {
            foreach (var target in (panel["targets"] as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                data.Add((string)panel["title"]!, ((string)target["expr"]!).Replace("$__rate_interval", "1m", StringComparison.Ordinal));
            }
        }

        return data;
    }

    /// <summary>Goal: the rule by which names are known is the exporter's. Method: everything that was really scraped must be known by it.</summary>
    [Fact]
    public void Names_of_instruments_are_those_that_a_scrape_shows()
    {
        Assert.Contains("customergrains_records_total", server.Scraped);
        Assert.Empty(server.Scraped.Except(server.Names).Except(["target_info"]));
    }

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_names_only_what_a_server_exports(string where, string text)
    {
        var expression = new Expression(text);
        Assert.NotEmpty(expression.Metrics);
        var unknown = expression.Metrics.Except(server.Names).Except(PrometheusMetrics).Where(IsOfThisBuild);
        Assert.True(!unknown.Any(), $"{where}: no server exports {string.Join(", ", unknown)}.");
        var labels = expression.Metrics.SelectMany(metric => server.Labels[metric]).Concat(PrometheusLabels).ToHashSet(StringComparer.Ordinal);
        var strange = expression.Metrics.All(metric => server.Scraped.Contains(metric) || PrometheusMetrics.Contains(metric)) ? expression.Labels.Except(labels) : [];
        Assert.True(!strange.Any(), $"{where}: {string.Join(", ", expression.Metrics)} have no label {string.Join(", ", strange)}.");
    }

    [Fact]
    public void Alerts_have_names_of_their_own_say_what_is_wrong_and_lead_to_a_runbook_that_exists()
    {
        var names = Alerts.Select(alert => alert.At("alert").Text()).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        foreach (var alert in Alerts)
        {
            Assert.Contains(alert.At("labels", "severity").Text(), new[] { "page", "ticket" });
            Assert.NotEmpty(alert.At("annotations", "summary").Text());
            Assert.True(alert.Find("for") is not { } length || Duration.Parse(length.Text()) > TimeSpan.Zero);
            Assert.True(alert.Find("annotations", "runbook") is not { } runbook || Checkout.Has(runbook.Text()), $"{alert.At("alert")} leads to {alert.Find("annotations", "runbook")}, which does not exist.");
            Assert.Empty(alert.Keys().Except(["alert", "expr", "for", "labels", "annotations"]));
        }
    }

    [Fact]
    public void Prometheus_scrapes_the_silos_of_the_compose_file_and_reads_the_alerts()
    {
        Assert.Equal(["alerts.yml"], Prometheus.At("rule_files").Texts());
        var job = Prometheus.At("scrape_configs").Items().Single(item => item.At("job_name").Text() == "customergrains");
        var found = Assert.Single(job.At("dns_sd_configs").Items());
        Assert.Equal("7480", found.At("port").Text());
        Assert.Equal("/metrics", job.At("metrics_path").Text());
        var silos = YamlDocuments.ReadOne("deploy/compose/compose.yaml").At("services").Keys().Where(name => name.StartsWith("silo-", StringComparison.Ordinal));
        Assert.Equal(silos, found.At("names").Texts());
        Assert.True(Duration.Parse(Prometheus.At("global", "scrape_timeout").Text()) <= Duration.Parse(Prometheus.At("global", "scrape_interval").Text()));
        Assert.All(Alerts.Select(alert => new Expression(alert.At("expr").Text())).SelectMany(expression => expression.Labels), label => Assert.NotEqual("", label));
        if (Shell.Find("promtool") is { } promtool)
        {
            var (exitCode, output) = Shell.Start(promtool, ["check", "config", Checkout.FullPath("deploy/prometheus/prometheus.yml")]);
            Assert.True(exitCode == 0, output);
        }
    }

    [Fact]
    public void Grafana_finds_its_source_and_its_dashboard_where_compose_mounts_them()
    {
        var source = Assert.Single(YamlDocuments.ReadOne("deploy/grafana/provisioning/datasources/prometheus.yml").At("datasources").Items());
        var provider = Assert.Single(YamlDocuments.ReadOne("deploy/grafana/provisioning/dashboards/customergrains.yml").At("providers").Items());
        var grafana = YamlDocuments.ReadOne("deploy/compose/compose.yaml").At("services", "grafana");
        Assert.Contains($"../grafana/dashboards:{provider.At("options", "path").Text()}:ro", grafana.At("volumes").Texts());
        Assert.Equal($"{provider.At("options", "path").Text()}/{Path.GetFileName(Dashboard)}", grafana.At("environment", "GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH").Text());
        Assert.Equal("http://prometheus:9090", source.At("url").Text());
        var dashboard = Read();
        Assert.Equal("customergrains", (string)dashboard["uid"]!);
        Assert.All(Panels().Where(panel => (string)panel["type"]! != "row"), panel => Assert.Equal(source.At("uid").Text(), (string)panel["datasource"]!["uid"]!));
        var ids = Panels().Select(panel => (int)panel["id"]!).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Panels_neither_overlap_nor_leave_the_page()
    {
        var taken = new HashSet<(int, int)>();
        foreach (var place in Panels().Select(panel => panel["gridPos"]!))
        {
            for (var x = (int)place["x"]!; x < (int)place["x"]! + (int)place["w"]!; x++)
            {
                for (var y = (int)place["y"]!; y < (int)place["y"]! + (int)place["h"]!; y++)
                {
                    Assert.True(x < 24 && taken.Add((x, y)), $"{place}");
                }
            }
        }
    }

    private static JsonObject Read() => JsonNode.Parse(Checkout.Read(Dashboard))!.AsObject();

    private static IEnumerable<JsonObject> Panels() => Read()["panels"]!.AsArray().OfType<JsonObject>();

    private static bool IsOfThisBuild(string metric) =>
#if ORLEANS_PACKAGES
        true;
#else
        !metric.StartsWith("orleans_", StringComparison.Ordinal);
#endif
}
