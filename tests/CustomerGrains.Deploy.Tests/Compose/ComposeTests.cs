using System.Text.RegularExpressions;
using CustomerGrains.Deploy.Tests.Yaml;
using YamlDotNet.RepresentationModel;

namespace CustomerGrains.Deploy.Tests.Compose;

/// <summary>The compose file refers only to what is there, keeps passwords out of itself, and gives every service a limit and a way to say how it is.</summary>
public sealed partial class ComposeTests
{
    private const string Folder = "deploy/compose";
    private const string SecretsFolder = "./secrets/";

    private static readonly YamlMappingNode Compose = YamlDocuments.ReadOne($"{Folder}/compose.yaml");
    private static readonly IReadOnlyList<(string Name, YamlNode Service)> Services = Compose.At("services").Pairs();
    private static readonly IReadOnlyList<(string Name, YamlNode Service)> Silos = [.. Services.Where(service => service.Service.Find("command")?.Texts() is ["serve", ..])];

    [Fact]
    public void Three_silos_start_and_wait_for_the_database_and_its_schema()
    {
        Assert.Equal(3, Silos.Count(silo => silo.Service.Find("profiles") is null));
        foreach (var (name, silo) in Silos)
        {
            Assert.Equal("service_healthy", silo.At("depends_on", "postgres", "condition").Text());
            Assert.Equal("service_completed_successfully", silo.At("depends_on", "migrate", "condition").Text());
            CommandLines.Check(name, silo.At("command").Texts());
        }

        CommandLines.Check("migrate", Compose.At("services", "migrate", "command").Texts());
        CommandLines.Check("verify", Compose.At("services", "verify", "command").Texts());
    }

    [Fact]
    public void Every_setting_of_a_silo_is_an_option_of_the_server_and_its_grace_is_longer_than_its_shutdown()
    {
        foreach (var (name, silo) in Silos)
        {
            var options = ServerSettings.Check(name, silo.At("environment").Pairs().Select(pair => (pair.Key, pair.Value.Text())));
            ServerSettings.GraceIsLonger(name, Duration.Parse(silo.At("stop_grace_period").Text()), options);
        }
    }

    [Fact]
    public void Silos_listen_for_each_other_at_different_addresses_of_the_network_that_nobody_else_is_in()
    {
        var subnet = Assert.Single(Compose.At("networks", "cluster", "ipam", "config").Items()).At("subnet").Text();
        var start = subnet[..(subnet.LastIndexOf('.') + 1)];
        Assert.Equal("true", Compose.At("networks", "cluster", "internal").Text());
        var addresses = Silos.Select(silo => silo.Service.At("environment", "CGRAINS_ADVERTISE").Text()).ToList();
        Assert.Equal(addresses.Count, addresses.Distinct().Count());
        Assert.All(addresses, address => Assert.StartsWith(start, address, StringComparison.Ordinal));
        Assert.All(Silos, silo => Assert.Equal(silo.Service.At("environment", "CGRAINS_ADVERTISE").Text(), silo.Service.At("networks", "cluster", "ipv4_address").Text()));
        string[] allowed = ["postgres", "migrate", "verify", "backup", "restore", .. Silos.Select(silo => silo.Name)];
        Assert.Empty(Services.Where(service => NetworksOf(service.Service).Contains("cluster")).Select(service => service.Name).Except(allowed));
    }

    [Fact]
    public void Networks_volumes_secrets_and_services_that_are_named_are_defined_and_used()
    {
        Same("networks", Services.SelectMany(service => NetworksOf(service.Service)));
        Same("secrets", Services.SelectMany(service => service.Service.Find("secrets").Texts()));
        Same("volumes", Services.SelectMany(service => service.Service.Find("volumes").Texts()).Select(volume => volume.Split(':')[0]).Where(source => !source.StartsWith('.')));
        var names = Services.Select(service => service.Name).ToList();
        Assert.Empty(Services.SelectMany(service => DependenciesOf(service.Service)).Except(names));

        void Same(string kind, IEnumerable<string> used) => Assert.Equal(Compose.At(kind).Keys().Order(StringComparer.Ordinal), used.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Files_that_are_mounted_or_built_from_exist()
    {
        var mounts = Services.SelectMany(service => service.Service.Find("volumes").Texts()).Select(volume => volume.Split(':')).Where(volume => volume[0].StartsWith('.')).ToList();
        Assert.NotEmpty(mounts);
        Assert.All(mounts, mount =>
        {
            Assert.True(Checkout.Has(Checkout.Resolve(Folder, mount[0])), $"{mount[0]} does not exist.");
            Assert.Equal("ro", mount[^1]);
        });
        foreach (var build in Services.Select(service => service.Service.Find("build")).OfType<YamlNode>())
        {
            var context = Checkout.Resolve(Folder, build.At("context").Text());
            Assert.True(Checkout.Has(Checkout.Resolve(context, build.At("dockerfile").Text())));
        }
    }

    /// <summary>Goal: what is mounted into a container is where the container looks for it. Method: paths of the container in commands, environment and configuration must lie under a mount.</summary>
    [Fact]
    public void Paths_inside_a_container_are_mounted_there()
    {
        foreach (var (name, service) in Services)
        {
            var secrets = service.Find("secrets").Texts().Select(secret => $"/run/secrets/{secret}");
            string[] mounted = [.. service.Find("volumes").Texts().Select(volume => volume.Split(':')[1]), .. secrets];
            var texts = service.Find("entrypoint").Texts().Concat(service.Find("command").Texts()).Concat(service.Find("environment").Pairs().Select(pair => pair.Value.Text())).Select(WithDefaults);
            foreach (Match path in texts.SelectMany(text => ContainerPath().Matches(text)))
            {
                Assert.True(mounted.Any(mount => path.Value == mount || path.Value.StartsWith(mount + "/", StringComparison.Ordinal)), $"{name}: nothing is mounted at {path.Value}.");
            }
        }
    }

    [Fact]
    public void Secrets_are_files_that_the_script_makes_and_that_git_never_takes()
    {
        var folder = Directory.CreateTempSubdirectory("cgrains-secrets-");
        try
        {
            Shell.Run("deploy/compose/secrets.sh", [folder.FullName]);
            foreach (var (name, secret) in Compose.At("secrets").Pairs())
            {
                var file = secret.At("file").Text();
                Assert.StartsWith(SecretsFolder, file, StringComparison.Ordinal);
                Assert.True(new FileInfo(Path.Combine(folder.FullName, file[SecretsFolder.Length..])).Length > 20, $"{name} is not made.");
            }

            var once = File.ReadAllText(Path.Combine(folder.FullName, "app_a_pgpass"));
            Shell.Run("deploy/compose/secrets.sh", [folder.FullName]);
            Assert.Equal(once, File.ReadAllText(Path.Combine(folder.FullName, "app_a_pgpass")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Assert.Equal(["deploy/compose/secrets/.gitignore"], Checkout.Files.Where(file => file.StartsWith("deploy/compose/secrets/", StringComparison.Ordinal)));
        Assert.Contains("\n*\n", Checkout.Read("deploy/compose/secrets/.gitignore"), StringComparison.Ordinal);
    }

    [Fact]
    public void No_password_stands_in_the_file()
    {
        foreach (var (name, service) in Services)
        {
            foreach (var (variable, value) in service.Find("environment").Pairs())
            {
                Assert.False(variable.Contains("PASSWORD", StringComparison.Ordinal) && !variable.EndsWith("_FILE", StringComparison.Ordinal), $"{name}: {variable} gives a password.");
                Assert.DoesNotContain("Password=", value.Text(), StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Fact]
    public void Every_service_is_limited_confined_and_says_how_it_is()
    {
        foreach (var (name, service) in Services)
        {
            Assert.All(new[] { "cpus", "memory", "pids" }, limit => service.At("deploy", "resources", "limits", limit).Text());
            Assert.Contains("ALL", service.At("cap_drop").Texts());
            Assert.Contains("no-new-privileges:true", service.At("security_opt").Texts());
            Assert.NotNull(service.Find("logging", "options", "max-size"));
            Assert.True(service.Find("healthcheck", "test") is not null || service.Find("healthcheck", "disable")?.Text() == "true", $"{name} has no health check.");
            Assert.DoesNotContain(service.Find("ports").Texts(), port => !port.StartsWith("127.0.0.1:", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Ports_are_taken_once_and_lead_to_what_the_image_listens_on()
    {
        var ports = Services.SelectMany(service => service.Service.Find("ports").Texts()).Select(port => port.Split(':')[1]).ToList();
        Assert.Equal(ports.Count, ports.Distinct().Count());
        foreach (var (_, silo) in Silos)
        {
            Assert.Equal(["7400", "7480"], silo.At("ports").Texts().Select(port => port.Split(':')[2]));
        }
    }

    /// <summary>What stands when nobody sets a variable: ${NAME:-default} is its default.</summary>
    private static string WithDefaults(string text) => Variable().Replace(text, "$1");

    private static IReadOnlyList<string> NetworksOf(YamlNode service) => service.Find("networks") is YamlMappingNode mapping ? mapping.Keys() : service.Find("networks").Texts();

    private static IReadOnlyList<string> DependenciesOf(YamlNode service) => service.Find("depends_on") is YamlMappingNode mapping ? mapping.Keys() : service.Find("depends_on").Texts();

    [GeneratedRegex(@"(?<![\w.:])/(run/secrets|etc/customergrains|etc/prometheus|etc/grafana)/[\w./-]+")]
    private static partial Regex ContainerPath();

    [GeneratedRegex(@"\$\{\w+:-([^}]*)\}")]
    private static partial Regex Variable();
}
