using System.Text;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Stores.Writing;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <summary>One statement for all rows that a batch wants: a round trip is what a batch waits for most, and all of it is spent with the head locked.</summary>
internal static class WantedQuery
{
    /// <summary>
    /// $1 and $2 are identities (numbers of sources, ids), $3 records. Of these come their rows, their links, the rows of the records at the other ends. $4 are records of which only the rows come, $5 customers. Of every record whose row comes,
    /// the newest decisions come in which it is the smaller one; none are looked for while the head says that nothing was ever decided, for what the open batch itself decided is in memory. What a row is says its first column, a <see cref="Row"/>.
    /// </summary>
    public const string Sql =
        """
        WITH w AS MATERIALIZED (
            SELECT r.record_no FROM unnest($1, $2) AS i (source_no, record_id) JOIN record r USING (source_no, record_id)
            UNION SELECT unnest($3)),
        l AS MATERIALIZED (
            SELECT k.a, k.b, k.a_revision, k.b_revision, k.weight, k.kind, k.review FROM w JOIN link k ON k.a = w.record_no
            UNION SELECT k.a, k.b, k.a_revision, k.b_revision, k.weight, k.kind, k.review FROM w JOIN link k ON k.b = w.record_no),
        n AS MATERIALIZED (
            SELECT record_no FROM w UNION SELECT a FROM l UNION SELECT b FROM l UNION SELECT unnest($4))
        SELECT 0, r.record_no, r.source_version, r.position, r.operation, r.accepted_at, coalesce(p.component, 0), coalesce(p.customer, 0), coalesce(p.epoch, 0),
            r.source_no, r.revision, r.operation_effect, r.content_revision, r.reading_version, coalesce(p.resolved_revision, 0), coalesce(p.model_no, 0), r.live, p.record_no IS NOT NULL,
            r.record_id, r.content_hash, r.operation_hash, r.earlier_operations, r.keys, r.search_keys, r.crowded_keys, NULL::text, NULL::text
            FROM n JOIN record r ON r.record_no = n.record_no LEFT JOIN place p ON p.record_no = r.record_no
        UNION ALL SELECT 1, a, b, 0, 0, 0, 0, 0, 0, a_revision, b_revision, weight, kind, 0, 0, 0, review, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM l
        UNION ALL SELECT 2, d.a, d.b, d.assertion_no, d.decided_at, d.operation, 0, 0, 0, d.decision, 0, 0, 0, 0, 0, 0, d.resolved, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, d.decided_by, d.reason
            FROM n JOIN assertion d ON d.a = n.record_no WHERE d.newest AND (SELECT last_assertion > 0 FROM journal_head)
        UNION ALL SELECT 3, c.customer_no, c.born, c.superseded_by, c.changed_at, 0, 0, 0, 0, c.state, 0, 0, 0, 0, 0, 0, false, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM unnest($5) AS u (customer_no) JOIN customer c USING (customer_no)
        """;

    private enum Row
    {
        Record = 0,
        Link = 1,
        Decision = 2,
        Customer = 3,
    }

    /// <summary>Takes in the answer.</summary>
    public static void Load(NpgsqlDataReader reader, PostgresRows rows)
    {
        while (reader.Read())
        {
            switch ((Row)reader.GetInt32(0))
            {
                case Row.Record:
                    var record = RecordOf(reader);
                    rows.Load(record);
                    rows.LoadedDecisionsOf(record.No);
                    break;
                case Row.Link:
                    rows.Load(LinkOf(reader));
                    break;
                case Row.Decision:
                    rows.Load(reader.GetInt64(1), reader.GetInt64(2), DecisionOf(reader));
                    break;
                case Row.Customer:
                    var customer = CustomerOf(reader);
                    rows.LoadCustomer(customer.No.Value, customer);
                    break;
            }
        }
    }

    private static RecordRow RecordOf(NpgsqlDataReader row) => new()
    {
        No = row.GetInt64(1),
        SourceVersion = row.GetInt64(2),
        Position = row.GetInt64(3),
        Operations = new RecordOperations(
            new RecordOperation((ulong)row.GetInt64(4), Encodings.ToHash(row.GetFieldValue<byte[]>(20)), (AcceptEffect)row.GetInt32(11)), Encodings.ToOperations(row.GetFieldValue<byte[]>(21))),
        AcceptedAt = row.GetInt64(5),
        Component = row.GetInt64(6),
        Customer = row.GetInt64(7),
        Epoch = row.GetInt64(8),
        Source = row.GetInt32(9),
        Revision = row.GetInt32(10),
        ContentRevision = row.GetInt32(12),
        ReadingVersion = row.GetInt32(13),
        ResolvedRevision = row.GetInt32(14),
        Model = row.GetInt32(15),
        IsLive = row.GetBoolean(16),
        HasPlace = row.GetBoolean(17),
        RecordId = Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(18)),
        ContentHash = Encodings.ToHash(row.GetFieldValue<byte[]>(19)),
        Keys = new BlockingKeySet(Encodings.ToKeys(row.GetFieldValue<byte[]>(22)), Encodings.ToKeys(row.GetFieldValue<byte[]>(23))),
        CrowdedKeys = Encodings.ToKeys(row.GetFieldValue<byte[]>(24)),
    };

    private static LinkRow LinkOf(NpgsqlDataReader row) => new()
    {
        A = row.GetInt64(1),
        B = row.GetInt64(2),
        ARevision = row.GetInt32(9),
        BRevision = row.GetInt32(10),
        Weight = row.GetInt32(11),
        Kind = (LinkKind)row.GetInt32(12),
        IsReview = row.GetBoolean(16),
        IsStored = true,
    };

    private static DecisionRow DecisionOf(NpgsqlDataReader row) => new(
        row.GetInt64(3),
        (AssertionDecision)row.GetInt32(9),
        row.GetString(25),
        row.GetString(26),
        Encodings.ToTime(row.GetInt64(4)),
        (ulong)row.GetInt64(5),
        row.GetBoolean(16));

    private static LedgerEntry CustomerOf(NpgsqlDataReader row) => new(
        new CustomerNo(row.GetInt64(1)), (CustomerState)row.GetInt32(9), new RecordNo(row.GetInt64(2)), new CustomerNo(row.GetInt64(3)), row.GetInt64(4));
}
