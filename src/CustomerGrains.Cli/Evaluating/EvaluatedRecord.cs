using System.Globalization;
using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Showing;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>A record to evaluate.</summary>
internal sealed record EvaluatedRecord(RecordIdentity Identity, SourceRecord Record)
{
    /// <summary>Rejected lines that are told one by one.</summary>
    private const int RejectsTold = 5;

    /// <summary>Reads the records of some files; rejected lines are told and left out.</summary>
    /// <param name="quiet">Does not say how the columns are read.</param>
    public static List<EvaluatedRecord> Read(IEnumerable<string> paths, ReadOptions options, Terminal terminal, bool quiet)
    {
        var records = new List<EvaluatedRecord>();
        var rejected = 0;
        foreach (var path in paths)
        {
            using var file = RecordFile.Open(path, options);
            if (!quiet)
            {
                ReadingView.Show(path, file, terminal);
            }

            foreach (var record in file.Records())
            {
                if (record.Record is { } content)
                {
                    records.Add(new EvaluatedRecord(record.Identity, content));
                }
                else if (rejected++ < RejectsTold)
                {
                    terminal.Note(string.Create(CultureInfo.InvariantCulture, $"{path}, line {record.Line}: {record.Reason}."));
                }
            }
        }

        if (rejected > 0)
        {
            terminal.Note($"{Counted.Of(rejected, "line was", "lines were")} rejected and left out.");
        }

        return records;
    }

    /// <summary>Value of a column that is kept and not matched, or null.</summary>
    public string? Other(string column)
    {
        foreach (var (name, value) in Record.Other)
        {
            if (string.Equals(name, column, StringComparison.Ordinal))
            {
                return value;
            }
        }

        return null;
    }
}
