using CustomerGrains.Cli.Importing.Mapping;

namespace CustomerGrains.Cli.Importing;

/// <summary>How the columns of a file are read, for people to check.</summary>
/// <param name="Lines">Columns and what they become, e.g. "given_name" and "name: given".</param>
/// <param name="Kept">Columns that are kept and not matched.</param>
internal sealed record ColumnReading(IReadOnlyList<(string Columns, string Meaning)> Lines, IReadOnlyList<string> Kept)
{
    public static ColumnReading Of(ColumnMapping mapping, RowReader reader)
    {
        var lines = new List<(string, string)>();
        Whole(mapping.RecordId, "record id");
        Whole(mapping.Source, "source");
        Whole(mapping.Version, "version");
        Whole(mapping.RecordType, "record type");
        foreach (var attribute in mapping.Attributes)
        {
            var type = attribute.Fields.FirstOrDefault(field => field.Key is "type" or "name" or "domain" && field.Value.Constant is not null).Value?.Constant;
            var what = type is null ? Words(attribute.Kind.ToString()) : $"{type} {Words(attribute.Kind.ToString())}";
            foreach (var (field, text) in attribute.Fields.Where(field => field.Value.Columns.Count > 0))
            {
                var part = field is "value" or "number" ? what : $"{what}: {Words(field)}";
                lines.Add((string.Join(" + ", text.Columns), text.DateFormat is { } format ? $"{part}, written {format}" : part));
            }
        }

        return new ColumnReading(lines, [.. reader.Unmatched]);

        void Whole(ColumnText? text, string meaning)
        {
            if (text is { Columns.Count: > 0 })
            {
                lines.Add((string.Join(" + ", text.Columns), meaning));
            }
        }
    }

    private static string Words(string name) => ColumnName.Fold(name).Replace('_', ' ');
}
