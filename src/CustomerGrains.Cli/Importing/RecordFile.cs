using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Importing.Text;

namespace CustomerGrains.Cli.Importing;

/// <summary>A file of records in a known form. Reads it once, from the start, in bounded memory.</summary>
internal abstract class RecordFile(Stream stream) : IDisposable
{
    /// <summary>The form in words, e.g. "CSV, separated by commas".</summary>
    public abstract string Form { get; }

    /// <summary>How its columns are read; null when the form says so itself.</summary>
    public ColumnReading? Reading { get; protected init; }

    /// <summary>Everything is read and the last line stops without a line end, so that a file cut off in it looks the same.</summary>
    public virtual bool EndsOpen => false;

    /// <summary>Bytes read so far.</summary>
    public long BytesRead => stream.CanSeek ? stream.Position : 0;

    /// <summary>Bytes there are; 0 when unknown.</summary>
    public long BytesTotal => stream.CanSeek ? stream.Length : 0;

    /// <summary>Everything the file holds, rejects in their places.</summary>
    public abstract IEnumerable<ReadRecord> Records();

    /// <summary>Opens a file and finds out its form.</summary>
    /// <exception cref="MappingException">The mapping or an option does not fit the file.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecordFile Open(string path, ReadOptions options)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan);
        try
        {
            using var probe = new TextLines(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var first = probe.Next();
            while (first is { } line && string.IsNullOrWhiteSpace(line.Text))
            {
                first = probe.Next();
            }

            if (first is not { } heading)
            {
                throw new MappingException($"{path} is empty.");
            }

            return heading.Text.TrimStart()[0] switch
            {
                '{' => new JsonLinesFile(path, stream, options),
                '[' => throw new MappingException(
                    $"{path} is one JSON list. Write one record per line instead, e.g. with: jq -c '.[]' {path} > records.jsonl"),
                _ => new CsvFile(path, stream, options),
            };
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public virtual void Dispose() => stream.Dispose();
}
