namespace CustomerGrains.Deploy.Tests.Systemd;

/// <summary>The units run what there is, with settings that the server takes, confined, and with time to stop.</summary>
public sealed class UnitTests
{
    private const string Program = "/opt/customergrains/cgrains";

    public static TheoryData<string> Units() => [.. Checkout.Files.Where(file => file.EndsWith(".service", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Units))]
    public void A_unit_runs_a_command_of_cgrains_with_settings_that_it_takes(string file)
    {
        var unit = new UnitFile(file);
        var command = unit.One("ExecStart").Split(' ');
        Assert.Equal(Program, command[0]);
        CommandLines.Check(file, command[1..]);
        var environment = unit.All("EnvironmentFile").Select(named => named.TrimStart('-')).ToList();
        var settings = environment.SelectMany(named => EnvironmentFile(named)).Concat(unit.All("Environment").Select(Pair)).ToList();
        Assert.NotEmpty(settings);
        var options = ServerSettings.Check(file, settings);
        if (command[1] == "serve")
        {
            Assert.Equal("notify", unit.One("Type"));
            ServerSettings.GraceIsLonger(file, Duration.Parse(unit.One("TimeoutStopSec")), options);
        }
        else
        {
            Assert.Equal("oneshot", unit.One("Type"));
        }
    }

    /// <summary>Goal: the password file that a connection string names is where systemd puts the unit's credential.</summary>
    [Theory]
    [MemberData(nameof(Units))]
    public void Passwords_are_credentials_of_the_unit(string file)
    {
        var unit = new UnitFile(file);
        var connections = unit.All("EnvironmentFile").SelectMany(named => EnvironmentFile(named.TrimStart('-'))).Where(pair => pair.Name == "CGRAINS_POSTGRES").Select(pair => pair.Value).ToList();
        Assert.Equal(unit.All("LoadCredential").Count, connections.Count);
        foreach (var connection in connections.Select(text => new Npgsql.NpgsqlConnectionStringBuilder(text)))
        {
            Assert.Null(connection.Password);
            Assert.Equal($"/run/credentials/{Path.GetFileName(file)}/{unit.One("LoadCredential").Split(':')[0]}", connection.Passfile);
        }
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void A_unit_is_confined(string file)
    {
        var unit = new UnitFile(file);
        string[] on = ["DynamicUser", "NoNewPrivileges", "PrivateTmp", "PrivateDevices", "PrivateUsers", "ProtectHome", "ProtectKernelTunables", "ProtectKernelModules", "ProtectControlGroups", "RestrictNamespaces", "RestrictSUIDSGID", "LockPersonality"];
        Assert.All(on, setting => Assert.Equal("yes", unit.One(setting)));
        Assert.Equal("strict", unit.One("ProtectSystem"));
        Assert.Equal("", unit.One("CapabilityBoundingSet"));
        Assert.Equal("0077", unit.One("UMask"));
    }

    /// <summary>Goal: systemd itself takes the units. Method: its own check where it is installed, with a program in the place of the one that is not.</summary>
    [Fact]
    public void Systemd_takes_the_units_where_it_is_installed()
    {
        Assert.NotEmpty(Units());
        if (Shell.Find("systemd-analyze") is not { } analyze)
        {
            return;
        }

        var folder = Directory.CreateTempSubdirectory("cgrains-units-");
        try
        {
            var copies = Checkout.Files.Where(file => file.EndsWith(".service", StringComparison.Ordinal)).Select(file =>
            {
                var copy = Path.Combine(folder.FullName, Path.GetFileName(file));
                File.WriteAllText(copy, Checkout.Read(file).Replace(Program, "/bin/true", StringComparison.Ordinal));
                return copy;
            }).ToList();
            var (exitCode, output) = Shell.Start(analyze, ["verify", .. copies]);
            Assert.Equal((0, ""), (exitCode, output));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The example of a file that the unit names by where it is to be put.</summary>
    private static IEnumerable<(string Name, string Value)> EnvironmentFile(string named)
    {
        var example = $"deploy/systemd/{Path.GetFileName(named)}";
        Assert.StartsWith("/etc/customergrains/", named, StringComparison.Ordinal);
        Assert.True(Checkout.Has(example), $"There is no example of {named}.");
        return Checkout.Read(example).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Pair);
    }

    private static (string Name, string Value) Pair(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return (text[..equals], text[(equals + 1)..]);
    }
}
