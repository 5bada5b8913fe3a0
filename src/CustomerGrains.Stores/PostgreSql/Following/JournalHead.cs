using CustomerGrains.Stores.Postings;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql.Following;

/// <summary>The head row: number of the last batch, and the numbers it left.</summary>
/// <param name="LastAssertion">Number of the last decision; 0 while there is none.</param>
internal readonly record struct JournalHead(long Sequence, long LastAssertion, JournalNumbers Numbers)
{
    public const string Columns =
        "sequence, last_assertion, last_number, last_position, last_event, live_customers, review_pairs, model_no, former_records, placed_records, model_under_way, reading_version, reading_finished, older_readings";

    /// <summary>How many columns <see cref="Columns"/> are.</summary>
    public const int ColumnCount = 14;

    public static JournalHead Of(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        new JournalNumbers(
            row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt32(7), row.GetInt64(8), row.GetInt64(9), row.GetBoolean(10),
            row.GetInt32(11), row.GetInt32(12), row.GetInt64(13)));
}
