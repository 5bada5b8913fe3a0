using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Cli.Importing.Text;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>Which records really are one: <c>source,record_id,cluster_id</c>, or Senzing's key form <c>TEST_GROUP,CLUSTER_ID,DATA_SOURCE,RECORD_ID</c>.</summary>
internal static class Truth
{
    /// <summary>Cluster of every record the file names.</summary>
    /// <exception cref="MappingException">The file is not a truth.</exception>
    public static Dictionary<RecordIdentity, string> Read(string path)
    {
        using var lines = new TextLines(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var rows = new CsvRows(lines, ',');
        var heading = rows.Next() ?? throw new MappingException($"{path} is empty.");
        var source = Column("source", "data_source");
        var recordId = Column("record_id");
        var cluster = Column("cluster_id");
        var truth = new Dictionary<RecordIdentity, string>();
        while (rows.Next() is { } row)
        {
            if (row.Fault is not null || row.Fields.Count <= Math.Max(source, Math.Max(recordId, cluster)))
            {
                throw new MappingException($"{path}, line {row.Line}: {row.Fault ?? "columns are missing"}.");
            }

            if (RowIdentity.Of(row.Fields[source].Trim(), row.Fields[recordId].Trim(), out var identity) is { } reason)
            {
                throw new MappingException($"{path}, line {row.Line}: {reason}.");
            }

            if (!truth.TryAdd(identity, row.Fields[cluster].Trim()))
            {
                throw new MappingException($"{path}, line {row.Line}: the record {identity} is named twice.");
            }
        }

        return truth;

        int Column(params string[] names)
        {
            for (var i = 0; i < heading.Fields.Count; i++)
            {
                if (names.Contains(ColumnName.Fold(heading.Fields[i])))
                {
                    return i;
                }
            }

            throw new MappingException($"{path}: the heading lacks the column \"{names[0]}\"; a truth has source, record_id and cluster_id.");
        }
    }
}
