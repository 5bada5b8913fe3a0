using System.Globalization;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Importing;

/// <summary>Works out which record a row is.</summary>
internal static class RowIdentity
{
    /// <summary>Makes a record of a row, or says why it is none.</summary>
    public static ReadRecord Read(
        long line, IReadOnlyList<string> row, RowReader reader, ReadOptions options, IEnumerable<KeyValuePair<string, string>>? more = null)
    {
        var version = 0L;
        if (reader.Version?.Read(row) is { } text && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version))
        {
            return ReadRecord.Reject(line, $"the version '{Shortened(text)}' is not a whole number");
        }

        return Of(options.Source ?? reader.Source?.Read(row), reader.RecordId?.Read(row), out var identity) is { } reason
            ? ReadRecord.Reject(line, reason)
            : new ReadRecord(line, identity, reader.Read(row, more), version, null);
    }

    /// <summary>Why source and record id name no record; null when they do.</summary>
    public static string? Of(string? source, string? recordId, out RecordIdentity identity)
    {
        identity = default;
        if (source is null)
        {
            return "no source is given";
        }

        if (SourceName.From(source) is not { } name)
        {
            return $"'{Shortened(source)}' cannot be the name of a source";
        }

        if (recordId is null)
        {
            return "the record id is empty";
        }

        if (recordId.Length > RecordIdentity.RecordIdLengthMax)
        {
            return $"the record id is longer than {RecordIdentity.RecordIdLengthMax} characters";
        }

        if (recordId.Any(char.IsControl))
        {
            return "the record id holds a control character";
        }

        identity = new RecordIdentity(name, recordId);
        return null;
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
