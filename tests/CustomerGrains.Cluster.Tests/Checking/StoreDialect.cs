using System.Data.Common;

namespace CustomerGrains.Cluster.Tests.Checking;

/// <summary>What differs between stores when the checker reads their tables.</summary>
internal abstract class StoreDialect
{
    /// <summary>Number, source, record id, source version, revision, whether it is live, customer and payload of every record.</summary>
    public abstract string SelectRecords { get; }

    /// <summary>Further things there may be only one of.</summary>
    public virtual IEnumerable<(string Table, string Columns, string Condition)> PromisedBesides => [];

    /// <summary>SQL for a truth in a column.</summary>
    public abstract string Truth(string column);

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
