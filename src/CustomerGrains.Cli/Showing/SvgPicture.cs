using System.Globalization;
using System.Net;
using System.Text;

namespace CustomerGrains.Cli.Showing;

/// <summary>Draws a picture that needs nothing else: an SVG document, or a part of a page.</summary>
internal sealed class SvgPicture
{
    private readonly StringBuilder _svg = new();

    /// <param name="width">In picture units, which are pixels at full size.</param>
    /// <param name="height">Likewise.</param>
    /// <param name="title">What it shows, for those who hear the page.</param>
    /// <param name="description">What there is to see in it.</param>
    public SvgPicture(int width, int height, string title, string description)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\"")
            .Append(CultureInfo.InvariantCulture, $" role=\"img\" aria-label=\"{Encoded($"{title}. {description}")}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">")
            .Append(CultureInfo.InvariantCulture, $"<title>{Encoded(title)}</title><desc>{Encoded(description)}</desc>");
        Rectangle(0, 0, width, height, "fill=\"#ffffff\"");
    }

    public void Line(double x1, double y1, double x2, double y2, string style) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:F1}\" y1=\"{y1:F1}\" x2=\"{x2:F1}\" y2=\"{y2:F1}\" {style}/>");

    public void Text(double x, double y, string style, string text) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{y:F1}\" {style}>{Encoded(text)}</text>");

    public void Circle(double x, double y, double radius, string style) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:F1}\" cy=\"{y:F1}\" r=\"{radius:F1}\" {style}/>");

    /// <summary>A rectangle; with a note, that is shown to who points at it.</summary>
    public void Rectangle(double x, double y, double width, double height, string style, string? note = null)
    {
        _svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:F1}\" y=\"{y:F1}\" width=\"{Math.Max(0, width):F1}\" height=\"{Math.Max(0, height):F1}\" {style}");
        _svg.Append(note is null ? "/>" : $"><title>{Encoded(note)}</title></rect>");
    }

    public void Lines(IEnumerable<(double X, double Y)> points, string style) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:F1},{point.Y:F1}")))}\" fill=\"none\" {style}/>");

    /// <summary>The picture.</summary>
    public override string ToString() => $"{_svg}</svg>\n";

    /// <summary>Text as a page or a picture may hold it.</summary>
    public static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
