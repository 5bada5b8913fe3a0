using System.Globalization;
using System.Text.Json;

namespace CustomerGrains.Cli.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_town_is_matched_no_worse_with_the_model_trained_on_it_and_the_report_loads_nothing()
    {
        var (town, truth) = await TownAsync(1500, seed: 4);
        var (model, report) = (In("model.json"), In("report.html"));
        var run = await Run.OfAsync("train", "--records", town, "--out", model, "--report", report);
        Assert.Equal((0, ""), (run.ExitCode, run.ExitCode == 0 ? "" : run.Complaints));
        Assert.Matches(@"link \d+\.\d+ bits, review \d+\.\d+", run.Answers);
        Assert.Contains("written to", run.Answers, StringComparison.Ordinal);
        Assert.Contains("It shows values of records", run.Complaints, StringComparison.Ordinal);

        var (before, after) = (await F1Async(town, truth), await F1Async(town, truth, "--model", model));
        Assert.True(after >= before - 0.003, string.Create(CultureInfo.InvariantCulture, $"{before:F4} before, {after:F4} after"));

        var page = await File.ReadAllTextAsync(report);
        foreach (var heading in new[] { "Weights of pairs", "Weights of levels", "m and u", "Blocking keys", "Pairs nearest the thresholds", "Sources", "Relatives and twins", "Rules of one line" })
        {
            Assert.Contains($"<h2>{heading}</h2>", page, StringComparison.Ordinal);
        }

        Assert.Equal(4, page.Split("<svg ").Length - 1);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(src|href)=", page);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_records_in_another_order_give_the_same_file()
    {
        var (town, _) = await TownAsync(2000, seed: 5);
        var lines = await File.ReadAllLinesAsync(town);
        var turned = _folder.Write("turned.csv", string.Join('\n', [lines[0], .. lines[1..].Reverse(), ""]));
        string[] models = [In("a.json"), In("b.json")];
        Assert.Equal(0, (await Run.OfAsync("train", "--records", town, "--out", models[0], "--seed", "3")).ExitCode);
        Assert.Equal(0, (await Run.OfAsync("train", "--records", turned, "--out", models[1], "--seed", "3")).ExitCode);
        Assert.Equal(await File.ReadAllTextAsync(models[0]), await File.ReadAllTextAsync(models[1]));
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(models[0]));
        Assert.Equal(3, json.RootElement.GetProperty("training").GetProperty("seed").GetInt32());
        Assert.Equal(2000, json.RootElement.GetProperty("training").GetProperty("records").GetInt32());
    }

    [Fact]
    public async Task Decisions_are_read_with_and_without_a_heading_and_unknown_records_are_told()
    {
        var (town, truth) = await TownAsync(600, seed: 6);
        var pairs = (await File.ReadAllLinesAsync(truth)).Skip(1).Select(line => line.Split(',')).GroupBy(fields => fields[2]).Where(cluster => cluster.Count() > 1).Take(20)
            .Select(cluster => $"{cluster.First()[0]},{cluster.First()[1]},{cluster.Last()[0]},{cluster.Last()[1]},same");
        var decisions = _folder.Write("decisions.csv", string.Join('\n', ["source,record_id,source,record_id,decision", .. pairs, "housing,nobody,benefits,nobody,different", ""]));
        var run = await Run.OfAsync("train", "--records", town, "--out", In("m.json"), "--decisions", decisions);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 decisions are about records that are in none of the files", run.Complaints, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(In("m.json")));
        Assert.Equal(20, json.RootElement.GetProperty("training").GetProperty("decisions").GetInt32());
    }

    [Theory]
    [InlineData("a,1,b,2,same\na,1,b,2,maybe\n", "line 2: the fifth column must be 'same' or 'different', not 'maybe'.")]
    [InlineData("a,1,b\n", "line 1: a decision has five columns")]
    [InlineData("a,1,a,1,same\n", "line 1: both records are a:1.")]
    [InlineData("a,1,b,,different\n", "line 1: the record id is empty.")]
    public async Task A_line_that_is_no_decision_is_named(string decisions, string complaint)
    {
        var (town, _) = await TownAsync(100, seed: 7);
        var run = await Run.OfAsync("train", "--records", town, "--out", In("m.json"), "--decisions", _folder.Write("d.csv", decisions));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(complaint, run.Complaints, StringComparison.Ordinal);
        Assert.False(File.Exists(In("m.json")));
    }

    [Fact]
    public async Task Records_that_teach_nothing_are_told_and_no_model_is_written()
    {
        var few = _folder.Write("few.csv", "source,record_id,given_name,surname\na,1,Ann,Lee\na,2,Bo,Fox\n");
        var run = await Run.OfAsync("train", "--records", few, "--out", In("m.json"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("2 records are too few to learn from", run.Complaints, StringComparison.Ordinal);

        var strangers = _folder.Write("strangers.csv", "source,record_id,given_name,surname\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"a,{i},Ann{i},Lee{i}\n")));
        run = await Run.OfAsync("train", "--records", strangers, "--out", In("m.json"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("No two records share a blocking key", run.Complaints, StringComparison.Ordinal);
        Assert.False(File.Exists(In("m.json")));

        run = await Run.OfAsync("train", "--records", few, "--out", In("m.json"), "--mapping", _folder.Write("mapping.json", "{ this is no mapping"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("mapping.json", run.Complaints, StringComparison.Ordinal);
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    private async Task<(string Records, string Truth)> TownAsync(int records, int seed)
    {
        var (town, truth) = (In("town.csv"), In("town-truth.csv"));
        var run = await Run.OfAsync("generate", "--records", records.ToString(CultureInfo.InvariantCulture), "--seed", seed.ToString(CultureInfo.InvariantCulture), "--out", town, "--truth", truth);
        Assert.Equal(0, run.ExitCode);
        return (town, truth);
    }

    private static async Task<double> F1Async(string records, string truth, params string[] more)
    {
        var run = await Run.OfAsync(["eval", "--records", records, "--truth", truth, "--json", .. more]);
        Assert.Equal(0, run.ExitCode);
        using var json = JsonDocument.Parse(run.Answers);
        return json.RootElement.GetProperty("pairs").GetProperty("f1").GetDouble();
    }
}
