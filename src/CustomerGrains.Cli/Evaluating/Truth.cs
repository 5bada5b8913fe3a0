using CustomerGrains.Cli.Importing;
using CustomerGrains.Cli.Importing.Mapping;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cli.Evaluating;

/// <summary>Which records really are one: <c>source,record_id,cluster_id</c>, or Senzing's key form <c>TEST_GROUP,CLUSTER_ID,DATA_SOURCE,RECORD_ID</c>.</summary>
internal static class Truth
{
    /// <summary>Cluster of every record the file names.</summary>
    /// <exception cref="MappingException">The file is not a truth.</exception>
    public static Dictionary<RecordIdentity, string> Read(string path)
    {
        var truth = new Dictionary<RecordIdentity, string>();
        foreach (var (line, fields) in CsvTable.Read(path, [["source", "data_source"], ["record_id"], ["cluster_id"]], "a truth has source, record_id and cluster_id"))
        {
            if (RowIdentity.Of(fields[0], fields[1], out var identity) is { } reason)
            {
                throw new MappingException($"{path}, line {line}: {reason}.");
            }

            if (!truth.TryAdd(identity, fields[2]))
            {
                throw new MappingException($"{path}, line {line}: the record {identity} is named twice.");
            }
        }

        return truth;
    }
}
