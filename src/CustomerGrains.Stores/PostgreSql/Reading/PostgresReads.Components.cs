using CustomerGrains.Index.Journal;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Reading;

internal sealed partial class PostgresReads
{
    /// <summary>Most callers who share a round trip.</summary>
    private const int GatheredMax = 256;

    /// <summary>See <see cref="IJournal.ReadComponentsAsync"/>.</summary>
    public Task<ComponentSnapshot> ReadComponentsAsync(IReadOnlyCollection<RecordNo> records, CancellationToken cancellationToken) => _components.AskAsync(records, cancellationToken);

    /// <summary>Reads the neighbourhoods of all that was asked as far as links and decisions lead, all of one moment: by one statement, or level by level in one transaction.</summary>
    private Task<IReadOnlyList<ComponentSnapshot>> ReadRoundAsync(IReadOnlyList<IReadOnlyCollection<RecordNo>> asked) => PostgresErrors.ReadAsync(_reading, () => ReadComponentsAsync(asked));

    private async Task<IReadOnlyList<ComponentSnapshot>> ReadComponentsAsync(IReadOnlyList<IReadOnlyCollection<RecordNo>> asked)
    {
        var snapshots = new ComponentSnapshot?[asked.Count];
        var records = asked.SelectMany(records => records).Distinct().ToArray();
        var connection = await _reading.OpenConnectionAsync().ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            // One statement sees one moment by itself, and mostly nothing leads further.
            var neighbourhood = new Neighbourhood();
            await LoadAsync(connection, neighbourhood, records).ConfigureAwait(false);
            var missing = Read(neighbourhood);
            if (missing.Length > 0)
            {
                // That moment is gone, so all of it is read again, in one that lasts.
                neighbourhood = new Neighbourhood();
                Array.Clear(snapshots);
                await RunAsync(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", CancellationToken.None).ConfigureAwait(false);
                for (missing = [.. records.Union(missing)]; missing.Length > 0; missing = Read(neighbourhood))
                {
                    await LoadAsync(connection, neighbourhood, missing).ConfigureAwait(false);
                }

                await RunAsync(connection, "COMMIT", CancellationToken.None).ConfigureAwait(false);
            }
        }

        return snapshots!;

        RecordNo[] Read(Neighbourhood neighbourhood)
        {
            for (var i = 0; i < snapshots.Length; i++)
            {
                snapshots[i] ??= neighbourhood.TryRead(asked[i]);
            }

            return neighbourhood.TakeMissing();
        }
    }

    private static async Task LoadAsync(NpgsqlConnection connection, Neighbourhood neighbourhood, RecordNo[] records)
    {
        var select = new NpgsqlCommand(NeighbourhoodQuery.Sql, connection).With<long[]>([.. records.Select(record => record.Value)]);
        await using (select.ConfigureAwait(false))
        {
            var rows = await select.ExecuteReaderAsync().ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                while (await rows.ReadAsync().ConfigureAwait(false))
                {
                    NeighbourhoodQuery.Load(neighbourhood, rows);
                }
            }
        }

        foreach (var record in records)
        {
            neighbourhood.LoadAbsent(record);
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
