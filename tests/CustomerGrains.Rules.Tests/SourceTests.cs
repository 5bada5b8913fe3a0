using System.Text.RegularExpressions;

namespace CustomerGrains.Rules.Tests;

/// <summary>What the code must not contain, and where files may lie.</summary>
public sealed partial class SourceTests
{
    private static readonly IReadOnlyList<string> Product = [.. Code("src/")];
    private static readonly IReadOnlyList<string> Tests = [.. Code("tests/").Where(file => !file.Contains("Rules.Tests", StringComparison.Ordinal))];

    [Fact]
    public void Time_comes_from_a_time_provider() => Reject(Product, SystemClock());

    [Fact]
    public void Randomness_has_a_seed() => Reject([.. Product, .. Tests], UnseededRandom());

    [Fact]
    public void Tests_wait_for_events_and_never_sleep() => Reject(Tests, Sleep());

    [Fact]
    public void Grains_start_no_work_of_their_own() =>
        Reject([.. Product.Where(file => file.StartsWith("src/CustomerGrains.Index/", StringComparison.Ordinal) || file.StartsWith("src/CustomerGrains.Matching/", StringComparison.Ordinal))], OwnThreads());

    [Fact]
    public void Folders_are_named_after_ideas()
    {
        string[] forbidden = ["Common", "Utils", "Helpers", "Models", "Infrastructure", "Util", "Misc"];
        var folders = Repository.Files.SelectMany(file => file.Split('/')[..^1]).Distinct(StringComparer.Ordinal);
        Assert.Empty(folders.Intersect(forbidden, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_top_folder_holds_the_agreed_files_only()
    {
        var top = Repository.Files.Select(file => file.Split('/')[0]).Distinct(StringComparer.Ordinal);
        Assert.DoesNotContain(top, name => !AgreedTop().IsMatch(name));
    }

    [Fact]
    public void No_file_names_a_package_registry()
    {
        // Spelt in pieces, so that this file is not one of them.
        string[] hosts = ["api.nu" + "get.org", "registry.np" + "mjs.org", "deb.deb" + "ian.org"];
        foreach (var file in Repository.Files.Where(IsText))
        {
            var text = Repository.Read(file);
            Assert.DoesNotContain(hosts, host => text.Contains(host, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void Scripts_can_be_run()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        foreach (var file in Repository.Files.Where(file => IsText(file) && Repository.Read(file).StartsWith("#!", StringComparison.Ordinal)))
        {
            var mode = File.GetUnixFileMode(Path.Combine(Repository.Root, file));
            Assert.True(mode.HasFlag(UnixFileMode.UserExecute), $"{file} has no run bit.");
        }
    }

    private static IEnumerable<string> Code(string folder) =>
        Repository.Files.Where(file => file.StartsWith(folder, StringComparison.Ordinal) && (file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)));

    private static bool IsText(string file) => !file.EndsWith(".png", StringComparison.Ordinal) && !file.EndsWith(".ico", StringComparison.Ordinal);

    private static void Reject(IReadOnlyList<string> files, Regex pattern)
    {
        Assert.NotEmpty(files);
        var hits = files.SelectMany(file => Repository.Read(file).Split('\n').Select((line, index) => (file, line, number: index + 1)))
            .Where(hit => !hit.line.TrimStart().StartsWith("//", StringComparison.Ordinal) && pattern.IsMatch(hit.line))
            .Select(hit => $"{hit.file}:{hit.number}: {hit.line.Trim()}");
        Assert.Empty(hits);
    }

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b")]
    private static partial Regex SystemClock();

    [GeneratedRegex(@"\bRandom\.Shared\b|new Random\(\)|Guid\.NewGuid\(\).*(seed|Seed)")]
    private static partial Regex UnseededRandom();

    [GeneratedRegex(@"\bThread\.Sleep\b|\bTask\.Delay\b")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\bTask\.Run\b|new Thread\(|Task\.Factory\b|ThreadPool\.")]
    private static partial Regex OwnThreads();

    [GeneratedRegex(@"^(CustomerGrains\.sln|.*\.slnf|src|tests|protos|deploy|README\.md|LICENSE|SECURITY\.md|CHANGELOG\.md|run\.sh|test\.sh|cgrains|\.ci|\.gitignore|\.gitattributes|\.editorconfig|\.config|global\.json|[Nn]u[Gg]et\.[Cc]onfig|Directory\..*|build|buf\.yaml)$")]
    private static partial Regex AgreedTop();
}
