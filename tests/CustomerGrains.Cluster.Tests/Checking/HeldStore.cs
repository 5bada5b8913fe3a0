using System.Data.Common;
using System.Globalization;
using CustomerGrains.Cluster.Tests.Clients;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>A record as the store holds it.</summary>
/// <param name="Revision">0: nothing but a delete was ever seen of it.</param>
/// <param name="Content">Hash of the payload in hexadecimal; empty when it is deleted.</param>
internal sealed record HeldRecord(long No, string Identity, long Version, int Revision, bool IsLive, long Customer, string Content);

/// <summary>A decision as the store holds it.</summary>
internal sealed record HeldDecision(long No, string A, string B, int Decision, ulong Operation, bool IsNewest);

/// <summary>What the checker compares histories with, read from the tables themselves and through none of the index's own readers.</summary>
internal sealed class HeldStore
{
    public Dictionary<string, HeldRecord> Records { get; } = new(StringComparer.Ordinal);

    /// <summary>Per customer number its state (1 live, 2 superseded, 3 empty) and what took its place.</summary>
    public Dictionary<long, (int State, long SupersededBy)> Ledger { get; } = [];

    public List<HeldDecision> Decisions { get; } = [];

    public long Events { get; private set; }

    /// <summary>The deployment's secret, by which operation ids are kept.</summary>
    public byte[] Secret { get; private set; } = [];

    public static HeldStore Read(DbConnection connection, StoreDialect dialect)
    {
        var store = new HeldStore();
        var names = new Dictionary<long, string>();
        Each(
            connection,
            dialect.SelectRecords,
            row =>
            {
                var identity = $"{row.GetString(1)}:{row.GetString(2)}";
                var payload = (byte[])row[7];
                var record = new HeldRecord(Number(row, 0), identity, Number(row, 3), (int)Number(row, 4), Truth(row, 5), Number(row, 6), payload.Length == 0 ? "" : Messages.HashOf(payload));
                names.Add(record.No, identity);
                store.Records.Add(identity, record);
            });
        Each(connection, "SELECT customer_no, state, superseded_by FROM customer", row => store.Ledger.Add(Number(row, 0), ((int)Number(row, 1), Number(row, 2))));
        Each(connection, "SELECT assertion_no, a, b, decision, operation, newest FROM assertion ORDER BY assertion_no", row => store.Decisions.Add(
            new HeldDecision(Number(row, 0), names.GetValueOrDefault(Number(row, 1), "?"), names.GetValueOrDefault(Number(row, 2), "?"), (int)Number(row, 3), (ulong)Number(row, 4), Truth(row, 5))));
        Each(connection, "SELECT count(*) FROM event", row => store.Events = Number(row, 0));
        Each(connection, "SELECT value FROM setting WHERE name = 'key-secret'", row => store.Secret = (byte[])row[0]);
        return store;
    }

    private static void Each(DbConnection connection, string sql, Action<DbDataReader> take)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            take(rows);
        }
    }

    private static long Number(DbDataReader row, int column) => Convert.ToInt64(row[column], CultureInfo.InvariantCulture);

    private static bool Truth(DbDataReader row, int column) => row[column] is bool truth ? truth : Number(row, column) != 0;
}
