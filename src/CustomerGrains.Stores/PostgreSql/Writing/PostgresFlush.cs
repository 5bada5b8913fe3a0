using System.Buffers.Binary;
using System.Text;
using CustomerGrains.Stores.PostgreSql.Following;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Writing;

/// <summary>Writes what a batch changed: for each table one statement with arrays, all of them and the commit in one round trip.</summary>
internal static class PostgresFlush
{
    public static void AddTo(NpgsqlBatch batch, PostgresRows rows)
    {
        AddRecords(batch, [.. rows.ChangedRecords.Where(row => row.IsNew)]);
        AddChangedRecords(batch, [.. rows.ChangedRecords.Where(row => !row.IsNew && row.IsChanged)]);
        AddFeatures(batch, [.. rows.ChangedRecords.Where(row => row.Features is not null)]);
        AddPlaces(batch, [.. rows.ChangedRecords.Where(row => row.IsPlaceChanged)]);
        AddLinks(batch, rows);
        AddLedger(batch, rows);
        if (rows.ResolvedDecisions.Count > 0)
        {
            batch.Add("UPDATE assertion SET resolved = true WHERE assertion_no = ANY ($1) AND NOT resolved").With(rows.ResolvedDecisions.ToArray());
        }
    }

    public static void AddHead(NpgsqlBatch batch, in JournalHead head) => batch
        .Add(
            """
            UPDATE journal_head SET sequence = $1, last_assertion = $2, last_number = $3, last_position = $4, last_event = $5, live_customers = $6, review_pairs = $7,
                model_no = $8, former_records = $9, placed_records = $10, model_under_way = $11, reading_version = $12, reading_finished = $13, older_readings = $14
            """)
        .With(head.Sequence)
        .With(head.LastAssertion)
        .With(head.Numbers.LastNumber)
        .With(head.Numbers.LastPosition)
        .With(head.Numbers.LastEvent)
        .With(head.Numbers.LiveCustomers)
        .With(head.Numbers.ReviewPairs)
        .With(head.Numbers.Model)
        .With(head.Numbers.FormerRecords)
        .With(head.Numbers.PlacedRecords)
        .With(head.Numbers.IsModelUnderWay)
        .With(head.Numbers.Reading)
        .With(head.Numbers.ReadingFinished)
        .With(head.Numbers.OlderReadings);

    private static void AddRecords(NpgsqlBatch batch, RecordRow[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        BindRecords(
            batch.Add(
                """
                INSERT INTO record (record_no, source_version, revision, live, position, content_hash, operation, operation_hash, operation_effect, earlier_operations, content_revision, accepted_at,
                    keys, search_keys, crowded_keys, reading_version, reading_revision, source_no, record_id)
                SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
                """),
            rows)
            .With(Column(rows, row => row.Source))
            .With(Column(rows, row => Encoding.UTF8.GetBytes(row.RecordId)));
        BindContent(batch.Add("INSERT INTO content (record_no, features, payload) SELECT * FROM unnest($1, $2, $3)"), rows);
    }

    private static void AddChangedRecords(NpgsqlBatch batch, RecordRow[] rows)
    {
        if (rows.Length == 0)
        {
            return;
        }

        BindRecords(
            batch.Add(
                """
                UPDATE record r SET source_version = u.source_version, revision = u.revision, live = u.live, position = u.position, content_hash = u.content_hash, operation = u.operation,
                    operation_hash = u.operation_hash, operation_effect = u.operation_effect, earlier_operations = u.earlier_operations, content_revision = u.content_revision,
                    accepted_at = u.accepted_at, keys = u.keys, search_keys = u.search_keys, crowded_keys = u.crowded_keys, reading_version = u.reading_version,
                    reading_revision = u.reading_revision
                FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) AS u (record_no, source_version, revision, live, position, content_hash, operation, operation_hash,
                    operation_effect, earlier_operations, content_revision, accepted_at, keys, search_keys, crowded_keys, reading_version, reading_revision)
                WHERE r.record_no = u.record_no
                """),
            rows);
        RecordRow[] withContent = [.. rows.Where(row => row.Content is not null)];
        if (withContent.Length > 0)
        {
            BindContent(
                batch.Add(
                    "UPDATE content c SET features = u.features, payload = u.payload FROM unnest($1, $2, $3) AS u (record_no, features, payload) WHERE c.record_no = u.record_no"),
                withContent);
        }
    }

    private static NpgsqlBatch BindRecords(NpgsqlBatch batch, RecordRow[] rows) => batch
        .With(Column(rows, row => row.No))
        .With(Column(rows, row => row.SourceVersion))
        .With(Column(rows, row => row.Revision))
        .With(Column(rows, row => row.IsLive))
        .With(Column(rows, row => row.Position))
        .With(Column(rows, row => Hash(row.ContentHash)))
        .With(Column(rows, row => (long)row.Operations.Latest.Id))
        .With(Column(rows, row => Hash(row.Operations.Latest.Asked)))
        .With(Column(rows, row => (int)row.Operations.Latest.Effect))
        .With(Column(rows, row => Encodings.ToColumn(row.Operations.Earlier)))
        .With(Column(rows, row => row.ContentRevision))
        .With(Column(rows, row => row.AcceptedAt))
        .With(Column(rows, row => Encodings.ToColumn(row.Keys.Keys).ToArray()))
        .With(Column(rows, row => Encodings.ToColumn(row.Keys.SearchKeys).ToArray()))
        .With(Column(rows, row => Encodings.ToColumn(row.CrowdedKeys).ToArray()))
        .With(Column(rows, row => row.ReadingVersion))

        // What was read is the content as it is now, whichever of the two came last.
        .With(Column(rows, row => row.ContentRevision));

    private static void BindContent(NpgsqlBatch batch, RecordRow[] rows) => batch
        .With(Column(rows, row => row.No))
        .With(Column(rows, row => row.Content!.Features))
        .With(Column(rows, row => row.Content!.Payload));

    private static void AddFeatures(NpgsqlBatch batch, RecordRow[] rows)
    {
        if (rows.Length > 0)
        {
            batch
                .Add("UPDATE content c SET features = u.features FROM unnest($1, $2) AS u (record_no, features) WHERE c.record_no = u.record_no")
                .With(Column(rows, row => row.No))
                .With(Column(rows, row => row.Features!));
        }
    }

    private static void AddPlaces(NpgsqlBatch batch, RecordRow[] rows)
    {
        AddPlaces(
            batch,
            "INSERT INTO place (record_no, resolved_revision, component, customer, epoch, model_no) SELECT * FROM unnest($1, $2, $3, $4, $5, $6)",
            [.. rows.Where(row => !row.HasPlace)]);
        AddPlaces(
            batch,
            """
            UPDATE place p SET resolved_revision = u.resolved_revision, component = u.component, customer = u.customer, epoch = u.epoch, model_no = u.model_no
            FROM unnest($1, $2, $3, $4, $5, $6) AS u (record_no, resolved_revision, component, customer, epoch, model_no) WHERE p.record_no = u.record_no
            """,
            [.. rows.Where(row => row.HasPlace)]);
    }

    private static void AddPlaces(NpgsqlBatch batch, string sql, RecordRow[] rows)
    {
        if (rows.Length > 0)
        {
            batch
                .Add(sql)
                .With(Column(rows, row => row.No))
                .With(Column(rows, row => row.ResolvedRevision))
                .With(Column(rows, row => row.Component))
                .With(Column(rows, row => row.Customer))
                .With(Column(rows, row => row.Epoch))
                .With(Column(rows, row => row.Model));
        }
    }

    private static void AddLinks(NpgsqlBatch batch, PostgresRows rows)
    {
        LinkRow[] gone = [.. rows.ChangedLinks.Where(link => link.IsStored && link.IsDeleted)];
        if (gone.Length > 0)
        {
            batch.Add("DELETE FROM link l USING unnest($1, $2) AS u (a, b) WHERE l.a = u.a AND l.b = u.b").With(Column(gone, link => link.A)).With(Column(gone, link => link.B));
        }

        AddLinks(
            batch,
            "INSERT INTO link (a, b, a_revision, b_revision, weight, kind, review) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)",
            [.. rows.ChangedLinks.Where(link => !link.IsStored && !link.IsDeleted)]);
        AddLinks(
            batch,
            """
            UPDATE link l SET a_revision = u.a_revision, b_revision = u.b_revision, weight = u.weight, kind = u.kind, review = u.review
            FROM unnest($1, $2, $3, $4, $5, $6, $7) AS u (a, b, a_revision, b_revision, weight, kind, review) WHERE l.a = u.a AND l.b = u.b
            """,
            [.. rows.ChangedLinks.Where(link => link.IsStored && !link.IsDeleted)]);
    }

    private static void AddLinks(NpgsqlBatch batch, string sql, LinkRow[] links)
    {
        if (links.Length > 0)
        {
            batch
                .Add(sql)
                .With(Column(links, link => link.A))
                .With(Column(links, link => link.B))
                .With(Column(links, link => link.ARevision))
                .With(Column(links, link => link.BRevision))
                .With(Column(links, link => link.Weight))
                .With(Column(links, link => (int)link.Kind))
                .With(Column(links, link => link.IsReview));
        }
    }

    private static void AddLedger(NpgsqlBatch batch, PostgresRows rows)
    {
        Index.Journal.LedgerEntry[] customers = [.. rows.ChangedCustomers];
        if (customers.Length > 0)
        {
            batch
                .Add(
                    """
                    INSERT INTO customer (customer_no, state, born, superseded_by, changed_at) SELECT * FROM unnest($1, $2, $3, $4, $5)
                    ON CONFLICT (customer_no) DO UPDATE SET state = excluded.state, born = excluded.born, superseded_by = excluded.superseded_by, changed_at = excluded.changed_at
                    """)
                .With(Column(customers, entry => entry.No.Value))
                .With(Column(customers, entry => (int)entry.State))
                .With(Column(customers, entry => entry.Born.Value))
                .With(Column(customers, entry => entry.SupersededBy.Value))
                .With(Column(customers, entry => entry.ChangedAt));
        }

        var events = rows.Events;
        if (events.Count > 0)
        {
            batch
                .Add("INSERT INTO event (sequence, at, kind, customer, change) SELECT * FROM unnest($1, $2, $3, $4, $5)")
                .With(Column(events, change => change.Sequence))
                .With(Column(events, change => Encodings.ToColumn(change.At)))
                .With(Column(events, change => (int)change.Change.Kind))
                .With(Column(events, change => change.Change.Customer.Value))
                .With(Column(events, change => Encodings.ToColumn(change.Change)));
            (long Customer, long Sequence)[] parts =
            [
                .. events.SelectMany(change => change.Change.Others.Select(other => other.Value).Prepend(change.Change.Customer.Value).Distinct().Select(customer => (customer, change.Sequence))),
            ];
            batch
                .Add("INSERT INTO event_customer (customer, sequence) SELECT * FROM unnest($1, $2)")
                .With(Column(parts, part => part.Customer))
                .With(Column(parts, part => part.Sequence));
        }
    }

    private static TColumn[] Column<TRow, TColumn>(IReadOnlyList<TRow> rows, Func<TRow, TColumn> value)
    {
        var column = new TColumn[rows.Count];
        for (var i = 0; i < column.Length; i++)
        {
            column[i] = value(rows[i]);
        }

        return column;
    }

    private static byte[] Hash(UInt128 hash)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, hash);
        return bytes;
    }
}
