using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Importing.Senzing;
using CustomerGrains.Cli.Importing.Text;

namespace CustomerGrains.Cli.Importing;

/// <summary>One JSON object per line: Senzing's form, or columns by name.</summary>
internal sealed class JsonLinesFile : RecordFile
{
    /// <summary>Lines looked at beforehand for the names in use.</summary>
    private const int SampleLines = 200;

    private readonly ReadOptions _options;
    private readonly TextLines _lines;
    private readonly string[] _columns = [];
    private readonly RowReader? _reader;

    public JsonLinesFile(string path, Stream stream, ReadOptions options)
        : base(stream)
    {
        _options = options;
        _lines = new TextLines(stream);
        var columns = Sample(path);
        if (options.Mapping is null && SenzingAttributes.Is(columns))
        {
            return;
        }

        var mapping = options.Mapping ?? UsualColumns.Recognise(columns, options.IdColumn);
        if (options.IdColumn is { } idColumn)
        {
            mapping = mapping with { RecordId = ColumnText.Of(idColumn) with { Key = "--id-column" } };
        }

        _columns = [.. columns];
        _reader = new RowReader(mapping, _columns);
        Reading = ColumnReading.Of(mapping, _reader);
        if (mapping.Attributes.Count == 0 || mapping.RecordId is null)
        {
            throw new MappingException($"{path}: "
                + (mapping.RecordId is null ? "no name looks like a record id; say which with --id-column." : "no name is a usual one; say what they are with --mapping.")
                + $" Names in use: {string.Join(", ", columns)}.");
        }
    }

    public override string Form => _reader is null ? "JSON lines in Senzing's form" : "JSON lines";

    public override IEnumerable<ReadRecord> Records()
    {
        while (_lines.Next() is { } line)
        {
            if (line.Fault is { } fault)
            {
                yield return ReadRecord.Reject(line.Number, fault);
            }
            else if (!string.IsNullOrWhiteSpace(line.Text))
            {
                yield return Read(line);
            }
        }
    }

    public override void Dispose()
    {
        _lines.Dispose();
        base.Dispose();
    }

    private ReadRecord Read(TextLine line)
    {
        try
        {
            using var document = JsonDocument.Parse(line.Text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ReadRecord.Reject(line.Number, "the line is not a JSON object");
            }

            return _reader is null ? Senzing(line, document.RootElement) : Flat(line, document.RootElement, _reader);
        }
        catch (JsonException fault)
        {
            var where = fault.BytePositionInLine is { } at ? $" at byte {at + 1}" : "";
            return ReadRecord.Reject(line.Number, line.Terminated || !line.Text.TrimStart().StartsWith('{') ? $"the line is not JSON{where}" : "the file stops in the middle of this line");
        }
        catch (InvalidOperationException)
        {
            // A string with half a surrogate pair, which JSON can spell and UTF-8 cannot.
            return ReadRecord.Reject(line.Number, "a text holds half of a surrogate pair");
        }
    }

    private ReadRecord Senzing(TextLine line, JsonElement root)
    {
        var senzing = SenzingRecord.Read(root);

        // By the specification a record without an id is named by its content; such a record can never be updated.
        var recordId = senzing.RecordId ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line.Text)))[..40];
        return RowIdentity.Of(_options.Source ?? senzing.Source, recordId, out var identity) is { } reason
            ? ReadRecord.Reject(line.Number, senzing.Source is null && _options.Source is null ? "DATA_SOURCE is missing; name the source with --source" : reason)
            : new ReadRecord(line.Number, identity, senzing.Record, 0, null);
    }

    private ReadRecord Flat(TextLine line, JsonElement root, RowReader reader)
    {
        var row = new string[_columns.Length];
        Array.Fill(row, "");
        List<KeyValuePair<string, string>>? more = null;
        foreach (var property in root.EnumerateObject())
        {
            var text = property.Value.ValueKind switch
            {
                JsonValueKind.String => property.Value.GetString()!,
                JsonValueKind.Null => "",
                _ => property.Value.GetRawText(),
            };
            var column = Array.IndexOf(_columns, property.Name);
            if (column >= 0)
            {
                row[column] = text;
            }
            else if (text.Length > 0)
            {
                (more ??= []).Add(new(property.Name, text));
            }
        }

        return RowIdentity.Read(line.Number, row, reader, _options, more);
    }

    private static List<string> Sample(string path)
    {
        using var probe = new TextLines(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var columns = new List<string>();
        for (var i = 0; i < SampleLines && probe.Next() is { } line; i++)
        {
            try
            {
                using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(line.Text) ? "{}" : line.Text);
                if (document.RootElement.ValueKind == JsonValueKind.Object)
                {
                    columns.AddRange(document.RootElement.EnumerateObject().Select(property => property.Name).Where(name => !columns.Contains(name)));
                }
            }
            catch (JsonException)
            {
                // Reported with its line when it is read.
            }
        }

        return columns;
    }
}
