using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Importing.Text;

namespace CustomerGrains.Cli.Importing;

/// <summary>A delimited file with a heading.</summary>
internal sealed class CsvFile : RecordFile
{
    private readonly ReadOptions _options;
    private readonly TextLines _lines;
    private readonly CsvRows _rows;
    private readonly RowReader _reader;
    private readonly int _columns;
    private readonly char _delimiter;

    public CsvFile(string path, Stream stream, ReadOptions options)
        : base(stream)
    {
        _options = options;
        _delimiter = Sniff(path);
        _lines = new TextLines(stream);
        _rows = new CsvRows(_lines, _delimiter);
        var heading = _rows.Next() ?? throw new MappingException($"{path} is empty.");
        if (heading.Fault is { } fault)
        {
            throw new MappingException($"{path}, line {heading.Line}: the heading cannot be read: {fault}.");
        }

        if (heading.Fields.Any(column => column.Any(character => char.IsControl(character) && !char.IsWhiteSpace(character))))
        {
            throw new MappingException($"{path} does not look like text: its first line holds control characters.");
        }

        var columns = heading.Fields.Select(column => column.Trim()).ToArray();
        _columns = columns.Length;
        var twice = columns.Where(column => column.Length > 0).GroupBy(column => column, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new MappingException($"{path} has the column \"{twice.Key}\" more than once; rename one of them.");
        }

        var mapping = options.Mapping ?? UsualColumns.Recognise(columns, options.IdColumn);
        if (options.IdColumn is { } idColumn)
        {
            mapping = mapping with { RecordId = ColumnText.Of(idColumn) with { Key = "--id-column" } };
        }

        _reader = new RowReader(mapping, columns);
        Demand(path, mapping, columns);
        Reading = ColumnReading.Of(mapping, _reader);
    }

    public override bool EndsOpen => _lines.EndsOpen;

    public override string Form => _delimiter switch
    {
        ',' => "CSV, separated by commas",
        ';' => "CSV, separated by semicolons",
        '\t' => "CSV, separated by tabs",
        _ => "CSV, separated by bars",
    };

    public override IEnumerable<ReadRecord> Records()
    {
        while (_rows.Next() is { } row)
        {
            yield return row.Fault is { } fault ? ReadRecord.Reject(row.Line, fault)
                : Miscounted(row.Fields) ? ReadRecord.Reject(row.Line, $"the row has {row.Fields.Count} columns, the heading has {_columns}")
                : RowIdentity.Read(row.Line, row.Fields, _reader, _options);
        }
    }

    public override void Dispose()
    {
        _lines.Dispose();
        base.Dispose();
    }

    /// <summary>Empty columns beyond the heading are a habit of spreadsheets and lose nothing.</summary>
    private bool Miscounted(IReadOnlyList<string> fields) => fields.Count < _columns || fields.Skip(_columns).Any(field => !string.IsNullOrWhiteSpace(field));

    private void Demand(string path, ColumnMapping mapping, string[] columns)
    {
        if (mapping.Attributes.Count == 0)
        {
            throw new MappingException($"{path}: none of its columns has a usual name ({string.Join(", ", columns)}). Say what they are with --mapping.");
        }

        if (mapping.RecordId is null)
        {
            throw new MappingException($"{path}: no column looks like a record id ({string.Join(", ", columns)}). Name it with --id-column.");
        }

        if (_options.Source is null && mapping.Source is null)
        {
            throw new MappingException($"{path}: no column says the source. Name it with --source, e.g. --source housing.");
        }
    }

    private static char Sniff(string path)
    {
        using var probe = new TextLines(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (probe.Next() is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line.Text))
            {
                return Delimiter.Guess(line.Text);
            }
        }

        return ',';
    }
}
