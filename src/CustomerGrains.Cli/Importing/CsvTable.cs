using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Importing.Text;

namespace CustomerGrains.Cli.Importing;

/// <summary>A small delimited file whose columns a command names itself: a truth, a list of judged pairs.</summary>
internal static class CsvTable
{
    /// <summary>Reads the wanted columns of every row, in the order they are asked for.</summary>
    /// <param name="path">The file, separated by commas.</param>
    /// <param name="columns">Wanted columns, each by one or more folded names (<see cref="ColumnName.Fold"/>).</param>
    /// <param name="purpose">What the file must have, for the message when a column is missing.</param>
    /// <exception cref="MappingException">The file is empty, lacks a column or has a row that cannot be read.</exception>
    public static IEnumerable<(long Line, string[] Fields)> Read(string path, string[][] columns, string purpose)
    {
        using var lines = new TextLines(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var rows = new CsvRows(lines, ',');
        var heading = rows.Next() ?? throw new MappingException($"{path} is empty.");
        var positions = Array.ConvertAll(columns, Position);
        var last = positions.Max();
        while (rows.Next() is { } row)
        {
            if (row.Fault is not null || row.Fields.Count <= last)
            {
                throw new MappingException($"{path}, line {row.Line}: {row.Fault ?? "columns are missing"}.");
            }

            yield return (row.Line, Array.ConvertAll(positions, position => row.Fields[position].Trim()));
        }

        int Position(string[] names)
        {
            for (var i = 0; i < heading.Fields.Count; i++)
            {
                if (names.Contains(ColumnName.Fold(heading.Fields[i])))
                {
                    return i;
                }
            }

            throw new MappingException($"{path}: the heading lacks the column \"{names[0]}\"; {purpose}.");
        }
    }
}
