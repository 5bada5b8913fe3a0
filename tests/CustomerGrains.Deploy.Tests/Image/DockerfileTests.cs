using System.Xml.Linq;
using CustomerGrains.Rules.Tests;

namespace CustomerGrains.Deploy.Tests.Image;

/// <summary>The image is built from what is there and runs as nobody special. It cannot be built here; its build command is that of a checkout.</summary>
public sealed class DockerfileTests
{
    private const string File = "deploy/image/Dockerfile";
    private static readonly IReadOnlyList<(string Word, string Text)> Instructions = Read();
    private static readonly IReadOnlyList<string> Kept = [.. Checkout.Read($"{File}.dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..])];

    [Fact]
    public void What_is_copied_exists_and_is_in_the_context()
    {
        var copies = Instructions.Where(instruction => instruction.Word == "COPY" && !instruction.Text.StartsWith("--from", StringComparison.Ordinal)).Select(instruction => instruction.Text.Split(' ')[0]).ToList();
        Assert.NotEmpty(copies);
        Assert.All(copies.Where(copy => copy != "."), copy =>
        {
            Assert.True(Checkout.Has(copy), copy);
            Assert.Contains(Kept, kept => kept == copy || copy.StartsWith(kept + "/", StringComparison.Ordinal));
        });
        Assert.All(Kept, kept => Assert.True(Checkout.Has(kept), $"{kept} does not exist."));
    }

    /// <summary>Goal: the context has every file that the build reads. Method: top files and folders that the project files of src/ and the build reach.</summary>
    [Fact]
    public void The_context_has_what_the_projects_read()
    {
        string[] read = ["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "build", "src"];
        var reached = Repository.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal))
            .SelectMany(file => XDocument.Parse(Repository.Read(file)).Descendants().Attributes("Include").Select(include => (Folder: Path.GetDirectoryName(file)!, Include: (string)include)))
            .Where(item => item.Include.StartsWith("../../", StringComparison.Ordinal)).Select(item => Checkout.Resolve(item.Folder, item.Include.Split('*')[0]).Split('/')[0]);
        Assert.Empty(read.Concat(reached).Distinct().Except(Kept));
    }

    [Fact]
    public void What_is_published_is_what_is_run()
    {
        var run = string.Join('\n', Instructions.Where(instruction => instruction.Word == "RUN").Select(instruction => instruction.Text));
        const string project = "src/CustomerGrains.Cli/CustomerGrains.Cli.csproj";
        Assert.Contains($"dotnet publish {project} --configuration Release --output /published", run, StringComparison.Ordinal);
        Assert.Equal("cgrains", XDocument.Parse(Repository.Read(project)).Descendants("AssemblyName").Single().Value);
        Assert.Contains(("COPY", "--from=build /published/ ./"), Instructions);
        Assert.Contains(("ENTRYPOINT", """["/opt/customergrains/cgrains"]"""), Instructions);
        CommandLines.Check(File, ["serve"]);
    }

    [Fact]
    public void It_runs_as_no_superuser_and_says_how_it_is()
    {
        Assert.Equal("app", Instructions.Last(instruction => instruction.Word == "USER").Text);
        Assert.Contains("/opt/customergrains/healthcheck.sh", Instructions.Single(instruction => instruction.Word == "HEALTHCHECK").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_settings_are_options_of_the_server_and_its_ports_those_it_listens_on()
    {
        var settings = Instructions.Where(instruction => instruction.Word == "ENV").SelectMany(instruction => instruction.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1]));
        var options = ServerSettings.Check(File, settings);
        var exposed = Instructions.Single(instruction => instruction.Word == "EXPOSE").Text.Split(' ');
        Assert.Contains(options.GrpcListen.Split(':')[1], exposed);
        Assert.Contains(options.HttpListen.Split(':')[1], exposed);
    }

    private static List<(string Word, string Text)> Read()
    {
        string[] known = ["ARG", "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK", "ENTRYPOINT", "CMD"];
        var lines = Checkout.Read(File).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'));
        var instructions = lines.Select(line => (Word: line[..line.IndexOf(' ', StringComparison.Ordinal)], Text: line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim())).ToList();
        Assert.Empty(instructions.Select(instruction => instruction.Word).Except(known));
        return instructions;
    }
}
