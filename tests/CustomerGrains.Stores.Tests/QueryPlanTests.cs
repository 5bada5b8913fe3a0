using CustomerGrains.Stores.Sqlite.Writing;

namespace CustomerGrains.Stores.Tests;

/// <summary>A statement that scans a table is slow only when the table is large, which no other test would notice.</summary>
public sealed class QueryPlanTests
{
    [Fact]
    public void No_prepared_statement_scans_a_table_but_the_list_of_sources()
    {
        using var core = SqliteJournalCore.OpenInMemory(TimeProvider.System);
        string[] statements = [.. core.Database.PreparedSql.Where(sql => sql.Contains("WHERE", StringComparison.Ordinal))];
        Assert.True(statements.Length > 30);
        foreach (var sql in statements)
        {
            var plan = core.Database.Prepare($"EXPLAIN QUERY PLAN {sql}");
            while (plan.Step())
            {
                var step = plan.Text(3);
                Assert.False(
                    step.StartsWith("SCAN", StringComparison.Ordinal) && step is not ("SCAN source" or "SCAN source USING INDEX sqlite_autoindex_source_1" or "SCAN CONSTANT ROW") && !UsesSmallIndex(step),
                    $"{step}\n{sql}");
            }

            core.Database.Close(plan);
        }
    }

    // Partial indexes that hold nothing but what is asked for.
    private static bool UsesSmallIndex(string step) =>
        step.Contains("INDEX assertion_unresolved", StringComparison.Ordinal) || step.Contains("INDEX link_review", StringComparison.Ordinal);
}
