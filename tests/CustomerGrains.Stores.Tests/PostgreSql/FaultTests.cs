using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.PostgreSql;
using CustomerGrains.Stores.Tests.Contract;

namespace CustomerGrains.Stores.Tests.PostgreSql;

/// <summary>What connections, servers and processes do when they fail: nobody is told a thing that is not so, and everything goes on by itself.</summary>
public sealed class FaultTests
{
    [Fact]
    public async Task A_commit_whose_answer_is_lost_is_of_unknown_outcome_and_seen_afterwards()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var proxy = new FaultyProxy(database.ConnectionString);
        var journal = await database.OpenAsync(options => options with { ConnectionString = proxy.ConnectionString });
        await journal.AcceptAsync(Put("before"));
        var lost = proxy.LoseReport("COMMIT");
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journal.AcceptAsync(Put("during")));
        await lost;

        // It was committed; the same journal says so, and what comes next builds on it.
        Assert.Equal(2, (await journal.ReadPostingsAsync([new(10)], 10))[0].Count);
        var again = await journal.AcceptAsync(Put("during"));
        Assert.Equal((AcceptEffect.Unchanged, 2L, true), (again.Effect, again.Position, again.NeedsResolution));
        var next = await journal.AcceptAsync(Put("after"));
        Assert.Equal((3L, again.No), (next.Position, next.Keys[0].Predecessor.No));
        Assert.Equal(3, (await (await database.OpenAsync()).ReadStatusAsync()).LiveRecords);
    }

    [Fact]
    public async Task A_connection_cut_before_the_commit_costs_another_attempt_and_nothing_else()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var proxy = new FaultyProxy(database.ConnectionString);
        var journal = await database.OpenAsync(options => options with { ConnectionString = proxy.ConnectionString });
        await journal.AcceptAsync(Put("before"));
        var cut = proxy.LoseReport("BEGIN");
        var during = await journal.AcceptAsync(Put("during"));
        await cut;
        Assert.Equal((AcceptEffect.Created, 2L, 1L), (during.Effect, during.Position, during.Keys[0].Predecessor.No.Value));
        Assert.Equal(2, (await journal.ReadStatusAsync()).LiveRecords);
    }

    /// <summary>Goal: a process that stands still in the middle of a batch holds nobody up for long and writes nothing it decided before. Method: its connection freezes while it holds the head: before
    /// it has decided anything, then while it sends what it has decided.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_process_that_stands_still_with_the_head_locked_is_cut_off(bool inTheMiddleOfWriting)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var proxy = new FaultyProxy(database.ConnectionString);
        var zombie = await database.OpenAsync(options => options with { ConnectionString = proxy.ConnectionString, LockSecondsMax = 2 });
        var other = await database.OpenAsync(options => options with { LockSecondsMax = 2 });
        await zombie.AcceptAsync(Put("first"));
        var frozen = inTheMiddleOfWriting ? proxy.FreezeInTheMiddleOf(100_000) : proxy.FreezeAt("BEGIN");
        var stale = zombie.AcceptAsync(Put("stale") with { Payload = new byte[900_000] }).AsTask();
        await frozen;

        var reply = await other.AcceptAsync(Put("second"));
        Assert.Equal((AcceptEffect.Created, 2L), (reply.Effect, reply.Position));
        proxy.Thaw();
        if (inTheMiddleOfWriting)
        {
            await Assert.ThrowsAsync<JournalUnavailableException>(() => stale);
            Assert.True((await other.FindRecordAsync(new RecordIdentity("crm", "stale"))).IsNone);
        }
        else
        {
            // Done again from the beginning, after what came between; by the caller, where the cut-off came too late for the journal to know that nothing had been sent.
            AcceptReply again;
            try
            {
                again = await stale;
            }
            catch (JournalUnavailableException)
            {
                Assert.True((await other.FindRecordAsync(new RecordIdentity("crm", "stale"))).IsNone);
                again = await zombie.AcceptAsync(Put("stale") with { Payload = new byte[900_000] });
            }

            Assert.Equal((3L, reply.No), (again.Position, again.Keys[0].Predecessor.No));
        }

        var last = await zombie.AcceptAsync(Put("last"));
        Assert.Equal((inTheMiddleOfWriting ? 3L : 4L, AcceptEffect.Created), (last.Position, last.Effect));
        Assert.Equal(await other.ReadStatusAsync(), await zombie.ReadStatusAsync());
    }

    /// <summary>Goal: what was acknowledged survives, what waits fails at once, and the journal resumes by itself. Method: a server of its own is killed under load and comes back, three times.</summary>
    [Fact]
    public async Task A_server_that_is_killed_and_comes_back_costs_only_what_was_not_acknowledged()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var database = await TestDatabase.CreateAsync(server);
        PostgresJournal[] journals = [await database.OpenAsync(), await database.OpenAsync()];
        var acknowledged = new List<RecordNo>();
        for (var round = 0; round < 3; round++)
        {
            var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var writers = Enumerable.Range(0, 8).Select(lane => Task.Run(async () =>
            {
                var numbers = new List<RecordNo>();
                for (var i = 0; ; i++)
                {
                    try
                    {
                        numbers.Add((await journals[lane % 2].AcceptAsync(Put($"{round}-{lane}-{i}"))).No);
                    }
                    catch (JournalUnavailableException)
                    {
                        return numbers;
                    }

                    if (i == 50)
                    {
                        enough.TrySetResult();
                    }
                }
            })).ToArray();
            await enough.Task;
            await server.KillAsync();
            foreach (var numbers in await Task.WhenAll(writers))
            {
                acknowledged.AddRange(numbers);
            }

            await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journals[0].AcceptAsync(Put("while it is down")));
            await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journals[1].ReadStatusAsync());
            await server.StartAgainAsync();
        }

        var last = await journals[0].AcceptAsync(Put("at the end"));
        Assert.DoesNotContain(null, await journals[1].ReadRecordsAsync(acknowledged));
        Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
        foreach (var journal in journals)
        {
            var status = await journal.ReadStatusAsync();
            Assert.Equal((last.Position, last.Position), (status.LastPosition, status.LiveRecords));
        }
    }

    [Fact]
    public async Task A_failing_write_never_fails_its_neighbours_whoever_is_at_fault()
    {
        await using var database = await TestDatabase.CreateAsync();
        var journal = await database.OpenAsync();
        var record = new RecordRevision((await journal.AcceptAsync(Put("0"))).No, 1);
        var bad = Commits.Alone(record) with { Resolved = [new(record.No, 9)] };

        // A number that somebody took by hand: the database itself refuses it, in the middle of a batch.
        await using (var source = Npgsql.NpgsqlDataSource.Create(database.ConnectionString))
        await using (var command = source.CreateCommand("INSERT INTO reserved_number VALUES (44)"))
        {
            await command.ExecuteNonQueryAsync();
        }

        var accepted = Enumerable.Range(1, 40).Select(i => journal.AcceptAsync(Put($"{i}")).AsTask()).ToArray();
        var commits = Enumerable.Range(0, 5).Select(_ => journal.CommitAsync(bad).AsTask()).ToArray();
        var reserved = Enumerable.Range(0, 5).Select(_ => journal.ReserveCustomerNoAsync().AsTask()).ToArray();
        var alone = journal.CommitAsync(Commits.Alone(record)).AsTask();
        Assert.Equal(Enumerable.Range(2, 40).Select(no => (long)no), (await Task.WhenAll(accepted)).Select(reply => reply.No.Value));
        foreach (var commit in commits)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => commit);
        }

        Assert.Equal([42L, 43L], (await Task.WhenAll(reserved[..2])).Select(customer => customer.Value));
        foreach (var taken in reserved[2..])
        {
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => taken);
        }

        Assert.True((await alone).Committed);
        Assert.Equal((41, 1), ((await journal.ReadStatusAsync()).LiveRecords, (await journal.ReadStatusAsync()).LastEvent));
    }

    [Fact]
    public async Task A_database_without_the_schema_or_out_of_reach_is_refused_with_what_to_do()
    {
        var server = await PostgresServer.SharedAsync();
        var empty = await server.CreateEmptyDatabaseAsync();
        var missing = await Assert.ThrowsAsync<StoreFormatException>(() => PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = empty }));
        Assert.Contains("cgrains migrate", missing.Message, StringComparison.Ordinal);
        await server.DropDatabaseAsync(empty);

        const string Nobody = "Host=127.0.0.1;Port=1;Username=u;Password=very-secret;Database=d";
        var unreachable = await Assert.ThrowsAsync<JournalUnavailableException>(() => PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = Nobody }));
        Assert.DoesNotContain("very-secret", unreachable.ToString(), StringComparison.Ordinal);
        foreach (var text in (string[])["", "Host=h", "Password=very-secret;Nonsense=1", "Host=h;Database=d;Port=very-secret"])
        {
            var refused = await Assert.ThrowsAsync<ArgumentException>(() => PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = text }));
            Assert.DoesNotContain("very-secret", refused.ToString(), StringComparison.Ordinal);
        }
    }

    private static AcceptRequest Put(string id) => new()
    {
        Identity = new RecordIdentity("crm", id),
        Payload = [1],
        Features = [2],
        ContentHash = 1,
        Keys = new BlockingKeySet([new(10)], []),
    };
}
