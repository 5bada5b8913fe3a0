using CustomerGrains.Index.Journal;
using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.PostgreSql;
using Npgsql;

namespace CustomerGrains.Stores.Tests.PostgreSql.Upgrading;

/// <summary>Operations that a store knew of before it remembered more than one of each record.</summary>
public sealed class OperationsUpgradeTests
{
    /// <summary>Goal: what a store of before earlier operations were remembered knows is still known, and more from then on. Method: its tables as the steps before had them, with rows as it wrote them.</summary>
    [Fact]
    public async Task A_store_that_remembered_one_operation_of_each_record_still_knows_it_and_remembers_more()
    {
        var server = await PostgresServer.SharedAsync();
        var connection = await server.CreateEmptyDatabaseAsync();
        await using (var database = NpgsqlDataSource.Create(connection))
        {
            await PostgresMigrations.ApplyAsync(database, TimeProvider.System, [.. PostgresMigrations.All.Take(4)], CancellationToken.None);
            await using var rows = database.CreateCommand(
                """
                INSERT INTO source (source_no, name, registered) VALUES (1, 'crm', true);
                INSERT INTO content VALUES (1, '', '\x01'), (2, '', '\x01');
                INSERT INTO record VALUES (1, 1, 'a', 0, 2, true, 3, '\x01000000000000000000000000000000', 77, '\x01000000000000000000000000000000', 2, 2, 0, '', '', '');
                INSERT INTO record VALUES (2, 1, 'b', 0, 1, true, 2, '\x01000000000000000000000000000000', 77, '\x01000000000000000000000000000000', 1, 1, 0, '', '', '');
                INSERT INTO assertion VALUES (1, 1, 2, 1, 'pat', '', 5000000, 51, false, true), (2, 1, 2, 3, 'pat', '', 6000000, 52, false, true),
                    (3, 1, 2, 1, 'pat', '', 7000000, 51, false, true), (4, 1, 2, 3, 'pat', '', 8000000, 53, true, true);
                UPDATE journal_head SET last_number = 2, last_position = 3, last_assertion = 4;
                """);
            await rows.ExecuteNonQueryAsync();
            await PostgresMigrations.ApplyAsync(database, TimeProvider.System);
        }

        var options = new PostgresStoreOptions { ConnectionString = connection };
        await using (var journal = await PostgresJournal.OpenAsync(options))
        {
            Assert.Empty(await journal.ReadOlderReadingsAsync(default, 1, 10));
            Assert.Equal([new RecordNo(1), new RecordNo(2)], await journal.ReadOlderReadingsAsync(default, 2, 10));
            Assert.Equal(AcceptEffect.Updated, (await journal.AcceptAsync(Put("a", 1, 77))).Effect);
            Assert.Equal(AcceptEffect.Updated, (await journal.AcceptAsync(Put("a", 2, 78))).Effect);
            await AssertRepeatsAsync(journal);
        }

        await using (var again = await PostgresJournal.OpenAsync(options))
        {
            await AssertRepeatsAsync(again);
            Assert.Equal([2], (await again.ReadBodiesAsync([new(1)]))[0]!.Payload);
        }

        await server.DropDatabaseAsync(connection);
    }

    private static async Task AssertRepeatsAsync(PostgresJournal journal)
    {
        var repeat = await journal.AcceptAsync(Put("a", 1, 77));
        Assert.Equal((AcceptEffect.Updated, 3, true), (repeat.Effect, repeat.Revision, repeat.IsOvertaken));
        var latest = await journal.AcceptAsync(Put("b", 1, 77));
        Assert.Equal((AcceptEffect.Created, false), (latest.Effect, latest.IsOvertaken));

        // A repeat that the version before took for a new decision is there twice; the later one was answered last.
        var decision = new AssertRequest { A = new("crm", "a"), B = new("crm", "b"), Decision = AssertionDecision.Same, DecidedBy = "pat", Operation = 51 };
        Assert.Equal(new AssertReply(3, new(1), new(2), NeedsResolution: false, DateTimeOffset.UnixEpoch.AddSeconds(7)), await journal.AssertAsync(decision));
    }

    private static AcceptRequest Put(string id, byte content, ulong operation) => new() { Identity = new("crm", id), Payload = [content], ContentHash = content, Operation = operation };
}
