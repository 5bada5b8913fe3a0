namespace CustomerGrains.Deploy.Tests.Systemd;

/// <summary>A unit of systemd: settings by section, in order; one may be given several times.</summary>
internal sealed class UnitFile
{
    private readonly List<(string Section, string Name, string Value)> _settings = [];

    public UnitFile(string file)
    {
        var section = "";
        foreach (var line in Checkout.Read(file).Split('\n').Where(line => line.Length > 0 && line[0] is not ('#' or ';')))
        {
            if (line[0] == '[')
            {
                section = line.Trim('[', ']');
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            Assert.True(equals > 0 && section.Length > 0, $"{file}: '{line}' is no setting.");
            _settings.Add((section, line[..equals], line[(equals + 1)..]));
        }
    }

    public IReadOnlyList<string> All(string name) => [.. _settings.Where(setting => setting.Name == name).Select(setting => setting.Value)];

    public string One(string name) => Assert.Single(All(name));
}
