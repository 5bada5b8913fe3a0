using CustomerGrains.Index.Journal;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Reading;

/// <summary>One statement for everything on some records and all members of their components: who the members are is found once for all of it, and one statement sees one moment by itself.</summary>
internal static class NeighbourhoodQuery
{
    /// <summary>Records are $1. What a row is says its first column, a <see cref="Row"/>. While nothing was ever decided no decisions are looked for.</summary>
    public const string Sql =
        """
        WITH asked AS MATERIALIZED (
            SELECT w.record_no, p.component, p.customer, p.resolved_revision, p.epoch, p.model_no FROM unnest($1) AS w (record_no) LEFT JOIN place p ON p.record_no = w.record_no),
        m AS MATERIALIZED (
            SELECT * FROM asked
            UNION
            SELECT q.record_no, q.component, q.customer, q.resolved_revision, q.epoch, q.model_no FROM asked JOIN place q ON q.component = asked.component AND q.component <> 0)
        SELECT 0, model_no::bigint, 0::bigint, 0::bigint, 0::bigint, 0, 0, 0, 0, model_under_way, NULL::text, NULL::bytea, NULL::bytea, NULL::bytea, NULL::bytea FROM journal_head
        UNION ALL SELECT 1, m.record_no, coalesce(m.component, 0), coalesce(m.customer, 0), coalesce(m.epoch, 0), r.revision, coalesce(m.resolved_revision, 0), coalesce(m.model_no, 0), r.content_revision,
            r.live, (SELECT s.name FROM source s WHERE s.source_no = r.source_no), r.record_id, r.keys, c.features, r.crowded_keys
            FROM m JOIN record r ON r.record_no = m.record_no JOIN content c ON c.record_no = r.record_no WHERE r.revision > 0
        UNION ALL SELECT 2, a, b, 0, 0, a_revision, b_revision, weight, kind, false, NULL, NULL, NULL, NULL, NULL FROM m JOIN link ON a = m.record_no
        UNION ALL SELECT 2, a, b, 0, 0, a_revision, b_revision, weight, kind, false, NULL, NULL, NULL, NULL, NULL FROM m JOIN link ON b = m.record_no
        UNION ALL SELECT 3, assertion_no, a, b, 0, decision, 0, 0, 0, false, NULL, NULL, NULL, NULL, NULL FROM m JOIN assertion ON a = m.record_no WHERE newest AND decision <> 3 AND (SELECT last_assertion > 0 FROM journal_head)
        UNION ALL SELECT 3, assertion_no, a, b, 0, decision, 0, 0, 0, false, NULL, NULL, NULL, NULL, NULL FROM m JOIN assertion ON b = m.record_no WHERE newest AND decision <> 3 AND (SELECT last_assertion > 0 FROM journal_head)
        UNION ALL SELECT 4, l.customer_no, l.born, l.superseded_by, l.changed_at, l.state, 0, 0, 0, false, NULL, NULL, NULL, NULL, NULL FROM m JOIN customer l ON l.customer_no = m.customer
        UNION ALL SELECT 4, l.customer_no, l.born, l.superseded_by, l.changed_at, l.state, 0, 0, 0, false, NULL, NULL, NULL, NULL, NULL FROM m JOIN customer l ON l.born = m.record_no WHERE l.state <> 1
        """;

    private enum Row
    {
        Head = 0,
        Record = 1,
        Link = 2,
        Decision = 3,
        Customer = 4,
    }

    /// <summary>Takes in a row of the answer.</summary>
    public static void Load(Neighbourhood neighbourhood, NpgsqlDataReader row)
    {
        switch ((Row)row.GetInt32(0))
        {
            case Row.Head:
                neighbourhood.Model = new ModelNo((int)row.GetInt64(1));
                neighbourhood.IsModelUnderWay = row.GetBoolean(9);
                break;
            case Row.Record:
                neighbourhood.Load(RecordOf(row), row.GetInt64(4));
                break;
            case Row.Link:
                neighbourhood.Load(LinkOf(row));
                break;
            case Row.Decision:
                neighbourhood.Load(DecisionOf(row));
                break;
            case Row.Customer:
                neighbourhood.Load(LedgerOf(row));
                break;
        }
    }

    private static JournalRecord RecordOf(NpgsqlDataReader row) => new()
    {
        No = new RecordNo(row.GetInt64(1)),
        Identity = PostgresReads.IdentityOf(row, 10),
        Revision = row.GetInt32(5),
        IsLive = row.GetBoolean(9),
        ResolvedRevision = row.GetInt32(6),
        Component = new RecordNo(row.GetInt64(2)),
        Customer = new CustomerNo(row.GetInt64(3)),
        Keys = Encodings.ToKeys(row.GetFieldValue<byte[]>(12)),
        Features = row.GetFieldValue<byte[]>(13),
        Model = new ModelNo(row.GetInt32(7)),
        CrowdedKeys = Encodings.ToKeys(row.GetFieldValue<byte[]>(14)),
        ContentRevision = row.GetInt32(8),
    };

    private static Link LinkOf(NpgsqlDataReader row) => new(
        new RecordRevision(new RecordNo(row.GetInt64(1)), row.GetInt32(5)),
        new RecordRevision(new RecordNo(row.GetInt64(2)), row.GetInt32(6)),
        row.GetInt32(7),
        (LinkKind)row.GetInt32(8));

    private static LiveAssertion DecisionOf(NpgsqlDataReader row) =>
        new(row.GetInt64(1), new RecordNo(row.GetInt64(2)), new RecordNo(row.GetInt64(3)), (AssertionDecision)row.GetInt32(5) == AssertionDecision.Same);

    private static LedgerEntry LedgerOf(NpgsqlDataReader row) => new(
        new CustomerNo(row.GetInt64(1)), (CustomerState)row.GetInt32(5), new RecordNo(row.GetInt64(2)), new CustomerNo(row.GetInt64(3)), row.GetInt64(4));
}
