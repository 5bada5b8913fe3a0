using System.Globalization;
using CustomerGrains.V1;
using Spectre.Console;

namespace CustomerGrains.Cli.Showing;

/// <summary>The evidence of a pair as a waterfall: a row per attribute, whose bar starts where the one before ended.</summary>
internal static class WaterfallView
{
    // Values and levels beyond this are broken into lines, so that the bars of a row keep their place.
    private const int TextWidthMax = 34;

    public static void Show(PairExplanation pair, double reviewThreshold, double linkThreshold, Terminal terminal)
    {
        var scale = WaterfallBars.Over(pair.Evidence, reviewThreshold, linkThreshold, terminal.Answers.Profile.Width);
        var table = new Table().Border(TableBorder.None).AddColumns(Column(""), Column("first"), Column("second"), Column("comparison"), Number("bits"), Number("sum"), Bars(scale.Header()));
        var before = 0.0;
        foreach (var evidence in pair.Evidence)
        {
            table.AddRow(
                new Text(evidence.Attribute), Cell(evidence.ValueA), Cell(evidence.ValueB), Cell(evidence.Level),
                new Text(evidence.Weight.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture)),
                new Text(evidence.Sum.ToString("0.00", CultureInfo.InvariantCulture)),
                new Text(scale.Bar(before, evidence.Sum), new Style(evidence.Weight < 0 ? Color.Red : Color.Green)));
            before = evidence.Sum;
        }

        table.AddRow(
            new Text("all together"), Text.Empty, Text.Empty, Text.Empty, Text.Empty, new Text(pair.Weight.ToString("0.00", CultureInfo.InvariantCulture)), new Text(scale.Bar(0, pair.Weight)));
        terminal.Answers.Write(new Padder(table, new Padding(2, 0, 0, 0)));
    }

    private static Text Cell(string value) => new(string.Join('\n', Lines(value)));

    /// <summary>Breaks at spaces; a word that is longer than a line stays whole.</summary>
    private static IEnumerable<string> Lines(string text)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > TextWidthMax)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }

    private static TableColumn Column(string header) => new(new Text(header)) { Padding = new Padding(0, 0, 2, 0) };

    private static TableColumn Number(string header) => Column(header).RightAligned().NoWrap();

    private static TableColumn Bars(string header) => Column(header).NoWrap();
}
