using System.Data.Common;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>What differs between stores when their tables are asked about themselves.</summary>
internal abstract class StoreDialect
{
    /// <summary>Further things there may be only one of.</summary>
    public virtual IEnumerable<(string Table, string Columns, string Condition)> PromisedBesides => [];

    /// <summary>SQL for a truth in a column.</summary>
    public abstract string Truth(string column);

    public abstract bool HasTable(DbConnection connection, string table);

    /// <summary>A primary key or unique index over exactly these columns is there.</summary>
    /// <param name="columns">In the order of the index, with ", " between.</param>
    public abstract bool IsUnique(DbConnection connection, string table, string columns);

    protected static List<string> Texts(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }
}

/// <summary>SQLite.</summary>
internal sealed class SqliteDialect : StoreDialect
{
    public override string Truth(string column) => $"{column} <> 0";

    public override bool HasTable(DbConnection connection, string table) => Texts(connection, $"SELECT name FROM sqlite_master WHERE type = 'table' AND name = '{table}'").Count > 0;

    public override bool IsUnique(DbConnection connection, string table, string columns) =>
        string.Join(", ", Texts(connection, $"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0 ORDER BY pk")) == columns
        || Texts(connection, $"SELECT name FROM pragma_index_list('{table}') WHERE \"unique\" <> 0").Exists(
            index => string.Join(", ", Texts(connection, $"SELECT name FROM pragma_index_info('{index}') ORDER BY seqno")) == columns);
}
