using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.PostgreSql;
using Npgsql;

namespace CustomerGrains.Stores.Tests.PostgreSql.Upgrading;

/// <summary>Servers of before versions of reading were kept, beside one that reads records anew.</summary>
public sealed class ReadingUpgradeTests
{
    private const int Next = RecordReading.Version + 1;

    /// <summary>A record as servers of step 0005 insert it: without the columns of step 0006.</summary>
    private const string EarlierInsert =
        """
        INSERT INTO record (record_no, source_version, revision, live, position, content_hash, operation, operation_hash, operation_effect, earlier_operations, content_revision, accepted_at,
            keys, search_keys, crowded_keys, source_no, record_id)
        SELECT 1000, source_version, 1, live, 1000, content_hash, operation, operation_hash, operation_effect, earlier_operations, 1, accepted_at, keys, search_keys, crowded_keys, source_no, 'earlier'
        FROM record WHERE record_no = 1
        """;

    /// <summary>Goal: what earlier servers take in is read anew, and once all was, they take nothing in. Method: their statements, while it is under way and after.</summary>
    [Fact]
    public async Task Earlier_servers_take_records_in_until_all_are_read_anew_and_never_touch_what_is()
    {
        var server = await PostgresServer.SharedAsync();
        var connection = await server.CreateDatabaseAsync();
        await using (var database = NpgsqlDataSource.Create(connection))
        await using (var journal = await PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = connection }))
        {
            await journal.PutSourceAsync(new Source("crm", "", new SourceDefaults()));
            await journal.AcceptAsync(Put("a", 1) with { ReadingVersion = 1 });
            await journal.AcceptAsync(Put("b", 2) with { ReadingVersion = 1 });
            await journal.BeginReadingAsync(Next);
            var reply = await journal.RereadAsync(new RereadRequest
            {
                Identity = new("crm", "a"),
                Revision = 1,
                ReadAs = new SourceDefaults(),
                Features = [7],
                Keys = new BlockingKeySet([], []),
                ReadingVersion = Next,
            });
            Assert.Equal(RereadOutcome.Changed, reply.Outcome);

            await using (var earlier = await database.OpenConnectionAsync())
            {
                Assert.Equal("23514", await FaultOfAsync(earlier, "UPDATE record SET content_revision = content_revision + 1, revision = revision + 1 WHERE record_no = 1"));
                Assert.Null(await FaultOfAsync(earlier, "UPDATE record SET revision = revision + 1, crowded_keys = '' WHERE record_no = 1"));
                Assert.Null(await FaultOfAsync(earlier, "UPDATE record SET content_revision = content_revision + 1, revision = revision + 1 WHERE record_no = 2"));
                Assert.Null(await FaultOfAsync(earlier, EarlierInsert));
                await RunAsync(earlier, EarlierInsert);
                Assert.Equal([new RecordNo(2), new RecordNo(1000)], await journal.ReadOlderReadingsAsync(default, Next, 10));
                await RunAsync(earlier, "DELETE FROM record WHERE record_no = 1000");
            }

            await journal.AcceptAsync(Put("b", 2) with { ReadingVersion = Next });
            Assert.True(await journal.FinishReadingAsync(Next, (await journal.ReadStatusAsync()).LastPosition));
            await using var late = await database.OpenConnectionAsync();
            Assert.Equal("23514", await FaultOfAsync(late, EarlierInsert));
        }

        await server.DropDatabaseAsync(connection);
    }

    /// <summary>SQLSTATE of a statement that is taken back; null: it succeeded.</summary>
    private static async Task<string?> FaultOfAsync(NpgsqlConnection connection, string sql)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await RunAsync(connection, sql);
            return null;
        }
        catch (PostgresException fault)
        {
            return fault.SqlState;
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Constants of this class.
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static AcceptRequest Put(string id, byte content) => new() { Identity = new("crm", id), Payload = [content], Features = [content], ContentHash = content };
}
