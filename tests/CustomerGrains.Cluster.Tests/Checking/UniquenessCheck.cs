using System.Data.Common;
using System.Globalization;
using CustomerGrains.Stores.Verifying;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>What there may be only one of, the store itself keeps single: by an index that is there and holds. Without it two servers that race would both be told that they were first.</summary>
internal static class UniquenessCheck
{
    private const string Name = "uniqueness";

    /// <summary>Table, columns and condition.</summary>
    private static readonly (string Table, string Columns, string Condition)[] Promised =
    [
        ("record", "source_no, record_id", ""),
        ("record", "record_no", ""),
        ("customer", "customer_no", ""),
        ("event", "sequence", ""),
        ("event_customer", "customer, sequence", ""),
        ("link", "a, b", ""),
        ("setting", "name", ""),
        ("assertion", "a, b", "newest"),
    ];

    public static IEnumerable<StoreFinding> Run(DbConnection connection, StoreDialect dialect)
    {
        foreach (var (table, columns, condition) in Promised.Concat(dialect.PromisedBesides))
        {
            var where = condition.Length == 0 ? "" : $" WHERE {dialect.Truth(condition)}";
            if (Scalar(connection, $"SELECT count(*) FROM (SELECT 1 FROM {table}{where} GROUP BY {columns} HAVING count(*) > 1) doubled") is > 0 and var doubled)
            {
                yield return new StoreFinding(Name, $"Of {table} by {columns}, {doubled} are there more than once.");
            }

            if (!dialect.IsUnique(connection, table, columns))
            {
                yield return new StoreFinding(Name, $"Nothing keeps {table} from having one {columns} twice.");
            }
        }
    }

    public static long Scalar(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar() ?? 0L, CultureInfo.InvariantCulture);
    }
}
