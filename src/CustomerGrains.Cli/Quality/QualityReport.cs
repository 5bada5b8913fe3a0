using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CustomerGrains.Cli.Evaluating;
using CustomerGrains.Cli.Showing;
using Spectre.Console;

namespace CustomerGrains.Cli.Quality;

/// <summary>Prints figures beside their floors and the figures of peers.</summary>
internal static class QualityReport
{
    /// <summary>The figure is below its floor.</summary>
    /// <param name="figure">A figure.</param>
    /// <param name="trained">It is of a model that was trained on the set's own records.</param>
    public static bool IsBelow(QualityFigure figure, bool trained) => FloorOf(KnownFigures.Of(figure.Set, figure.Measure), trained) is { } floor && figure.Value < floor;

    /// <summary>Tables for people: what was linked, and what is offered for review.</summary>
    /// <param name="figures">Of the model that is measured.</param>
    /// <param name="trained">Of models trained on the sets' own records; empty: there are none.</param>
    /// <param name="terminal">Where they go.</param>
    public static void Show(IReadOnlyList<QualityFigure> figures, IReadOnlyList<QualityFigure> trained, Terminal terminal)
    {
        foreach (var table in figures.GroupBy(ReviewBand.Has).OrderBy(table => table.Key))
        {
            ShowTable([.. table], trained, terminal);
        }
    }

    /// <summary>One JSON object.</summary>
    public static string ToJson(
        IReadOnlyList<QualityFigure> figures, IReadOnlyList<QualityFigure> trained, IReadOnlyList<(string Set, IReadOnlyList<Mistake> Mistakes)> mistakes, string modelVersion)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("model", modelVersion);
            json.WriteStartArray("figures");
            foreach (var figure in figures)
            {
                var known = KnownFigures.Of(figure.Set, figure.Measure);
                json.WriteStartObject();
                json.WriteString("set", figure.Set);
                json.WriteString("measure", figure.Measure);
                json.WriteNumber("value", Math.Round(figure.Value, 6));
                json.WriteString("counts", figure.Detail);
                WriteFloor(json, figure, trained: false);
                if (Trained(figure, trained) is { } after)
                {
                    json.WriteStartObject("trained");
                    json.WriteNumber("value", Math.Round(after.Value, 6));
                    json.WriteString("counts", after.Detail);
                    WriteFloor(json, after, trained: true);
                    json.WriteEndObject();
                }

                json.WriteStartArray("peers");
                foreach (var peer in known.Peers)
                {
                    json.WriteStartObject();
                    json.WriteString("system", peer.System);
                    json.WriteNumber("figure", peer.Figure);
                    json.WriteString("how", peer.How);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (mistakes.Any(set => set.Mistakes.Count > 0))
            {
                json.WriteStartObject("mistakes");
                foreach (var (set, list) in mistakes)
                {
                    json.WritePropertyName(set);
                    MistakeView.Write(json, list);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteFloor(Utf8JsonWriter json, QualityFigure figure, bool trained)
    {
        if (FloorOf(KnownFigures.Of(figure.Set, figure.Measure), trained) is { } floor)
        {
            json.WriteNumber("floor", floor);
            json.WriteBoolean("ok", !IsBelow(figure, trained));
        }
    }

    private static QualityFigure? Trained(QualityFigure figure, IReadOnlyList<QualityFigure> trained) =>
        trained.FirstOrDefault(other => other.Set == figure.Set && other.Measure == figure.Measure);

    private static void ShowTable(IReadOnlyList<QualityFigure> figures, IReadOnlyList<QualityFigure> trained, Terminal terminal)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("set", "measure");
        string[] columns = trained.Count == 0 ? ["ours", "floor", ""] : ["ours", "floor", "", "trained", "floor", ""];
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddColumns("best known of peers", "counts");
        foreach (var figure in figures)
        {
            var known = KnownFigures.Of(figure.Set, figure.Measure);
            var after = trained.Count == 0 ? [] : Trained(figure, trained) is { } other ? Judged(other, trained: true) : [new Text(""), new Text(""), new Text("")];
            table.AddRow(
            [
                new Text(figure.Set), new Text(figure.Measure), .. Judged(figure, trained: false), .. after,
                new Text(known.Peers.Where(peer => !peer.Oracle).MaxBy(peer => peer.Figure) is { } best ? $"{Digits(best.Figure)} {best.System}" : ""),
                new Text(figure.Detail),
            ]);
        }

        terminal.Answers.Write(table);
    }

    /// <summary>The figure, its floor, and whether it holds.</summary>
    private static Text[] Judged(QualityFigure figure, bool trained)
    {
        var floor = FloorOf(KnownFigures.Of(figure.Set, figure.Measure), trained);
        return
        [
            new Text(Digits(figure.Value)), new Text(floor is { } least ? Digits(least) : ""),
            floor is null ? new Text("") : IsBelow(figure, trained) ? new Text("below", new Style(Color.Red)) : new Text("ok", new Style(Color.Green)),
        ];
    }

    private static double? FloorOf(KnownFigure known, bool trained) => trained ? known.FloorTrained : known.Floor;

    private static string Digits(double figure) => figure.ToString("0.0000", CultureInfo.InvariantCulture);
}
