using System.Globalization;
using System.Text;
using System.Text.Json;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Evaluating;
using Spectre.Console;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>Prints what an evaluation found.</summary>
internal static class EvaluationReport
{
    /// <summary>One JSON object.</summary>
    public static string ToJson(EvaluationResult result)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("records", result.Records);
            json.WriteNumber("customers", result.Customers);
            json.WriteStartObject("pairs");
            json.WriteNumber("tp", result.Metrics.TruePairs);
            json.WriteNumber("fp", result.Metrics.FalsePairs);
            json.WriteNumber("fn", result.Metrics.MissedPairs);
            Measure(json, result.Metrics.Pairs);
            json.WriteEndObject();
            json.WriteStartObject("bcubed");
            Measure(json, result.Metrics.BCubed);
            json.WriteEndObject();
            json.WriteStartObject("review");
            json.WriteNumber("true", result.ReviewTrue);
            json.WriteNumber("false", result.ReviewFalse);
            json.WriteEndObject();
            json.WriteNumber("records_per_second", Math.Round(result.RecordsPerSecond, 1));
            json.WriteNumber("peak_rss_bytes", result.PeakRssBytes);
            json.WriteString("partition_hash", result.PartitionHash);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A table for people.</summary>
    public static void Show(EvaluationResult result, Terminal terminal)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        Row("records", $"{result.Records:N0}");
        Row("customers found", $"{result.Customers:N0}");
        Row("pairs", $"{result.Metrics.TruePairs:N0} right, {result.Metrics.FalsePairs:N0} wrong, {result.Metrics.MissedPairs:N0} missed");
        Row("pairwise", Words(result.Metrics.Pairs));
        Row("B-cubed", Words(result.Metrics.BCubed));
        Row("review pairs", $"{result.ReviewTrue:N0} true, {result.ReviewFalse:N0} false, {result.ReviewUnlabelled:N0} with a record that the truth lacks");
        Row("speed", $"{result.RecordsPerSecond:N0} records/s, each durable before it counts");
        Row("peak memory", $"{result.PeakRssBytes / 1048576.0:N0} MiB");
        Row("partition hash", $"{result.PartitionHash}");
        terminal.Answers.Write(table);
        foreach (var error in result.Errors)
        {
            terminal.Say($"{(error.Missed ? "missed" : "wrong ")}  {error.A}  {error.B}  {error.Reason}");
        }

        if (result.Unlabelled > 0)
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{result.Unlabelled:N0} records are not in the truth; they were resolved with the others and left out of the figures."));
        }

        if (result.Missing > 0)
        {
            terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{result.Missing:N0} records of the truth are in none of the files; pairs with them are not counted."));
        }

        void Row(string name, FormattableString value) => table.AddRow(new Text(name), new Text(FormattableString.Invariant(value)));
    }

    private static FormattableString Words(Measure measure) => $"precision {measure.Precision:F4}, recall {measure.Recall:F4}, F1 {measure.F1:F4}";

    private static void Measure(Utf8JsonWriter json, Measure measure)
    {
        json.WriteNumber("precision", Math.Round(measure.Precision, 6));
        json.WriteNumber("recall", Math.Round(measure.Recall, 6));
        json.WriteNumber("f1", Math.Round(measure.F1, 6));
    }
}
