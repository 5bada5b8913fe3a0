using System.Globalization;

namespace CustomerGrains.Cli.Importing.Mapping;

/// <summary>Text taken from a row: one column, several joined, or a constant.</summary>
internal sealed record ColumnText
{
    /// <summary>Columns by name, as the heading spells them. Empty: <see cref="Constant"/>.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>What stands between joined columns; empty columns are left out. Default: a space.</summary>
    public string Join { get; init; } = " ";

    /// <summary>The same text for every row.</summary>
    public string? Constant { get; init; }

    /// <summary>How a date is written, as a .NET date format; text that does not fit is passed on as it is. Null: not a date, or written in a usual way.</summary>
    public string? DateFormat { get; init; }

    /// <summary>Where the mapping file says so, for errors; null when recognised by name.</summary>
    public string? Key { get; init; }

    public static ColumnText Of(string column) => new() { Columns = [column] };

    public static ColumnText Same(string constant) => new() { Constant = constant };
}

/// <summary>A <see cref="ColumnText"/> with the positions its columns have in a file.</summary>
internal sealed class BoundText(ColumnText text, int[] positions)
{
    /// <summary>The text in a row, trimmed; null when there is none.</summary>
    public string? Read(IReadOnlyList<string> row)
    {
        if (positions.Length == 0)
        {
            return text.Constant;
        }

        string? result = null;
        foreach (var position in positions)
        {
            var part = position < row.Count ? row[position].Trim() : "";
            if (part.Length > 0)
            {
                result = result is null ? part : result + text.Join + part;
            }
        }

        return result is not null && text.DateFormat is { } format
            && DateTime.TryParseExact(result, format, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var date)
            ? date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : result;
    }
}
