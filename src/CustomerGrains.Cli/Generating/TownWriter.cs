using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CustomerGrains.Cli.Generating;

/// <summary>Writes generated records in a form that importing reads without a mapping.</summary>
internal abstract class TownWriter(TextWriter writer)
{
    protected TextWriter Writer { get; } = writer;

    /// <summary>What stands before the first record.</summary>
    public virtual void Start()
    {
    }

    public abstract void Write(TownRecord record);
}

/// <summary>CSV with a heading.</summary>
internal sealed class CsvTownWriter(TextWriter writer) : TownWriter(writer)
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\n\r");

    public override void Start() => WriteRow(TownSource.Columns);

    public override void Write(TownRecord record) => WriteRow(record.Row);

    private void WriteRow(IReadOnlyList<string> row)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0)
            {
                Writer.Write(',');
            }

            Writer.Write(row[i].AsSpan().ContainsAny(Special) ? $"\"{row[i].Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : row[i]);
        }

        Writer.Write('\n');
    }
}

/// <summary>One flat JSON object per line, without empty columns.</summary>
internal sealed class JsonLinesTownWriter(TextWriter writer) : TownWriter(writer)
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public override void Write(TownRecord record)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            for (var i = 0; i < record.Row.Length; i++)
            {
                if (record.Row[i].Length > 0)
                {
                    json.WriteString(TownSource.Columns[i], record.Row[i]);
                }
            }

            json.WriteEndObject();
        }

        Writer.Write(Encoding.UTF8.GetString(_buffer.WrittenSpan));
        Writer.Write('\n');
    }
}
