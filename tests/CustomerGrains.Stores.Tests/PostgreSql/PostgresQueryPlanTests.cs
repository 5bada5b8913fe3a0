using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.PostgreSql;
using CustomerGrains.Stores.Tests.Contract;
using Npgsql;

namespace CustomerGrains.Stores.Tests.PostgreSql;

/// <summary>A statement that scans a table is slow only when the table is large, which no other test would notice.</summary>
public sealed class PostgresQueryPlanTests
{
    private const int Records = 2_000;

    // One row, or as many as there are sources and models.
    private static readonly string[] Small = ["journal_head", "source", "model", "setting", "schema_migration"];

    /// <summary>Goal: every call finds its rows by an index. Method: after each call of the port has been made once on a filled store, the server's own statistics say how many rows were looked at.</summary>
    [Fact]
    public async Task No_call_scans_a_table_but_opening()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var journal = await PostgresJournal.OpenAsync(database.Options))
        {
            await FillAsync(journal);
        }

        var before = await LookedAtAsync(database.ConnectionString);
        await using (var journal = await PostgresJournal.OpenAsync(database.Options))
        {
            // Twice, for a plan that is kept is made at the second use.
            for (var round = 0; round < 3; round++)
            {
                await CallEverythingAsync(journal, round);
            }
        }

        var after = await LookedAtAsync(database.ConnectionString);
        foreach (var (table, (scans, rows)) in after)
        {
            var opening = table is "record" or "place" ? 1 : 0;
            var (scansBefore, rowsBefore) = before.GetValueOrDefault(table);
            Assert.True(Small.Contains(table) || scans - scansBefore <= opening, $"{table} was scanned {scans - scansBefore} times");
            Assert.True(Small.Contains(table) || rows - rowsBefore - (opening * Records) < 1_000, $"{rows - rowsBefore} rows of {table} were looked at");
        }

        Assert.True(after["record"].Scans > before["record"].Scans, "Not even opening was counted, so the test shows nothing.");
    }

    private static async Task FillAsync(PostgresJournal journal)
    {
        var records = await Task.WhenAll(Enumerable.Range(0, Records).Select(async i => new RecordRevision((await journal.AcceptAsync(Put(i, 1))).No, 1)));
        await Task.WhenAll(records.Select(record => journal.CommitAsync(Commits.Alone(record)).AsTask()));
        var links = records.Zip(records.Skip(1), (a, b) => Commits.Link(a, b, 700)).ToArray();
        await Task.WhenAll(links.Chunk(100).Select(chunk => journal.CommitAsync(Commits.Empty with { Links = chunk }).AsTask()));
        for (var i = 0; i < Records; i += 2)
        {
            await journal.AssertAsync(Decide(i, i + 1));
        }
    }

    private static async Task CallEverythingAsync(PostgresJournal journal, int round)
    {
        var i = 500 + (round * 10);
        var no = await journal.FindRecordAsync(Identity(i));
        var customer = new CustomerNo(no.Value);
        await journal.ReadRecordsAsync([no, new(3)]);
        await journal.ReadBodiesAsync([no, new(3)]);
        await journal.ReadLiveRecordsAsync(no, 5);
        await journal.ReadLedgerAsync(customer);
        await journal.ReadSupersededAsync(customer);
        await journal.ReadMembersAsync(customer);
        await journal.ReadEventsAsync(700, 5);
        await journal.ReadCustomerEventsAsync(customer, 0, 5);
        var page = await journal.ReadReviewPairsAsync(default, null, 5);
        await journal.ReadReviewPairsAsync(default, page[^1], 5);
        await journal.ReadReviewPairsAsync(customer, null, 5);
        await journal.ReadAssertionsAsync(no, default);
        await journal.ReadAssertionsAsync(no, new(no.Value + 1));
        await journal.ReadLiveAssertionsAsync(500, 5);
        await journal.ReadFormerRecordsAsync(new(Records - 5), 5);
        await journal.ReadOlderReadingsAsync(new(Records - 5), 1, 5);
        await journal.ReadUnresolvedRecordsAsync(default, 5);
        await journal.ReadPostingsAsync([new(1)], 5);
        await journal.ReadHotKeysAsync(2, 5);
        await journal.ReadStatusAsync();
        await journal.ReadModelAsync(default);
        await journal.ReadModelsAsync(5);
        await journal.ReadSourcesAsync();
        await journal.ReserveCustomerNoAsync();
        await journal.AssertAsync(Decide(i, i + 1) with { Decision = AssertionDecision.Different });
        await journal.AssertAsync(Decide(i + 2, i + 3) with { Decision = AssertionDecision.Different, Operation = (ulong)round + 1 });
        await journal.AcceptAsync(Put(i, 2 + round));
        await journal.AcceptAsync(Put(i + 5, 2 + round) with { Operation = (ulong)round + 1 });
        await journal.AcceptAsync(Put(10_000 + i, 1));
        var snapshot = await journal.ReadComponentsAsync([no, new(no.Value + 1)]);
        var merge = Commits.Merge(snapshot, Commits.Link(new(no, snapshot.Records[0].Revision), new(new(no.Value + 1), 1), 1500));
        Assert.True((await journal.CommitAsync(merge with { ResolvedAssertions = [.. snapshot.Assertions.Select(assertion => assertion.No)] })).Committed);
        await journal.AcceptAsync(new AcceptRequest { Identity = Identity(i + 7), IsDelete = true });
    }

    private static async Task<Dictionary<string, (long Scans, long Rows)>> LookedAtAsync(string connectionString)
    {
        // Sessions that ended have reported.
        var looked = new Dictionary<string, (long, long)>(StringComparer.Ordinal);
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var select = source.CreateCommand("SELECT relname, seq_scan, seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables");
        await using var rows = await select.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            looked.Add(rows.GetString(0), (rows.GetInt64(1), rows.GetInt64(2)));
        }

        return looked;
    }

    private static RecordIdentity Identity(int i) => new("crm", $"{i}");

    private static AssertRequest Decide(int a, int b) => new() { A = Identity(a), B = Identity(b), Decision = AssertionDecision.Same, DecidedBy = "pat" };

    private static AcceptRequest Put(int i, int content) => new()
    {
        Identity = Identity(i),
        Payload = [1],
        Features = [2],
        ContentHash = (UInt128)content,
        Keys = new BlockingKeySet([new((ulong)(i / 4))], []),
    };
}
