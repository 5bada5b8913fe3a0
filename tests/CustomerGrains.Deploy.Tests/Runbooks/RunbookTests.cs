using System.Text.RegularExpressions;
using CustomerGrains.Deploy.Tests.Kubernetes;
using CustomerGrains.Deploy.Tests.Yaml;
using YamlDotNet.RepresentationModel;

namespace CustomerGrains.Deploy.Tests.Runbooks;

/// <summary>Goal: a runbook says nothing that cannot be done. Method: every command in it is taken apart; what it names must be in the deployment, and what it asks of cgrains must be what cgrains takes.</summary>
public sealed partial class RunbookTests
{
    private const string Folder = "deploy/runbooks/";
    private const string Image = "customergrains:local";

    /// <summary>Programs that the runbooks use without further checks.</summary>
    private static readonly string[] Plain = ["export", "echo", "dotnet", "install", "journalctl", "psql"];

    private static readonly YamlMappingNode Compose = YamlDocuments.ReadOne("deploy/compose/compose.yaml");
    private static readonly IReadOnlyList<YamlMappingNode> Kubernetes = Kustomization.Render("deploy/kubernetes/overlays/example");

    public static TheoryData<string> Runbooks() => [.. Checkout.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Commands_name_what_there_is(string runbook)
    {
        var text = Checkout.Read(runbook);
        foreach (var block in Block().Matches(text).Select(block => block.Groups[1].Value))
        {
            var (exitCode, output) = Shell.Start("bash", ["-n", "-c", block]);
            Assert.True(exitCode == 0, $"{runbook}: {output}");
            Assert.True(!block.Contains("docker compose", StringComparison.Ordinal) || block.Contains("export COMPOSE_FILE=deploy/compose/compose.yaml\n", StringComparison.Ordinal), $"{runbook}: a block does not say which compose file.");
            foreach (var command in ShellWords.Commands(block))
            {
                Check(runbook, command);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void A_runbook_says_what_must_be_true_and_how_long_it_takes(string runbook)
    {
        if (runbook == $"{Folder}README.md")
        {
            var listed = Link().Matches(Checkout.Read(runbook)).Select(link => $"{Folder}{link.Groups[1].Value}").Where(file => file.EndsWith(".md", StringComparison.Ordinal) && !file.Contains("..", StringComparison.Ordinal));
            Assert.Equal(Checkout.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal) && file != runbook).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
            return;
        }

        var headings = Checkout.Read(runbook).Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).ToList();
        Assert.Contains("## Must be true after", headings);
        Assert.Contains("## How long", headings);
        Assert.Contains("cgrains verify", Checkout.Read(runbook), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Links_and_paths_lead_somewhere(string runbook)
    {
        var text = Checkout.Read(runbook);
        Assert.All(
            Link().Matches(text).Select(link => link.Groups[1].Value).Where(link => !link.StartsWith("http", StringComparison.Ordinal)),
            link => Assert.True(Checkout.Has(Checkout.Resolve(Folder, link)), $"{runbook} links to {link}, which does not exist."));
        Assert.All(
            Path().Matches(text).Select(path => path.Value).Where(path => !path.Contains("/secrets/", StringComparison.Ordinal) && !path.EndsWith("/.env", StringComparison.Ordinal)),
            path => Assert.True(Checkout.Has(path.TrimEnd('/', '.')), $"{runbook} names {path}, which does not exist."));
    }

    private static void Check(string runbook, IReadOnlyList<string> command)
    {
        var program = command[0];
        if (program.EndsWith("cgrains", StringComparison.Ordinal))
        {
            CommandLines.Check(runbook, [.. command.Skip(1)]);
        }
        else if (program == "docker")
        {
            Assert.Equal("compose", command[1]);
            CheckCompose(runbook, [.. command.Skip(2)]);
        }
        else if (program == "kubectl")
        {
            CheckKubectl(runbook, command);
        }
        else if (program == "systemctl")
        {
            Assert.All(command.Where(word => word.EndsWith(".service", StringComparison.Ordinal)), unit => Assert.True(Checkout.Has($"deploy/systemd/{unit}"), $"{runbook}: there is no {unit}."));
        }
        else
        {
            Assert.True(Plain.Contains(program) || Checkout.Has(program), $"{runbook}: {program} is no program known here.");
        }
    }

    /// <summary>The services that a command names must be there, and what is run in them must be what they take.</summary>
    private static void CheckCompose(string runbook, List<string> words)
    {
        var services = Compose.At("services").Keys();
        words.RemoveAll(word => word is "--profile" or "scale-out");
        Assert.Contains(words[0], new[] { "up", "exec", "run", "build", "stop", "rm", "kill", "ps", "logs" });
        var named = words.Skip(1).Where(word => !word.StartsWith('-')).ToList();
        if (words[0] is not ("exec" or "run"))
        {
            Assert.Empty(named.Except([.. services, "$silo"]));
            return;
        }

        Assert.Contains(named[0], services);
        var arguments = words.Skip(words.IndexOf(named[0]) + 1).ToList();
        if (words[0] == "exec")
        {
            Check(runbook, arguments);
        }
        else if (arguments.Count > 0 && Compose.At("services", named[0], "image").Text() == Image)
        {
            CommandLines.Check(runbook, arguments);
        }
    }

    /// <summary>Resources that a command names must be rendered or made by it, and what is run in them must be what cgrains takes.</summary>
    private static void CheckKubectl(string runbook, IReadOnlyList<string> command)
    {
        var names = Kubernetes.Select(resource => $"{resource.At("kind").Text().ToLowerInvariant()}/{resource.At("metadata", "name").Text()}").ToHashSet(StringComparer.Ordinal);
        foreach (var named in command.TakeWhile(word => word != "--").Where(word => Resource().IsMatch(word)).Select(word => word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..]))
        {
            Assert.True(names.Contains(named) || named.StartsWith("job/verify-", StringComparison.Ordinal), $"{runbook}: there is no {named}.");
        }

        if (command[1] == "delete")
        {
            Assert.Contains($"{command[2]}/{command[^1]}", names);
        }

        Assert.All(command.Where(word => word.StartsWith("--namespace=", StringComparison.Ordinal)), word => Assert.Equal("--namespace=customergrains", word));
        Assert.All(command.Where(word => word.StartsWith("--kustomize=", StringComparison.Ordinal)), word => Kustomization.Render(word.Split('=')[1]));
        if (command.ToList().IndexOf("--") is > 0 and var end)
        {
            Check(runbook, [.. command.Skip(end + 1)]);
        }
    }

    /// <summary>Goal: every secret that a pod mounts is made by the runbook, with the files that are looked for in it.</summary>
    [Fact]
    public void Secrets_that_pods_mount_are_made_with_the_files_they_read()
    {
        var start = Checkout.Read($"{Folder}start.md");
        var mounted = Kubernetes.SelectMany(resource => resource.All()).Select(node => node.Find("secret", "secretName")).OfType<YamlNode>().Select(YamlNodes.Text).Distinct().ToList();
        Assert.Equal(3, mounted.Count);
        foreach (var secret in mounted)
        {
            var made = start.Split('\n').Single(line => line.StartsWith($"kubectl create secret generic {secret} ", StringComparison.Ordinal));
            Assert.Contains("--from-file=pgpass=", made, StringComparison.Ordinal);
            Assert.Contains("--from-file=ca.crt=", made, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\(([^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w/.])deploy/[\w./-]+")]
    private static partial Regex Path();

    [GeneratedRegex(@"^(--from=)?(deployment|job|cronjob|service)/[\w-]+$")]
    private static partial Regex Resource();
}
