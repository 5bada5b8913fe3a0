using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Stores.Migrations;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Tests.Contract;
using Microsoft.Data.Sqlite;

namespace CustomerGrains.Stores.Tests;

/// <summary>What is particular to the embedded store: its folder, its schema and its file.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string DatabasePath => Path.Combine(_folder.Path, DataFolder.DatabaseName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_belongs_to_one_store_at_a_time()
    {
        await using (SqliteJournal.Open(_folder.Path))
        {
            var error = Assert.Throws<DataFolderInUseException>(() => SqliteJournal.Open(_folder.Path));
            Assert.Contains("in use by another server", error.Message, StringComparison.Ordinal);
        }

        await SqliteJournal.Open(_folder.Path).DisposeAsync();
    }

    [Fact]
    public async Task A_failed_opening_gives_the_folder_back()
    {
        await SqliteJournal.Open(_folder.Path).DisposeAsync();
        Execute("INSERT INTO migration VALUES (99, 'from-the-future', '', 0)");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.Throws<StoreFormatException>(() => SqliteJournal.Open(_folder.Path));
        }

        Execute("DELETE FROM migration WHERE number = 99");
        await SqliteJournal.Open(_folder.Path).DisposeAsync();
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_refused_and_says_so()
    {
        await SqliteJournal.Open(_folder.Path).DisposeAsync();
        Execute("INSERT INTO migration VALUES (99, 'from-the-future', '', 0)");
        var error = Assert.Throws<StoreFormatException>(() => SqliteJournal.Open(_folder.Path));
        Assert.Contains("newer version", error.Message, StringComparison.Ordinal);
        Assert.Contains("99 ('from-the-future')", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_whose_schema_step_was_changed_is_refused()
    {
        await SqliteJournal.Open(_folder.Path).DisposeAsync();
        Execute("UPDATE migration SET checksum = 'edited' WHERE number = 1");
        var error = Assert.Throws<StoreFormatException>(() => SqliteJournal.Open(_folder.Path));
        Assert.Contains("changed by hand", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_schema_step_is_applied_and_a_failing_one_leaves_nothing()
    {
        var migrations = new List<Migration> { new(1, "one", "CREATE TABLE one (a INTEGER)") };
        using var database = SqliteDatabase.OpenInMemory();
        SchemaMigrations.Apply(database, TimeProvider.System, migrations);
        migrations.Add(new Migration(2, "two", "ALTER TABLE one ADD COLUMN b INTEGER; INSERT INTO one VALUES (1, 2)"));
        SchemaMigrations.Apply(database, TimeProvider.System, migrations);
        SchemaMigrations.Apply(database, TimeProvider.System, migrations);
        Assert.Equal(1, database.Scalar("SELECT count(*) FROM one WHERE b = 2"));

        migrations.Add(new Migration(3, "three", "CREATE TABLE three (a INTEGER); INSERT INTO nowhere VALUES (1)"));
        Assert.Throws<SqliteException>(() => SchemaMigrations.Apply(database, TimeProvider.System, migrations));
        Assert.Equal(0, database.Scalar("SELECT count(*) FROM sqlite_schema WHERE name = 'three'"));
        Assert.Equal(2, database.Scalar("SELECT max(number) FROM migration"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        await File.WriteAllTextAsync(DatabasePath, new string('x', 10_000));
        Assert.Throws<SqliteException>(() => SqliteJournal.Open(_folder.Path));
        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync(DatabasePath));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => SqliteJournal.Open(_folder.Path, new SqliteStoreOptions { BatchCountMax = 0 }));
        Assert.Contains("BatchCountMax must be 1 to 65536", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_fails_writes_clearly_loses_nothing_and_is_got_over()
    {
        var kept = new List<RecordIdentity>();
        await using (var journal = SqliteJournal.Open(_folder.Path, new SqliteStoreOptions { FileMebibytesMax = 4 }))
        {
            var refused = 0;
            foreach (var chunk in Enumerable.Range(0, 400).Chunk(20))
            {
                var writes = chunk.Select(async i =>
                {
                    try
                    {
                        var request = Put($"{i}", new byte[40_000]);
                        await journal.AcceptAsync(request);
                        lock (kept)
                        {
                            kept.Add(request.Identity);
                        }
                    }
                    catch (JournalUnavailableException error)
                    {
                        Assert.Contains("full", error.Message, StringComparison.Ordinal);
                        Interlocked.Increment(ref refused);
                    }
                });
                await Task.WhenAll(writes);
            }

            Assert.True(refused > 0);
            Assert.InRange(kept.Count, 20, 100);
            await AssertHeldAsync(journal, kept);
        }

        await using var roomy = SqliteJournal.Open(_folder.Path);
        await AssertHeldAsync(roomy, kept);
        Assert.Equal(AcceptEffect.Created, (await roomy.AcceptAsync(Put("later", new byte[40_000]))).Effect);
    }

    [Fact]
    public async Task A_file_held_by_another_program_fails_writes_clearly_until_it_is_let_go()
    {
        await using var journal = SqliteJournal.Open(_folder.Path, new SqliteStoreOptions { BusyMillisecondsMax = 20 });
        await journal.AcceptAsync(Put("1", [1]));
        using (var other = Connect())
        {
            using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();
            var error = await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journal.AcceptAsync(Put("2", [1])));
            Assert.Contains("Another program", error.Message, StringComparison.Ordinal);

            // Reading goes on.
            Assert.False((await journal.FindRecordAsync(new("crm", "1"))).IsNone);
        }

        Assert.Equal(2, (await journal.AcceptAsync(Put("2", [1]))).No.Value);
    }

    [Fact]
    public async Task A_closed_journal_says_so()
    {
        var journal = SqliteJournal.Open(_folder.Path);
        await journal.DisposeAsync();
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journal.AcceptAsync(Put("1", [1])));
    }

    [Fact]
    public async Task Writes_that_wait_when_the_store_is_closed_are_done_first()
    {
        Task<AcceptReply>[] writes;
        await using (var journal = SqliteJournal.Open(_folder.Path))
        {
            writes = [.. Enumerable.Range(0, 2_000).Select(i => journal.AcceptAsync(Put($"{i}", [1])).AsTask())];
        }

        await Task.WhenAll(writes);
        await using var reopened = SqliteJournal.Open(_folder.Path);
        Assert.Equal(2_000, (await reopened.ReadStatusAsync()).LiveRecords);
    }

    [Fact]
    public async Task More_writers_and_readers_than_places_wait_their_turn()
    {
        var options = new SqliteStoreOptions { QueueCountMax = 4, BatchCountMax = 3, ReaderCountMax = 2 };
        await using var journal = SqliteJournal.Open(_folder.Path, options);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                // What was acknowledged is seen by the next read, on whichever connection.
                var accepted = await journal.AcceptAsync(Put($"{writer}-{i}", [1]));
                var read = Assert.Single(await journal.ReadRecordsAsync([accepted.No]));
                Assert.Equal($"{writer}-{i}", read!.Identity.RecordId);
                await journal.CommitAsync(Commits.Alone(new RecordRevision(accepted.No, 1)));
                Assert.Single((await journal.ReadComponentsAsync([accepted.No])).Epochs);
            }
        })));
        Assert.Equal(new JournalStatus(800, 800, 0, 0, 800, 800, 800, default, 0), await journal.ReadStatusAsync());
    }

    /// <summary>Goal: a store of before links and models were kept as they are now goes on. Method: its tables as the first schema step had them, with rows as it wrote them.</summary>
    [Fact]
    public async Task A_store_of_the_first_schema_goes_on_under_the_model_it_had()
    {
        using (var database = SqliteDatabase.OpenForWriting(DatabasePath, new SqliteStoreOptions()))
        {
            SchemaMigrations.Apply(database, TimeProvider.System, [.. SchemaMigrations.All.Take(1)]);
        }

        Execute(
            $"""
            INSERT INTO source (name, registered) VALUES ('crm', 1);
            INSERT INTO setting VALUES ('model-version', CAST('{MatchingModel.Default.Version}' AS BLOB));
            INSERT INTO content VALUES (1, x'', x''), (2, x'', x''), (3, x'', x'');
            INSERT INTO record VALUES (1, 1, 'a', 0, 1, 1, 1, zeroblob(16), 0, zeroblob(16), 1, 1, 1, 1, 1, 0, x'', x'');
            INSERT INTO record VALUES (2, 1, 'b', 0, 1, 1, 2, zeroblob(16), 0, zeroblob(16), 1, 1, 1, 1, 1, 0, x'', x'');
            INSERT INTO record VALUES (3, 1, 'c', 0, 1, 1, 3, zeroblob(16), 0, zeroblob(16), 1, 0, 0, 0, 0, 0, x'', x'');
            INSERT INTO link VALUES (1, 2, 1, 1, 1700, 1, 0), (1, 3, 1, 1, 1699, 1, 0), (2, 3, 1, 1, 1800, 0, 0);
            """);
        await using (var journal = SqliteJournal.Open(_folder.Path))
        {
            Assert.Equal((new ModelNo(1), 0), ((await journal.ReadStatusAsync()).Model, (await journal.ReadStatusAsync()).FormerRecords));
            Assert.Equal(0, (await journal.ReadStatusAsync()).OlderReadings);
            Assert.Empty(await journal.ReadOlderReadingsAsync(default, 1, 10));
            Assert.Equal([new RecordNo(1), new RecordNo(2), new RecordNo(3)], await journal.ReadOlderReadingsAsync(default, 2, 10));
            var snapshot = await journal.ReadComponentsAsync([new(1), new(3)]);
            Assert.Equal([LinkKind.Edge, LinkKind.Possible, LinkKind.Unblocked], snapshot.Links.OrderBy(link => (link.A.No, link.B.No)).Select(link => link.Kind));
            Assert.Equal([1, 1, 0], snapshot.Records.Select(record => record.Model.Value));
            var other = MatchingModel.Default.WithOneToOneSources(["crm"]);
            var error = await Assert.ThrowsAsync<ModelMismatchException>(async () => await ModelChanger.OpenAsync(journal, other));
            Assert.Contains($"was resolved under model '{MatchingModel.Default.Version}'", error.Message, StringComparison.Ordinal);
            Assert.Equal(new ModelNo(1), (await ModelChanger.OpenAsync(journal, null)).No);
        }

        await using var again = SqliteJournal.Open(_folder.Path);
        Assert.Equal(MatchingModel.Default.ToJson(), (await again.ReadModelAsync(default))!.Content);
    }

    /// <summary>Goal: what a store of before earlier operations were remembered knows is still known, and more from then on. Method: its tables as the steps before had them, with rows as it wrote them.</summary>
    [Fact]
    public async Task A_store_that_remembered_one_operation_of_each_record_still_knows_it_and_remembers_more()
    {
        using (var database = SqliteDatabase.OpenForWriting(DatabasePath, new SqliteStoreOptions()))
        {
            SchemaMigrations.Apply(database, TimeProvider.System, [.. SchemaMigrations.All.Take(4)]);
        }

        Execute(
            """
            INSERT INTO source (name, registered) VALUES ('crm', 1);
            INSERT INTO content VALUES (1, x'', x'01'), (2, x'', x'01');
            INSERT INTO record VALUES (1, 1, 'a', 0, 2, 1, 3, x'01000000000000000000000000000000', 77, x'01000000000000000000000000000000', 2, 2, 1, 1, 1, 0, x'', x'', 0, x'', 2);
            INSERT INTO record VALUES (2, 1, 'b', 0, 1, 1, 2, x'01000000000000000000000000000000', 77, x'01000000000000000000000000000000', 1, 1, 2, 2, 1, 0, x'', x'', 0, x'', 1);
            INSERT INTO assertion VALUES (1, 1, 2, 1, 'pat', '', 5000000, 51, 0, 1), (2, 1, 2, 3, 'pat', '', 6000000, 52, 0, 1), (3, 1, 2, 1, 'pat', '', 7000000, 51, 0, 1), (4, 1, 2, 3, 'pat', '', 8000000, 53, 1, 1);
            """);
        await using (var journal = SqliteJournal.Open(_folder.Path))
        {
            Assert.Equal(AcceptEffect.Updated, (await journal.AcceptAsync(Put("a", [1]) with { Operation = 77 })).Effect);
            Assert.Equal(AcceptEffect.Updated, (await journal.AcceptAsync(Put("a", [1, 2]) with { Operation = 78 })).Effect);
            await AssertRepeatsAsync(journal);
        }

        await using var again = SqliteJournal.Open(_folder.Path);
        await AssertRepeatsAsync(again);
        Assert.Equal([1, 2], (await again.ReadBodiesAsync([new(1)]))[0]!.Payload);

        static async Task AssertRepeatsAsync(SqliteJournal journal)
        {
            var repeat = await journal.AcceptAsync(Put("a", [1]) with { Operation = 77 });
            Assert.Equal((AcceptEffect.Updated, 3, true), (repeat.Effect, repeat.Revision, repeat.IsOvertaken));
            var latest = await journal.AcceptAsync(Put("b", [1]) with { Operation = 77 });
            Assert.Equal((AcceptEffect.Created, false), (latest.Effect, latest.IsOvertaken));

            // A repeat that the version before took for a new decision is there twice; the later one was answered last.
            var decision = new AssertRequest { A = new("crm", "a"), B = new("crm", "b"), Decision = AssertionDecision.Same, DecidedBy = "pat", Operation = 51 };
            Assert.Equal(new AssertReply(3, new(1), new(2), NeedsResolution: false, DateTimeOffset.UnixEpoch.AddSeconds(7)), await journal.AssertAsync(decision));
        }
    }

    [Fact]
    public async Task Power_cut_at_any_byte_of_the_log_keeps_what_was_acknowledged_by_then()
    {
        const int Seed = 42;
        var random = new Random(Seed);
        using var cut = new TemporaryFolder();
        var log = DatabasePath + "-wal";
        var acknowledged = new List<(RecordIdentity Record, long Bytes)>();
        await using var journal = SqliteJournal.Open(_folder.Path);
        await journal.AcceptAsync(Put("first", [1]));
        for (var i = 0; i < 60; i++)
        {
            var request = Put($"{random.Next(30)}", new byte[random.Next(9_000)]);
            await journal.AcceptAsync(request);
            acknowledged.Add((request.Identity, new FileInfo(log).Length));
        }

        for (var round = 0; round < 40; round++)
        {
            var bytes = random.NextInt64(acknowledged[0].Bytes, acknowledged[^1].Bytes);
            File.Copy(DatabasePath, Path.Combine(cut.Path, DataFolder.DatabaseName), overwrite: true);
            await File.WriteAllBytesAsync(Path.Combine(cut.Path, DataFolder.DatabaseName + "-wal"), (await ReadSharedAsync(log))[..(int)bytes]);
            await using var recovered = SqliteJournal.Open(cut.Path);
            foreach (var (record, _) in acknowledged.Where(record => record.Bytes <= bytes))
            {
                Assert.False((await recovered.FindRecordAsync(record)).IsNone, $"{record} lost when cut at {bytes}, seed {Seed}");
            }

            Assert.Equal(AcceptEffect.Created, (await recovered.AcceptAsync(Put("after", [1]))).Effect);
        }
    }

    private static AcceptRequest Put(string id, byte[] payload) => new()
    {
        Identity = new RecordIdentity("crm", id),
        Payload = payload,
        ContentHash = (UInt128)payload.Length,
        Keys = new BlockingKeySet([new(1), new(2)], []),
    };

    private static async Task AssertHeldAsync(SqliteJournal journal, List<RecordIdentity> kept)
    {
        Assert.Equal(kept.Count, (await journal.ReadStatusAsync()).LiveRecords);
        foreach (var record in kept)
        {
            Assert.False((await journal.FindRecordAsync(record)).IsNone);
        }
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes);
        return bytes;
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
