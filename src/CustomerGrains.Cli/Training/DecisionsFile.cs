using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Importing.Text;
using CustomerGrains.Matching.Evaluating;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Training;

/// <summary>People's decisions about pairs of records: <c>source,record_id,source,record_id,same|different</c>, one a line, with or without a heading.</summary>
internal static class DecisionsFile
{
    private const int Columns = 5;

    /// <exception cref="MappingException">A line is no decision; the message says which and why.</exception>
    public static List<BatchAssertion> Read(string path)
    {
        using var lines = new TextLines(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var rows = new CsvRows(lines, ',');
        var decisions = new List<BatchAssertion>();
        for (var first = true; rows.Next() is { } row; first = false)
        {
            if (row.Fault is not null || row.Fields.Count < Columns)
            {
                throw Wrong(row.Line, row.Fault ?? "a decision has five columns: source, record id, source, record id, and same or different");
            }

            var word = row.Fields[4].Trim();
            if (word is not ("same" or "different"))
            {
                if (first)
                {
                    continue;
                }

                throw Wrong(row.Line, $"the fifth column must be 'same' or 'different', not '{word}'");
            }

            var (a, b) = (Identity(row, 0), Identity(row, 2));
            decisions.Add(a != b ? new BatchAssertion(a, b, word == "same") : throw Wrong(row.Line, $"both records are {a}"));
        }

        return decisions;

        RecordIdentity Identity(CsvRow row, int column) =>
            RowIdentity.Of(Text(row.Fields[column]), Text(row.Fields[column + 1]), out var identity) is { } reason ? throw Wrong(row.Line, reason) : identity;

        static string? Text(string field) => string.IsNullOrWhiteSpace(field) ? null : field.Trim();

        MappingException Wrong(long line, string reason) => new($"{path}, line {line}: {reason}.");
    }
}
