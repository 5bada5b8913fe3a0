using System.Globalization;
using System.Net;
using System.Text;
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
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\"")
            .Append(" role=\"img\" aria-labelledby=\"t d\" font-family=\"system-ui, sans-serif\" font-size=\"13\">")
            .Append(CultureInfo.InvariantCulture, $"<title id=\"t\">{Encoded(title)}</title><desc id=\"d\">{Encoded(Described(points, model))}</desc>")
            .Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        Text(svg, Left, 24, "font-size=\"16\" font-weight=\"600\" fill=\"#1b1b1b\"", title);
        Grid(svg, axes);
        Mark(svg, axes, model.ReviewThreshold, "review", points);
        Mark(svg, axes, model.LinkThreshold, "link", points);
        foreach (var line in Lines)
        {
            var path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{axes.X(point.LinkThreshold):F1},{axes.Y(line.Of(point.Metrics.Pairs)):F1}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" {StyleOf(line.Colour, line.Dashes)}/>");
        }

        Legend(svg);
        svg.Append("</svg>\n");
        return svg.ToString();
    }

    private static void Grid(StringBuilder svg, Axes axes)
    {
        for (var step = 0; step <= GridSteps; step++)
        {
            var value = axes.ValueMin + ((1 - axes.ValueMin) * step / GridSteps);
            Line(svg, Left, axes.Y(value), Width - Right, axes.Y(value), "stroke=\"#dddddd\"");
            Text(svg, Left - 8, axes.Y(value) + 4, $"text-anchor=\"end\" {Quiet}", value.ToString("0.00#", CultureInfo.InvariantCulture));
        }

        for (var bits = (axes.ThresholdMin + 499) / 500 * 5; bits * 100 <= axes.ThresholdMax; bits += 5)
        {
            Text(svg, axes.X(bits * 100), Height - Bottom + 20, $"text-anchor=\"middle\" {Quiet}", bits.ToString(CultureInfo.InvariantCulture));
        }

        Text(svg, (Left + Width - Right) / 2, Height - 12, $"text-anchor=\"middle\" {Quiet}", "link threshold, bits");
    }

    private static void Mark(StringBuilder svg, Axes axes, int threshold, string name, IReadOnlyList<ThresholdPoint> points)
    {
        var x = axes.X(threshold);
        Line(svg, x, Top, x, Height - Bottom, "stroke=\"#6b2fa0\" stroke-dasharray=\"4 3\"");
        Text(svg, x + 4, Height - Bottom - 8, "fill=\"#6b2fa0\"", string.Create(CultureInfo.InvariantCulture, $"{name} {threshold / 100.0:0.##}"));
        if (points.FirstOrDefault(point => point.LinkThreshold == threshold) is { } at)
        {
            foreach (var line in Lines)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:F1}\" cy=\"{axes.Y(line.Of(at.Metrics.Pairs)):F1}\" r=\"3.4\" fill=\"{line.Colour}\"/>");
            }
        }
    }

    private static void Legend(StringBuilder svg)
    {
        for (var i = 0; i < Lines.Length; i++)
        {
            var y = Top + 16 + (i * 24);
            Line(svg, Width - Right + 16, y, Width - Right + 52, y, StyleOf(Lines[i].Colour, Lines[i].Dashes));
            Text(svg, Width - Right + 60, y + 4, "fill=\"#1b1b1b\"", Lines[i].Name);
        }
    }

    private static string StyleOf(string colour, string dashes) => $"stroke=\"{colour}\" stroke-width=\"2.2\" stroke-dasharray=\"{dashes}\"";

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2, string style) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:F1}\" y1=\"{y1:F1}\" x2=\"{x2:F1}\" y2=\"{y2:F1}\" {style}/>");

    private static void Text(StringBuilder svg, double x, double y, string style, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{y:F1}\" {style}>{Encoded(text)}</text>");

    private static string Described(IReadOnlyList<ThresholdPoint> points, MatchingModel model)
    {
        var best = points.MaxBy(point => point.Metrics.Pairs.F1)!;
        var own = points.FirstOrDefault(point => point.LinkThreshold == model.LinkThreshold);
        return (own is null ? "" : string.Create(CultureInfo.InvariantCulture, $"At the model's link threshold of {own.LinkThreshold / 100.0:0.##} bits: {EvaluationReport.InWords(own.Metrics.Pairs)}. "))
            + string.Create(CultureInfo.InvariantCulture, $"Largest F1 {best.Metrics.Pairs.F1:F4} at {best.LinkThreshold / 100.0:0.##} bits.");
    }

    internal static string Encoded(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Where values stand.</summary>
    private readonly record struct Axes(int ThresholdMin, int ThresholdMax, double ValueMin)
    {
        public double X(int threshold) => Left + ((double)(threshold - ThresholdMin) / Math.Max(1, ThresholdMax - ThresholdMin) * (Width - Left - Right));

        public double Y(double value) => Height - Bottom - ((value - ValueMin) / (1 - ValueMin) * (Height - Top - Bottom));
    }
}
