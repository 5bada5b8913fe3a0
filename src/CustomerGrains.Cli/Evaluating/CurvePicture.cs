using System.Globalization;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>Precision, recall and F1 over link thresholds, as a picture that needs nothing else.</summary>
internal static class CurvePicture
{
    private const int Width = 860;
    private const int Height = 460;
    private const int Left = 64;
    private const int Right = 150;
    private const int Top = 48;
    private const int Bottom = 56;
    private const int GridSteps = 5;
    private const string Quiet = "fill=\"#444444\"";

    private static readonly (string Name, string Colour, string Dashes, Func<Measure, double> Of)[] Lines =
    [
        ("precision", "#0b6e99", "", measure => measure.Precision),
        ("recall", "#b8500c", "7 4", measure => measure.Recall),
        ("F1", "#1b1b1b", "2 3", measure => measure.F1),
    ];

    /// <summary>Thresholds of a curve, in hundredths of a bit, ascending: every bit from 4 to 40, and the model's own two.</summary>
    public static IReadOnlyList<int> Thresholds(MatchingModel model) =>
        [.. Enumerable.Range(4, 37).Select(bits => bits * 100).Append(model.ReviewThreshold).Append(model.LinkThreshold).Where(threshold => threshold >= 2).Distinct().Order()];

    /// <summary>An SVG document.</summary>
    /// <param name="points">Ascending thresholds; at least two.</param>
    /// <param name="model">Its own thresholds are marked.</param>
    /// <param name="title">What was measured.</param>
    public static string ToSvg(IReadOnlyList<ThresholdPoint> points, MatchingModel model, string title)
    {
        var lowest = points.Min(point => Math.Min(point.Metrics.Pairs.Precision, Math.Min(point.Metrics.Pairs.Recall, point.Metrics.Pairs.F1)));
        var axes = new Axes(points[0].LinkThreshold, points[^1].LinkThreshold, Math.Min(0.9, Math.Floor(lowest * 10) / 10));
        var svg = new SvgPicture(Width, Height, title, Described(points, model));
        svg.Text(Left, 24, "font-size=\"16\" font-weight=\"600\" fill=\"#1b1b1b\"", title);
        Grid(svg, axes);
        Mark(svg, axes, model.ReviewThreshold, "review", points);
        Mark(svg, axes, model.LinkThreshold, "link", points);
        foreach (var line in Lines)
        {
            svg.Lines(points.Select(point => (axes.X(point.LinkThreshold), axes.Y(line.Of(point.Metrics.Pairs)))), StyleOf(line.Colour, line.Dashes));
        }

        Legend(svg);
        return svg.ToString();
    }

    private static void Grid(SvgPicture svg, Axes axes)
    {
        for (var step = 0; step <= GridSteps; step++)
        {
            var value = axes.ValueMin + ((1 - axes.ValueMin) * step / GridSteps);
            svg.Line(Left, axes.Y(value), Width - Right, axes.Y(value), "stroke=\"#dddddd\"");
            svg.Text(Left - 8, axes.Y(value) + 4, $"text-anchor=\"end\" {Quiet}", value.ToString("0.00#", CultureInfo.InvariantCulture));
        }

        for (var bits = (axes.ThresholdMin + 499) / 500 * 5; bits * 100 <= axes.ThresholdMax; bits += 5)
        {
            svg.Text(axes.X(bits * 100), Height - Bottom + 20, $"text-anchor=\"middle\" {Quiet}", bits.ToString(CultureInfo.InvariantCulture));
        }

        svg.Text((Left + Width - Right) / 2, Height - 12, $"text-anchor=\"middle\" {Quiet}", "link threshold, bits");
    }

    private static void Mark(SvgPicture svg, Axes axes, int threshold, string name, IReadOnlyList<ThresholdPoint> points)
    {
        var x = axes.X(threshold);
        svg.Line(x, Top, x, Height - Bottom, "stroke=\"#6b2fa0\" stroke-dasharray=\"4 3\"");
        svg.Text(x + 4, Height - Bottom - 8, "fill=\"#6b2fa0\"", string.Create(CultureInfo.InvariantCulture, $"{name} {threshold / 100.0:0.##}"));
        if (points.FirstOrDefault(point => point.LinkThreshold == threshold) is { } at)
        {
            foreach (var line in Lines)
            {
                svg.Circle(x, axes.Y(line.Of(at.Metrics.Pairs)), 3.4, $"fill=\"{line.Colour}\"");
            }
        }
    }

    private static void Legend(SvgPicture svg)
    {
        for (var i = 0; i < Lines.Length; i++)
        {
            var y = Top + 16 + (i * 24);
            svg.Line(Width - Right + 16, y, Width - Right + 52, y, StyleOf(Lines[i].Colour, Lines[i].Dashes));
            svg.Text(Width - Right + 60, y + 4, "fill=\"#1b1b1b\"", Lines[i].Name);
        }
    }

    private static string StyleOf(string colour, string dashes) => $"stroke=\"{colour}\" stroke-width=\"2.2\" stroke-dasharray=\"{dashes}\"";

    private static string Described(IReadOnlyList<ThresholdPoint> points, MatchingModel model)
    {
        var best = points.MaxBy(point => point.Metrics.Pairs.F1)!;
        var own = points.FirstOrDefault(point => point.LinkThreshold == model.LinkThreshold);
        return (own is null ? "" : string.Create(CultureInfo.InvariantCulture, $"At the model's link threshold of {own.LinkThreshold / 100.0:0.##} bits: {EvaluationReport.InWords(own.Metrics.Pairs)}. "))
            + string.Create(CultureInfo.InvariantCulture, $"Largest F1 {best.Metrics.Pairs.F1:F4} at {best.LinkThreshold / 100.0:0.##} bits.");
    }

    /// <summary>Where values stand.</summary>
    private readonly record struct Axes(int ThresholdMin, int ThresholdMax, double ValueMin)
    {
        public double X(int threshold) => Left + ((double)(threshold - ThresholdMin) / Math.Max(1, ThresholdMax - ThresholdMin) * (Width - Left - Right));

        public double Y(double value) => Height - Bottom - ((value - ValueMin) / (1 - ValueMin) * (Height - Top - Bottom));
    }
}
