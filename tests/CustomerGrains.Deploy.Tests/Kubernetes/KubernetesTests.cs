using CustomerGrains.Deploy.Tests.Running;
using CustomerGrains.Deploy.Tests.Yaml;
using YamlDotNet.RepresentationModel;

namespace CustomerGrains.Deploy.Tests.Kubernetes;

/// <summary>The example overlay, rendered: everything refers to what is there, nobody is more than they need to be, and silos stop in peace.</summary>
public sealed class KubernetesTests
{
    private const string Overlay = "deploy/kubernetes/overlays/example";

    private static readonly IReadOnlyList<YamlMappingNode> Resources = Kustomization.Render(Overlay);
    private static readonly YamlMappingNode Silos = Resource("Deployment", "customergrains-silos");
    private static readonly YamlNode SiloPod = Silos.At("spec", "template", "spec");
    private static readonly YamlNode SiloContainer = Assert.Single(SiloPod.At("containers").Items());
    private static readonly YamlMappingNode Settings = Resource("ConfigMap", "customergrains-settings");
    private static readonly IReadOnlyDictionary<string, string> SiloEnvironment = EnvironmentOf(SiloContainer);

    public static TheoryData<string> PodOwners() => [.. Resources.Where(resource => PodOf(resource) is not null).Select(Kustomization.Name)];

    /// <summary>Goal: what these tests look at is what Kubernetes is given. Method: kubectl's own rendering, where there is one.</summary>
    [Fact]
    public void Kubectl_renders_the_same_where_it_is_installed()
    {
        foreach (var folder in new[] { "deploy/kubernetes/base", Overlay })
        {
            Assert.NotEmpty(Kustomization.Render(folder));
            if (Shell.Find("kubectl") is { } kubectl)
            {
                var (exitCode, output) = Shell.Start(kubectl, ["kustomize", Checkout.FullPath(folder)]);
                Assert.True(exitCode == 0, output);
                Assert.Equal(Spelt(YamlDocuments.Parse(output, "kubectl")), Spelt(Kustomization.Render(folder)));
            }
        }

        static IEnumerable<string> Spelt(IReadOnlyList<YamlMappingNode> resources) => resources.Select(resource => resource.Canonical()).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Everything_is_in_the_namespace_that_is_made_and_allows_nothing_privileged()
    {
        var made = Assert.Single(Resources, resource => resource.At("kind").Text() == "Namespace");
        Assert.Equal("restricted", made.At("metadata", "labels", "pod-security.kubernetes.io/enforce").Text());
        Assert.All(Resources.Where(resource => resource != made), resource => Assert.Equal(made.At("metadata", "name").Text(), resource.At("metadata", "namespace").Text()));
    }

    [Theory]
    [MemberData(nameof(PodOwners))]
    public void A_pod_is_confined_limited_and_refers_to_what_is_there(string owner)
    {
        var pod = PodOf(Resources.Single(resource => Kustomization.Name(resource) == owner))!;
        Assert.NotNull(Resource("ServiceAccount", pod.At("serviceAccountName").Text()));
        Assert.Equal("false", pod.At("automountServiceAccountToken").Text());
        Assert.Equal("true", pod.At("securityContext", "runAsNonRoot").Text());
        Assert.Equal("RuntimeDefault", pod.At("securityContext", "seccompProfile", "type").Text());
        foreach (var container in pod.At("containers").Items())
        {
            Assert.Equal("true", container.At("securityContext", "readOnlyRootFilesystem").Text());
            Assert.Equal("false", container.At("securityContext", "allowPrivilegeEscalation").Text());
            Assert.Equal(["ALL"], container.At("securityContext", "capabilities", "drop").Texts());
            Assert.All(new[] { "cpu", "memory" }, resource => container.At("resources", "requests", resource).Text());
            Assert.NotNull(container.At("resources", "limits", "memory"));
            Assert.Contains(':', container.At("image").Text());
            CommandLines.Check(owner, container.At("args").Texts());
            ServerSettings.Check(owner, EnvironmentOf(container).Select(pair => (pair.Key, pair.Value)));
            Assert.Equal(pod.At("volumes").Items().Select(volume => volume.At("name").Text()).Order(), container.At("volumeMounts").Items().Select(mount => mount.At("name").Text()).Order());
        }

        Assert.All(pod.At("volumes").Items(), volume => Assert.True(volume.Find("secret", "secretName") is not null || volume.Find("emptyDir", "sizeLimit") is not null));
    }

    /// <summary>Goal: a password file that a connection string names is in the pod. Method: its folder must be where a secret is mounted.</summary>
    [Theory]
    [MemberData(nameof(PodOwners))]
    public void Passwords_come_from_a_secret_and_from_nowhere_else(string owner)
    {
        var pod = PodOf(Resources.Single(resource => Kustomization.Name(resource) == owner))!;
        foreach (var container in pod.At("containers").Items())
        {
            var connection = new Npgsql.NpgsqlConnectionStringBuilder(EnvironmentOf(container)["CGRAINS_POSTGRES"]);
            Assert.Null(connection.Password);
            Assert.Equal(Npgsql.SslMode.VerifyFull, connection.SslMode);
            var volume = container.At("volumeMounts").Items().Single(mount => mount.At("mountPath").Text() == Path.GetDirectoryName(connection.Passfile)).At("name").Text();
            var secret = pod.At("volumes").Items().Single(item => item.At("name").Text() == volume).At("secret", "secretName").Text();
            Assert.Equal(secret.Split('-')[^1], connection.Username!.Split('_')[1]);
            Assert.Equal(Path.GetDirectoryName(connection.Passfile), Path.GetDirectoryName(connection.RootCertificate));
        }

        Assert.DoesNotContain(Resources, resource => resource.At("kind").Text() == "Secret");
    }

    [Fact]
    public void Silos_are_given_longer_to_stop_than_they_take()
    {
        var options = ServerSettings.Check("silos", SiloEnvironment.Select(pair => (pair.Key, pair.Value)));
        var before = TimeSpan.FromSeconds(SiloContainer.At("lifecycle", "preStop", "exec", "command").Items()[1].Number());
        ServerSettings.GraceIsLonger("silos", TimeSpan.FromSeconds(SiloPod.At("terminationGracePeriodSeconds").Number()), options, before);
    }

    /// <summary>Goal: a probe asks what the server answers. Method: a real server is asked each path; the live one must hold whatever becomes of the store.</summary>
    [Fact]
    public async Task Probes_ask_paths_that_a_server_answers()
    {
        await using var server = await LocalServerHost.StartAsync();
        using var http = new HttpClient { BaseAddress = server.HttpAddress };
        foreach (var (probe, path) in new[] { ("startupProbe", "/health/startup"), ("readinessProbe", "/health/ready"), ("livenessProbe", "/health/live") })
        {
            Assert.Equal(path, SiloContainer.At(probe, "httpGet", "path").Text());
            Assert.Equal("http", SiloContainer.At(probe, "httpGet", "port").Text());
            Assert.True((await http.GetAsync(path)).IsSuccessStatusCode, path);
        }

        Assert.True((await http.GetAsync(Silos.At("spec", "template", "metadata", "annotations", "prometheus.io/path").Text())).IsSuccessStatusCode);
    }

    [Fact]
    public void Ports_are_those_the_image_listens_on_and_services_lead_to_them()
    {
        var ports = SiloContainer.At("ports").Items().ToDictionary(port => port.At("name").Text(), port => port.At("containerPort").Number());
        Assert.Equal(new Dictionary<string, int> { ["grpc"] = 7400, ["http"] = 7480, ["silo"] = 11111 }, ports);
        Assert.Equal($"{ports["http"]}", Silos.At("spec", "template", "metadata", "annotations", "prometheus.io/port").Text());
        var services = Resources.Where(resource => resource.At("kind").Text() == "Service").ToList();
        Assert.Equal(["customergrains-grpc", "customergrains-http", "customergrains-silos"], services.Select(service => service.At("metadata", "name").Text()).Order());
        Assert.Equal("None", Resource("Service", "customergrains-silos").At("spec", "clusterIP").Text());
        foreach (var service in services)
        {
            Assert.True(Selects(service.At("spec", "selector"), Silos), Kustomization.Name(service));
            Assert.All(service.At("spec", "ports").Items(), port => Assert.Equal(port.At("port").Number(), ports[port.At("targetPort").Text()]));
            Assert.DoesNotContain(service.At("spec", "ports").Items(), port => port.At("targetPort").Text() == "silo");
        }
    }

    [Fact]
    public void One_silo_goes_at_a_time_and_no_two_are_on_one_node()
    {
        Assert.Equal("0", Silos.At("spec", "strategy", "rollingUpdate", "maxUnavailable").Text());
        Assert.Equal("1", Silos.At("spec", "strategy", "rollingUpdate", "maxSurge").Text());
        Assert.True(Silos.At("spec", "minReadySeconds").Number() > 0);
        Assert.True(Silos.At("spec", "replicas").Number() >= 3);
        Assert.True(Selects(Silos.At("spec", "selector", "matchLabels"), Silos));
        var budget = Resource("PodDisruptionBudget", "customergrains-silos");
        Assert.Equal("1", budget.At("spec", "maxUnavailable").Text());
        Assert.True(Selects(budget.At("spec", "selector", "matchLabels"), Silos));
        var spread = SiloPod.At("topologySpreadConstraints").Items();
        Assert.Equal(["kubernetes.io/hostname DoNotSchedule", "topology.kubernetes.io/zone ScheduleAnyway"], spread.Select(item => $"{item.At("topologyKey")} {item.At("whenUnsatisfiable")}"));
        Assert.All(spread, item => Assert.True(Selects(item.At("labelSelector", "matchLabels"), Silos)));
    }

    /// <summary>Goal: whoever reaches a silo's port can call any grain, so only silos may. Method: of all policies that let somebody in, those for that port.</summary>
    [Fact]
    public void Only_silos_reach_the_ports_of_silos()
    {
        var policies = Resources.Where(resource => resource.At("kind").Text() == "NetworkPolicy").ToList();
        var closed = policies.Single(policy => policy.At("spec", "podSelector").Keys().Count == 0);
        Assert.Equal(["Ingress", "Egress"], closed.At("spec", "policyTypes").Texts());
        Assert.Null(closed.Find("spec", "ingress"));
        Assert.Null(closed.Find("spec", "egress"));
        var rules = policies.Where(policy => policy != closed && Selects(policy.At("spec", "podSelector", "matchLabels"), Silos)).SelectMany(policy => policy.Find("spec", "ingress").Items()).ToList();
        Assert.All(rules, rule => Assert.NotEmpty(rule.Find("ports").Items()));
        Assert.All(rules, rule => Assert.NotEmpty(rule.Find("from").Items()));
        var toSilos = rules.Where(rule => rule.At("ports").Items().Any(port => port.At("port").Number() == 11111)).ToList();
        var from = Assert.Single(Assert.Single(toSilos).At("from").Items());
        Assert.Equal(["podSelector"], from.Keys());
        Assert.True(Selects(from.At("podSelector", "matchLabels"), Silos));
        Assert.Equal("11111", SiloEnvironment.GetValueOrDefault("CGRAINS_SILOPORT", "11111"));
    }

    private static YamlMappingNode Resource(string kind, string name) => Resources.Single(resource => resource.At("kind").Text() == kind && resource.At("metadata", "name").Text() == name);

    private static YamlNode? PodOf(YamlNode resource) => resource.Find("spec", "template", "spec") ?? resource.Find("spec", "jobTemplate", "spec", "template", "spec");

    private static bool Selects(YamlNode selector, YamlNode owner)
    {
        var labels = (owner.Find("spec", "template", "metadata", "labels") ?? owner.At("spec", "jobTemplate", "spec", "template", "metadata", "labels")).Pairs().ToDictionary(pair => pair.Key, pair => pair.Value.Text());
        return selector.Keys().Count > 0 && selector.Pairs().All(pair => labels.GetValueOrDefault(pair.Key) == pair.Value.Text());
    }

    /// <summary>The variables a container gets, with what they name put in: values, the settings, the pod's address.</summary>
    private static Dictionary<string, string> EnvironmentOf(YamlNode container)
    {
        var data = Settings.At("data").Pairs().ToDictionary(pair => pair.Key, pair => pair.Value.Text(), StringComparer.Ordinal);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var from in container.Find("envFrom").Items())
        {
            Assert.Equal("customergrains-settings", from.At("configMapRef", "name").Text());
            variables = new Dictionary<string, string>(data, StringComparer.Ordinal);
        }

        foreach (var variable in container.Find("env").Items())
        {
            var text = variable.Find("value")?.Text() ?? (variable.Find("valueFrom", "fieldRef", "fieldPath")?.Text() is "status.podIP" ? "10.0.0.1" : data[variable.At("valueFrom", "configMapKeyRef", "key").Text()]);
            var expanded = variables.Aggregate(text, (sum, known) => sum.Replace($"$({known.Key})", known.Value, StringComparison.Ordinal));
            Assert.DoesNotContain("$(", expanded, StringComparison.Ordinal);
            variables[variable.At("name").Text()] = expanded;
        }

        return variables;
    }
}
