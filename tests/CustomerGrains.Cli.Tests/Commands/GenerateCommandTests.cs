using CustomerGrains.Cli.Generating;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Tests.Commands;

public sealed class GenerateCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("town.csv", "CSV, separated by commas")]
    [InlineData("town.jsonl", "JSON lines")]
    public async Task What_is_generated_is_read_back_without_a_mapping_as_the_same_records(string name, string form)
    {
        var (path, truth) = (Path.Combine(_folder.Path, name), Path.Combine(_folder.Path, "truth.csv"));
        var run = await Run.OfAsync("generate", "--records", "500", "--seed", "9", "--out", path, "--truth", truth);
        Assert.Equal((0, "", $"500 records written to {path}.{Environment.NewLine}"), (run.ExitCode, run.Answers, run.Complaints));

        var town = new Town(500, 9);
        using var file = RecordFile.Open(path, new ReadOptions());
        Assert.Equal(form, file.Form);
        Assert.Empty(file.Reading!.Kept);
        var read = file.Records().ToArray();
        Assert.Equal(
            town.Records().Select(record => (record.Identity, Json(town.Read(record)))),
            read.Select(record => (record.Identity, Json(record.Record!))));
        Assert.Equal(
            town.Records().Select(record => KeyValuePair.Create(record.Identity, $"{record.Resident.Number}")).Order(Comparer<KeyValuePair<RecordIdentity, string>>.Create((a, b) => a.Key.CompareTo(b.Key))),
            Cli.Evaluating.Truth.Read(truth).OrderBy(pair => pair.Key));
    }

    [Fact]
    public async Task Without_a_file_csv_goes_to_standard_output_and_nothing_else_does()
    {
        var run = await Run.OfAsync("generate", "--records", "3");
        var lines = run.Answers.Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Equal(string.Join(',', TownSource.Columns), lines[0]);
        Assert.Equal("", run.Complaints);
    }

    private static string Json(SourceRecord record) => System.Text.Encoding.UTF8.GetString(SourceRecordCodec.Encode(record));
}
