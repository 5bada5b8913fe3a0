using System.Xml.Linq;

namespace CustomerGrains.Rules.Tests;

/// <summary>References point one way: doors see hosts, hosts see grains, grains see matching, never back.</summary>
public sealed class LayerTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Matching"] = [],
        ["Index"] = ["Matching"],
        ["Stores"] = ["Index", "Matching"],
        ["Local"] = ["Index", "Matching"],
        ["Orleans"] = ["Index", "Matching"],
        ["GrpcFallback"] = [],
        ["Contracts"] = ["GrpcFallback"],
        ["Client"] = ["Contracts"],
        ["Portal"] = ["Client", "Contracts"],
        ["Server"] = ["Client", "Contracts", "Index", "Local", "Matching", "Orleans", "Portal", "Stores"],
        ["Cli"] = ["Client", "Contracts", "Index", "Local", "Matching", "Server", "Stores"],
    };

    public static TheoryData<string> Projects()
    {
        var data = new TheoryData<string>();
        foreach (var file in Repository.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            data.Add(file);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_point_down(string file)
    {
        var name = ShortName(file);
        Assert.True(Allowed.TryGetValue(name, out var allowed), $"{file} is not in the list of layers; say where it belongs.");
        var references = XDocument.Parse(Repository.Read(file)).Descendants("ProjectReference").Select(reference => ShortName((string)reference.Attribute("Include")!));
        Assert.Empty(references.Except(allowed, StringComparer.Ordinal));
    }

    [Fact]
    public void Matching_and_the_grains_depend_on_no_host_door_or_driver()
    {
        string[] forbidden = ["Orleans", "Grpc", "Npgsql", "Sqlite", "AspNetCore", "Google.Protobuf"];
        foreach (var name in new[] { "Matching", "Index" })
        {
            var project = XDocument.Parse(Repository.Read($"src/CustomerGrains.{name}/CustomerGrains.{name}.csproj"));
            var packages = project.Descendants("PackageReference").Select(package => (string)package.Attribute("Include")!);
            Assert.DoesNotContain(packages, package => forbidden.Any(word => package.Contains(word, StringComparison.Ordinal)));
            Assert.Empty(project.Descendants("FrameworkReference"));
        }
    }

    [Fact]
    public void Package_versions_are_central()
    {
        foreach (var file in Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            var versions = XDocument.Parse(Repository.Read(file)).Descendants("PackageReference").Where(package => package.Attribute("Version") is not null);
            Assert.True(!versions.Any(), $"{file} states a package version; it belongs in Directory.Packages.props.");
        }
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("CustomerGrains.sln").Replace('\\', '/');
        var projects = Repository.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) && !file.StartsWith("build/", StringComparison.Ordinal));
        Assert.DoesNotContain(projects, file => !solution.Contains(file, StringComparison.Ordinal));
    }

    private static string ShortName(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')).Replace("CustomerGrains.", "", StringComparison.Ordinal);
}
