using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Importing.Mapping;

/// <summary>Turns rows of one file into records, by a mapping bound to the file's columns.</summary>
internal sealed class RowReader
{
    private readonly ColumnMapping _mapping;
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);
    private readonly BoundAttribute[] _attributes;
    private readonly (string Name, int Position)[] _other;

    /// <exception cref="MappingException">The mapping names a column that the file does not have.</exception>
    public RowReader(ColumnMapping mapping, IReadOnlyList<string> columns)
    {
        _mapping = mapping;
        for (var i = 0; i < columns.Count; i++)
        {
            _positions.TryAdd(columns[i], i);
        }

        Source = Bind(mapping.Source);
        RecordId = Bind(mapping.RecordId);
        Version = Bind(mapping.Version);
        RecordType = Bind(mapping.RecordType);
        _attributes = [.. mapping.Attributes.Select(attribute =>
            new BoundAttribute(attribute.Kind, [.. attribute.Fields.Select(field => KeyValuePair.Create(field.Key, Bind(field.Value)!))]))];
        foreach (var ignored in mapping.Ignored)
        {
            Position(ignored, "ignore");
        }

        var read = Texts(mapping).SelectMany(text => text.Columns).Concat(mapping.Ignored).ToHashSet(StringComparer.Ordinal);
        _other = [.. columns.Select((name, position) => (name, position)).Where(column => !read.Contains(column.name))];
    }

    public BoundText? Source { get; }

    public BoundText? RecordId { get; }

    public BoundText? Version { get; }

    private BoundText? RecordType { get; }

    /// <summary>Columns that are kept and not matched.</summary>
    public IEnumerable<string> Unmatched => _other.Select(column => column.Name);

    /// <summary>What a row says of its customer.</summary>
    /// <param name="row">Fields in the order of the columns.</param>
    /// <param name="more">Further attributes that are not columns; kept, not matched.</param>
    public SourceRecord Read(IReadOnlyList<string> row, IEnumerable<KeyValuePair<string, string>>? more = null)
    {
        var builder = new RecordBuilder { Type = ReadType(row), DefaultCountry = _mapping.DefaultCountry };
        foreach (var attribute in _attributes)
        {
            attribute.Add(row, builder);
        }

        foreach (var (name, position) in _other)
        {
            if (position < row.Count && row[position].Trim() is { Length: > 0 } value)
            {
                builder.Other(name.Length == 0 ? $"column {position + 1}" : name, value);
            }
        }

        foreach (var (name, value) in more ?? [])
        {
            builder.Other(name, value);
        }

        return builder.Build();
    }

    private RecordType ReadType(IReadOnlyList<string> row) => RecordType?.Read(row)?.ToUpperInvariant() switch
    {
        "PERSON" or "P" or "INDIVIDUAL" => Matching.Records.RecordType.Person,
        "ORGANISATION" or "ORGANIZATION" or "O" or "COMPANY" => Matching.Records.RecordType.Organisation,
        "PROPERTY" or "ADDRESS" => Matching.Records.RecordType.Property,
        _ => Matching.Records.RecordType.Unspecified,
    };

    private BoundText? Bind(ColumnText? text) =>
        text is null ? null : new BoundText(text, [.. text.Columns.Select(column => Position(column, text.Key))]);

    private int Position(string column, string? key)
    {
        if (_positions.TryGetValue(column, out var position))
        {
            return position;
        }

        // A heading that differs only in case or spaces is meant.
        var folded = ColumnName.Fold(column);
        foreach (var (name, at) in _positions)
        {
            if (ColumnName.Fold(name) == folded)
            {
                return at;
            }
        }

        var near = NearestName.Find(column, _positions.Keys);
        var fault = $"\"{key}\" names the column \"{column}\", which the file does not have. "
            + (near is not null ? $"Did you mean \"{near}\"?" : $"Its columns are: {string.Join(", ", _positions.Keys)}.");
        throw _mapping.Written is { } written && key?.StartsWith("--", StringComparison.Ordinal) != true ? written.Fault(fault, key) : new MappingException(fault);
    }

    private static IEnumerable<ColumnText> Texts(ColumnMapping mapping) =>
        mapping.Attributes.SelectMany(attribute => attribute.Fields.Select(field => field.Value))
            .Concat(new[] { mapping.Source, mapping.RecordId, mapping.Version, mapping.RecordType }.OfType<ColumnText>());
}
