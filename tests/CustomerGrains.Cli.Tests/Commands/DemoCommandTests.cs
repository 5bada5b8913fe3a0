using System.Text.RegularExpressions;

namespace CustomerGrains.Cli.Tests.Commands;

public sealed class DemoCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_demo_tells_three_stories_and_a_second_start_finds_its_records()
    {
        string[] demo = ["demo", "--once", "--records", "4000", "--data", Path.Combine(_folder.Path, "data"), "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0"];
        var first = await Run.OfAsync(demo);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("4,000 records, ", first.Answers, StringComparison.Ordinal);
        Assert.Contains("1. Moved house", first.Answers, StringComparison.Ordinal);
        Assert.Contains("2. Married", first.Answers, StringComparison.Ordinal);
        Assert.Contains("3. Known by another given name", first.Answers, StringComparison.Ordinal);
        Assert.Contains("./cgrains search ", first.Answers, StringComparison.Ordinal);

        var second = await Run.OfAsync(demo);
        Assert.Matches(@"Found 4,000 records of [\d,]+ customers from an earlier start; nothing is sent again\.", second.Answers);
        Assert.Equal(Stories(first.Answers), Stories(second.Answers));
    }

    private static string Stories(string answers) => Regex.Match(answers, @"1\. Moved house.*(?=Try it)", RegexOptions.Singleline).Value;
}
