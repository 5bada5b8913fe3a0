using System.Globalization;
using System.Text;

namespace CustomerGrains.Cli.Showing;

/// <summary>A page in one file that loads nothing: headings, paragraphs, pictures and tables.</summary>
internal sealed class HtmlPage
{
    private readonly StringBuilder _page = new();

    public HtmlPage(string title)
    {
        _page.Append(CultureInfo.InvariantCulture,
            $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{{SvgPicture.Encoded(title)}}</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
            h2 { margin-top: 2.2rem; }
            svg { max-width: 100%; height: auto; }
            table { border-collapse: collapse; margin: 1rem 0; }
            caption { text-align: left; font-weight: 600; padding: .3rem 0; }
            th, td { padding: .2rem .8rem; border-bottom: 1px solid #ddd; text-align: right; vertical-align: top; }
            th:first-child, td:first-child, th.words, td.words { text-align: left; }
            tr.own { background: #f1e9f8; }
            ul.notes { border-left: 4px solid #b8500c; background: #fdf4ee; padding: .6rem 1rem .6rem 2rem; }
            </style>
            </head>
            <body>
            <h1>{{SvgPicture.Encoded(title)}}</h1>

            """);
    }

    public void Heading(string text) => _page.Append(CultureInfo.InvariantCulture, $"<h2>{SvgPicture.Encoded(text)}</h2>\n");

    public void Paragraph(string text) => _page.Append(CultureInfo.InvariantCulture, $"<p>{SvgPicture.Encoded(text)}</p>\n");

    /// <summary>What should be noticed; nothing when there is nothing.</summary>
    public void Notes(IReadOnlyCollection<string> notes)
    {
        if (notes.Count > 0)
        {
            _page.Append(CultureInfo.InvariantCulture, $"<ul class=\"notes\">{string.Concat(notes.Select(note => $"<li>{SvgPicture.Encoded(note)}</li>"))}</ul>\n");
        }
    }

    /// <summary>A picture.</summary>
    /// <param name="svg">An SVG document.</param>
    public void Picture(string svg) => _page.Append(svg);

    /// <summary>A table.</summary>
    /// <param name="rows">Rows of cells; a row of its own stands out.</param>
    /// <param name="words">Columns besides the first that hold words and not figures.</param>
    public void Table(string caption, IReadOnlyList<string> heading, IEnumerable<(bool Own, IEnumerable<string> Cells)> rows, params int[] words)
    {
        _page.Append(CultureInfo.InvariantCulture, $"<table><caption>{SvgPicture.Encoded(caption)}</caption><thead><tr>");
        for (var i = 0; i < heading.Count; i++)
        {
            _page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{Class(i)}>{SvgPicture.Encoded(heading[i])}</th>");
        }

        _page.Append("</tr></thead><tbody>\n");
        foreach (var (own, cells) in rows)
        {
            _page.Append(own ? "<tr class=\"own\">" : "<tr>");
            foreach (var (i, cell) in cells.Index())
            {
                _page.Append(CultureInfo.InvariantCulture, $"<td{Class(i)}>{SvgPicture.Encoded(cell)}</td>");
            }

            _page.Append("</tr>\n");
        }

        _page.Append("</tbody></table>\n");

        string Class(int column) => words.Contains(column) ? " class=\"words\"" : "";
    }

    /// <summary>The page.</summary>
    public override string ToString() => $"{_page}</body>\n</html>\n";
}
