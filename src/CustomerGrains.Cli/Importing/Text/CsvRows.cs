using System.Text;

namespace CustomerGrains.Cli.Importing.Text;

/// <summary>A row of a delimited file.</summary>
/// <param name="Line">Number of its first line.</param>
/// <param name="Fields">Its fields; empty when <paramref name="Fault"/> is set.</param>
/// <param name="Fault">Why the row could not be read, or null.</param>
internal readonly record struct CsvRow(long Line, IReadOnlyList<string> Fields, string? Fault);

/// <summary>Splits lines into rows of fields (RFC 4180, read leniently), one row at a time.</summary>
/// <remarks>Ours instead of a package's, because a quote that is never closed must cost one row and not the rest of the file: the row is given up
/// after <see cref="RowLinesMax"/> lines, and reading goes on at the line after its first.</remarks>
internal sealed class CsvRows(TextLines lines, char delimiter)
{
    /// <summary>Most lines that a quoted field may span.</summary>
    public const int RowLinesMax = 200;

    private readonly LinkedList<TextLine> _again = [];
    private readonly StringBuilder _field = new();

    /// <summary>The next row, or null at the end. Blank lines are passed over.</summary>
    public CsvRow? Next()
    {
        while (Take() is { } line)
        {
            if (line.Fault is { } fault)
            {
                return new CsvRow(line.Number, [], fault);
            }

            if (!string.IsNullOrWhiteSpace(line.Text))
            {
                return Split(line);
            }
        }

        return null;
    }

    private CsvRow Split(TextLine first)
    {
        var fields = new List<string>();
        List<TextLine>? more = null;
        var (text, at) = (first.Text, 0);
        while (true)
        {
            if (at < text.Length && text[at] == '"')
            {
                _field.Clear();
                at++;
                while (!Quoted(text, ref at))
                {
                    var next = (more?.Count ?? 0) < RowLinesMax && _field.Length < TextLines.LengthMax ? Take() : null;
                    if (next is not { Fault: null } line)
                    {
                        return Unclosed(first, fields.Count + 1, more, next);
                    }

                    (more ??= []).Add(line);
                    _field.Append('\n');
                    (text, at) = (line.Text, 0);
                }

                // What follows a closing quote up to the delimiter is kept: "Smith" Jr.
                var rest = text.AsSpan(at);
                var stop = rest.IndexOf(delimiter);
                _field.Append(stop < 0 ? rest : rest[..stop]);
                fields.Add(_field.ToString());
                at = stop < 0 ? text.Length : at + stop;
            }
            else
            {
                var stop = text.IndexOf(delimiter, at);
                fields.Add(stop < 0 ? text[at..] : text[at..stop]);
                at = stop < 0 ? text.Length : stop;
            }

            if (at >= text.Length)
            {
                return new CsvRow(first.Number, fields, null);
            }

            at++;
            if (at == text.Length)
            {
                fields.Add("");
                return new CsvRow(first.Number, fields, null);
            }
        }
    }

    /// <summary>Reads on inside quotes; true when the closing quote was passed.</summary>
    private bool Quoted(string text, ref int at)
    {
        while (at < text.Length)
        {
            var quote = text.IndexOf('"', at);
            if (quote < 0)
            {
                break;
            }

            _field.Append(text, at, quote - at);
            at = quote + 1;
            if (at >= text.Length || text[at] != '"')
            {
                return true;
            }

            _field.Append('"');
            at++;
        }

        _field.Append(text, Math.Min(at, text.Length), text.Length - Math.Min(at, text.Length));
        at = text.Length;
        return false;
    }

    private CsvRow Unclosed(TextLine first, int column, List<TextLine>? more, TextLine? next)
    {
        if (next is { } last)
        {
            _again.AddFirst(last);
        }

        for (var i = (more?.Count ?? 0) - 1; i >= 0; i--)
        {
            _again.AddFirst(more![i]);
        }

        return new CsvRow(first.Number, [], $"the quote that opens column {column} is never closed");
    }

    private TextLine? Take()
    {
        if (_again.First is not { } first)
        {
            return lines.Next();
        }

        _again.RemoveFirst();
        return first.Value;
    }
}
