using CustomerGrains.Index.Journal;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Reading;

internal sealed partial class PostgresReads
{
    /// <summary>Most callers who share a round trip.</summary>
    private const int GatheredMax = 256;

    /// <summary>Records $1 and all members of their components.</summary>
    private const string Members =
        """
        WITH m AS MATERIALIZED (
            SELECT w.record_no FROM unnest($1) AS w (record_no)
            UNION
            SELECT q.record_no FROM unnest($1) AS w (record_no) JOIN place p ON p.record_no = w.record_no JOIN place q ON q.component = p.component AND q.component <> 0)
        """;

    /// <summary>See <see cref="IJournal.ReadComponentsAsync"/>.</summary>
    public Task<ComponentSnapshot> ReadComponentsAsync(IReadOnlyCollection<RecordNo> records, CancellationToken cancellationToken) => _components.AskAsync(records, cancellationToken);

    /// <summary>Reads the neighbourhoods of all that was asked, level by level as far as links and decisions lead, in one transaction that sees one moment.</summary>
    private Task<IReadOnlyList<ComponentSnapshot>> ReadRoundAsync(IReadOnlyList<IReadOnlyCollection<RecordNo>> asked) => PostgresErrors.ReadAsync(_reading, () => ReadComponentsAsync(asked));

    private async Task<IReadOnlyList<ComponentSnapshot>> ReadComponentsAsync(IReadOnlyList<IReadOnlyCollection<RecordNo>> asked)
    {
        var neighbourhood = new Neighbourhood();
        var snapshots = new ComponentSnapshot?[asked.Count];
        var connection = await _reading.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var missing = asked.SelectMany(records => records).Distinct().ToArray();
            for (var isFirst = true; isFirst || missing.Length > 0; isFirst = false)
            {
                await LoadAsync(connection, neighbourhood, missing, isFirst).ConfigureAwait(false);
                for (var i = 0; i < snapshots.Length; i++)
                {
                    snapshots[i] ??= neighbourhood.TryRead(asked[i]);
                }

                missing = neighbourhood.TakeMissing();
            }

            await RunAsync(connection, "COMMIT", CancellationToken.None).ConfigureAwait(false);
        }

        return snapshots!;
    }

    private static async Task LoadAsync(NpgsqlConnection connection, Neighbourhood neighbourhood, RecordNo[] records, bool isFirst)
    {
        long[] numbers = [.. records.Select(record => record.Value)];
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            if (isFirst)
            {
                batch.Add("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").Add("SELECT model_no, model_under_way FROM journal_head");
            }

            batch
                .Add($"{Members} {Record} FROM m JOIN record r ON r.record_no = m.record_no {RecordTables} WHERE r.revision > 0").With(numbers)
                .Add($"{Members} SELECT a, a_revision, b, b_revision, weight, kind FROM m JOIN link ON a = m.record_no UNION ALL SELECT a, a_revision, b, b_revision, weight, kind FROM m JOIN link ON b = m.record_no")
                .With(numbers)
                .Add(
                    $"""
                    {Members} SELECT assertion_no, a, b, decision FROM m JOIN assertion ON a = m.record_no WHERE newest AND decision <> 3
                    UNION ALL SELECT assertion_no, a, b, decision FROM m JOIN assertion ON b = m.record_no WHERE newest AND decision <> 3
                    """)
                .With(numbers)
                .Add(
                    $"""
                    {Members} SELECT l.customer_no, l.state, l.born, l.superseded_by, l.changed_at FROM m JOIN place p ON p.record_no = m.record_no JOIN customer l ON l.customer_no = p.customer
                    UNION ALL SELECT l.customer_no, l.state, l.born, l.superseded_by, l.changed_at FROM m JOIN customer l ON l.born = m.record_no WHERE l.state <> 1
                    """)
                .With(numbers);
            var rows = await batch.ExecuteReaderAsync().ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                if (isFirst)
                {
                    await rows.ReadAsync().ConfigureAwait(false);
                    neighbourhood.Model = new ModelNo(rows.GetInt32(0));
                    neighbourhood.IsModelUnderWay = rows.GetBoolean(1);
                    await rows.NextResultAsync().ConfigureAwait(false);
                }

                while (await rows.ReadAsync().ConfigureAwait(false))
                {
                    neighbourhood.Load(RecordOf(rows), rows.GetInt64(13));
                }

                foreach (var record in records)
                {
                    neighbourhood.LoadAbsent(record);
                }

                await rows.NextResultAsync().ConfigureAwait(false);
                while (await rows.ReadAsync().ConfigureAwait(false))
                {
                    neighbourhood.Load(LinkOf(rows));
                }

                await rows.NextResultAsync().ConfigureAwait(false);
                while (await rows.ReadAsync().ConfigureAwait(false))
                {
                    neighbourhood.Load(DecisionOf(rows));
                }

                await rows.NextResultAsync().ConfigureAwait(false);
                while (await rows.ReadAsync().ConfigureAwait(false))
                {
                    neighbourhood.Load(LedgerOf(rows));
                }
            }
        }
    }

    private static Link LinkOf(NpgsqlDataReader row) => new(
        new RecordRevision(new RecordNo(row.GetInt64(0)), row.GetInt32(1)),
        new RecordRevision(new RecordNo(row.GetInt64(2)), row.GetInt32(3)),
        row.GetInt32(4),
        (LinkKind)row.GetInt32(5));

    private static LiveAssertion DecisionOf(NpgsqlDataReader row) =>
        new(row.GetInt64(0), new RecordNo(row.GetInt64(1)), new RecordNo(row.GetInt64(2)), (AssertionDecision)row.GetInt32(3) == AssertionDecision.Same);

    private static LedgerEntry LedgerOf(NpgsqlDataReader row) => new(
        new CustomerNo(row.GetInt64(0)), (CustomerState)row.GetInt32(1), new RecordNo(row.GetInt64(2)), new CustomerNo(row.GetInt64(3)), row.GetInt64(4));
}
