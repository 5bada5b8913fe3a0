using System.Globalization;
using System.Text;
using System.Text.Json;
using CustomerGrains.Cli.Showing;
using Spectre.Console;

namespace CustomerGrains.Cli.Quality;

/// <summary>Figures with one mechanism switched off.</summary>
/// <param name="Without">Name of the mechanism; empty: nothing is off.</param>
/// <param name="Instead">What holds instead, in words.</param>
internal sealed record AblationRow(string Without, string Instead, IReadOnlyList<QualityFigure> Figures);

/// <summary>Prints what every mechanism is worth: the figures, and by how much each changes without it.</summary>
internal static class AblationReport
{
    /// <summary>Tables for people: figures that have a floor, and the town's; what is linked, then what is offered for review.</summary>
    /// <param name="rows">The first with everything on.</param>
    public static void Show(IReadOnlyList<AblationRow> rows, Terminal terminal)
    {
        var shown = rows[0].Figures.Where(figure => KnownFigures.Of(figure.Set, figure.Measure).Floor is not null || figure is { Set: QualitySets.TownSet, Measure: "F1" });
        foreach (var columns in shown.GroupBy(ReviewBand.Has).OrderBy(table => table.Key))
        {
            ShowTable([.. columns], rows, terminal);
        }
    }

    /// <summary>One JSON object.</summary>
    public static string ToJson(IReadOnlyList<AblationRow> rows, string modelVersion)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("model", modelVersion);
            json.WriteStartArray("ablation");
            foreach (var row in rows)
            {
                json.WriteStartObject();
                json.WriteString("without", row.Without);
                json.WriteString("instead", row.Instead);
                json.WriteStartArray("figures");
                foreach (var figure in row.Figures)
                {
                    json.WriteStartObject();
                    json.WriteString("set", figure.Set);
                    json.WriteString("measure", figure.Measure);
                    json.WriteNumber("value", Math.Round(figure.Value, 6));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void ShowTable(QualityFigure[] columns, IReadOnlyList<AblationRow> rows, Terminal terminal)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn("without").NoWrap());
        foreach (var figure in columns)
        {
            table.AddColumn(new TableColumn(new Text($"{figure.Set}\n{figure.Measure}")).RightAligned());
        }

        table.AddRow([new Text("(all on)"), .. columns.Select(figure => new Text(figure.Value.ToString("0.0000", CultureInfo.InvariantCulture)))]);
        foreach (var row in rows.Skip(1))
        {
            table.AddRow([new Text(row.Without), .. columns.Select(figure => Difference(row.Figures.First(other => other.Set == figure.Set && other.Measure == figure.Measure).Value - figure.Value))]);
        }

        terminal.Answers.Write(table);
    }

    private static Text Difference(double difference) => Math.Abs(difference) < 0.00005
        ? new Text("=")
        : new Text(difference.ToString("+0.0000;-0.0000", CultureInfo.InvariantCulture), new Style(difference < 0 ? Color.Red : Color.Green));
}
