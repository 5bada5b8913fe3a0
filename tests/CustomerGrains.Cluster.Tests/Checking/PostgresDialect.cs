using System.Data.Common;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>PostgreSQL.</summary>
internal sealed class PostgresDialect : StoreDialect
{
    public override string SelectRecords =>
        """
        SELECT r.record_no, s.name, convert_from(r.record_id, 'UTF8'), r.source_version, r.revision, r.live, coalesce(p.customer, 0), c.payload
        FROM record r JOIN source s ON s.source_no = r.source_no JOIN content c ON c.record_no = r.record_no LEFT JOIN place p ON p.record_no = r.record_no
        """;

    public override IEnumerable<(string Table, string Columns, string Condition)> PromisedBesides =>
    [
        ("place", "record_no", ""),
        ("journal_head", "one", ""),
        ("orleansstorage", "grainidhash, graintypehash, grainidn0, grainidn1, graintypestring, grainidextensionstring, serviceid", ""),
        ("orleansmembershiptable", "deploymentid, address, port, generation", ""),
        ("orleansmembershipversiontable", "deploymentid", ""),
        ("orleansreminderstable", "serviceid, grainid, remindername", ""),
    ];

    public override string Truth(string column) => column;

    public override bool IsUnique(DbConnection connection, string table, string columns) => Texts(
        connection,
        $"""
        SELECT (SELECT string_agg(a.attname, ', ' ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attribute, place) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attribute)
        FROM pg_index i WHERE i.indrelid = '{table}'::regclass AND i.indisunique AND i.indisvalid
        """).Contains(columns);
}
