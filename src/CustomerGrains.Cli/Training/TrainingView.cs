using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Training;
using Spectre.Console;

namespace CustomerGrains.Cli.Training;

/// <summary>Says on the terminal what a training came to.</summary>
internal static class TrainingView
{
    public static void Show(TrainingResult result, string path, Terminal terminal)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        Row("records", $"{result.Records:N0}, {result.Customers:N0} customers, {result.PairsWithin:N0} pairs of one customer");
        Row("compared", $"{result.Candidates:N0} pairs that share a blocking key; {result.Rounds} rounds{(result.Settled ? "" : ", the last of which still changed something")}");
        Row("thresholds", $"link {result.Model.LinkThreshold / 100.0:F2} bits, review {result.Model.ReviewThreshold / 100.0:F2}, join {result.Model.JoinThreshold / 100.0:F2}; even odds at {result.EvenWeight / 100.0:F2}");
        var clean = result.Sources.Where(source => source.HoldsNobodyTwice).Select(source => source.Name).ToArray();
        Row("one-to-one", $"{(clean.Length == 0 ? "no source is known to hold nobody twice" : $"{string.Join(", ", clean)} hold nobody twice")}");
        Row("model", $"{result.Model.Version} written to {path}");
        terminal.Answers.Write(table);
        foreach (var warning in result.Warnings)
        {
            terminal.Note(warning);
        }

        void Row(string name, FormattableString value) => table.AddRow(new Text(name), new Text(value.ToString(CultureInfo.InvariantCulture)));
    }
}
