using System.Data.Common;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>SQLite.</summary>
internal sealed class SqliteDialect : StoreDialect
{
    public override string SelectRecords =>
        """
        SELECT r.record_no, s.name, r.record_id, r.source_version, r.revision, r.live, r.customer, c.payload
        FROM record r JOIN source s ON s.source_no = r.source_no JOIN content c ON c.record_no = r.record_no
        """;

    public override string Truth(string column) => $"{column} <> 0";

    public override bool IsUnique(DbConnection connection, string table, string columns) =>
        string.Join(", ", Texts(connection, $"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk")) == columns
        || Texts(connection, $"SELECT name FROM pragma_index_list('{table}') WHERE \"unique\" <> 0").Exists(
            index => string.Join(", ", Texts(connection, $"SELECT name FROM pragma_index_info('{index}') ORDER BY seqno")) == columns);
}
