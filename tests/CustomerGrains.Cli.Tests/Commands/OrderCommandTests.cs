namespace CustomerGrains.Cli.Tests.Commands;

public sealed class OrderCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_order_ends_in_the_partition_of_the_batch_reference()
    {
        var records = Path.Combine(_folder.Path, "town.csv");
        await Run.OfAsync("generate", "--records", "300", "--seed", "9", "--out", records, "--truth", Path.Combine(_folder.Path, "truth.csv"));
        var run = await Run.OfAsync("order", "--records", records, "--shuffles", "2", "--seed", "40");
        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith("6 runs over 300 records, one partition.", run.Answers.TrimEnd(), StringComparison.Ordinal);
        var hashes = run.Answers.Split('\n').Where(line => line.Contains("  ", StringComparison.Ordinal)).Select(line => line.Split(' ')[0]).ToArray();
        Assert.Equal(7, hashes.Length);
        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public async Task A_record_with_two_contents_is_refused_because_then_order_decides_what_is_live()
    {
        var records = _folder.Write("a.csv", "source,record_id,given_name,surname\na,1,Ann,Lee\na,1,Anna,Lee\n");
        var run = await Run.OfAsync("order", "--records", records);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("hold a record twice", run.Complaints, StringComparison.Ordinal);
    }
}
