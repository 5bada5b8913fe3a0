using CustomerGrains.Index.Journal;
using CustomerGrains.Index.ReadingChange;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Local;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Standardising;
using CustomerGrains.PostgresServers;
using CustomerGrains.Stores.PostgreSql;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Sqlite.Writing;

namespace CustomerGrains.Index.Tests;

/// <summary>A store that an older build filled, which read records another way, ends as a store that this build filled from the start, whatever goes on meanwhile.</summary>
public sealed class RereadingTests
{
    private static readonly LocalHostOptions FewGrains = new() { BlockingKeysMax = 4, CustomersMax = 2 };

    /// <summary>Goal: the law does not know which build took a record in. Method: random deeds through an older build, then through this one with sweeps among them, in any order; the batch over all records at the end.</summary>
    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(3, 1000)]
    [InlineData(3, 4)]
    public async Task What_an_older_build_took_in_is_read_anew_and_gives_the_batch_answer(int hotKeyEntriesMin, int crowdLimit)
    {
        var changed = 0;
        foreach (var seed in Seeds.First(40))
        {
            var random = new Random(seed);
            var world = new SmallWorld(seed, identityCount: 16);
            using var core = SqliteJournalCore.OpenInMemory(TimeProvider.System);
            var journal = new InlineJournal(core);
            string before;
            await using (var older = await IndexUnderTest.OnAsync(OlderBuild.On(journal), journal, crowdLimit: crowdLimit))
            {
                await older.DoAsync(world.Deeds(80), inFlight: 1);
                before = await older.Checker.PartitionHashAsync();
            }

            await using var index = await IndexUnderTest.OnAsync(journal, journal, new IndexOptions { HotKeyEntriesMin = hotKeyEntriesMin, SmallKeyOthersMax = seed % 4, CachedRecordsMax = 100 });
            Assert.True((await index.Index.GetStatusAsync()).Backlog > 0);
            foreach (var deed in world.Deeds(random.Next(30)))
            {
                await index.DoAsync(deed);
                if (random.Next(20) == 0)
                {
                    await index.Index.SweepAsync();
                }
            }

            Assert.Equal(0, await index.Index.SweepAsync());
            await AssertSoundAsync(index, world);
            changed += before == await index.Checker.PartitionHashAsync() ? 0 : 1;
        }

        Assert.True(changed > 20, $"The older build hardly read otherwise ({changed} partitions changed), so the test shows nothing.");
    }

    /// <summary>Goal: whoever stays as they were hears nothing. Method: events since the older build name exactly the customers whose records changed.</summary>
    [Fact]
    public async Task Customers_that_stay_as_they_were_have_no_events()
    {
        var (changed, stayed) = (0, 0);
        foreach (var seed in Seeds.First(30))
        {
            var world = new SmallWorld(seed, identityCount: 30);
            using var core = SqliteJournalCore.OpenInMemory(TimeProvider.System);
            var journal = new InlineJournal(core);
            await using (var older = await IndexUnderTest.OnAsync(OlderBuild.On(journal), journal))
            {
                await older.DoAsync(world.Deeds(60), inFlight: 1);
            }

            var before = await PartitionAsync(journal);
            var events = (await journal.ReadStatusAsync()).LastEvent;
            await using var index = await IndexUnderTest.OnAsync(journal, journal);
            Assert.Equal(0, await index.Index.SweepAsync());
            var after = await PartitionAsync(journal);
            var differs = before.Keys.Union(after.Keys).Where(customer => before.GetValueOrDefault(customer) != after.GetValueOrDefault(customer)).ToHashSet();
            var told = (await journal.ReadEventsAsync(events, 1000)).SelectMany(step => step.Change.Others.Prepend(step.Change.Customer)).ToHashSet();
            Assert.True(differs.SetEquals(told), $"{differs.Count} customers differ, {told.Count} were told of; reproduce with CG_SEED={seed}");
            changed += differs.Count;
            stayed += after.Count - differs.Count(after.ContainsKey);
        }

        Assert.True(changed > 50 && stayed > 50, $"{changed} customers changed and {stayed} stayed, so the test shows nothing.");
    }

    /// <summary>Goal: a kill loses nothing. Method: the process is gone after so many writes, for every number of them up to the end; the next one goes on.</summary>
    [Fact]
    public async Task Reading_anew_that_is_cut_off_anywhere_is_finished_by_the_next_process()
    {
        foreach (var seed in Seeds.First(4))
        {
            var cutOff = 0;
            for (var writes = 1; ; writes++)
            {
                var world = new SmallWorld(seed, identityCount: 12);
                using var core = SqliteJournalCore.OpenInMemory(TimeProvider.System);
                var journal = new InlineJournal(core);
                await using (var older = await IndexUnderTest.OnAsync(OlderBuild.On(journal), journal))
                {
                    await older.DoAsync(world.Deeds(40), inFlight: 1);
                }

                var ended = true;
                await using (var killed = await IndexUnderTest.OnAsync(Interrupted.After(writes, journal), journal))
                {
                    try
                    {
                        ended = await killed.Index.SweepAsync() == 0 && (await journal.ReadStatusAsync()).OlderReadings == 0;
                    }
                    catch (JournalUnavailableException)
                    {
                        ended = false;
                    }
                }

                await using var next = await IndexUnderTest.OnAsync(journal, journal);
                Assert.Equal(0, await next.Index.SweepAsync());
                await AssertSoundAsync(next, world);
                if (ended)
                {
                    break;
                }

                cutOff++;
            }

            Assert.True(cutOff > 5, $"It was cut off {cutOff} times only, so the test shows nothing.");
        }
    }

    /// <summary>Goal: records flow while others are read anew. Method: lanes of deeds at once on the real writer while sweeps run beside them and grains are dropped all the time.</summary>
    [Fact]
    public async Task Records_that_change_and_go_while_others_are_read_anew_end_in_the_batch_answer()
    {
        foreach (var seed in Seeds.First(6))
        {
            var folder = Directory.CreateTempSubdirectory("customergrains-").FullName;
            var world = new SmallWorld(seed, identityCount: 40);
            await using (var journal = SqliteJournal.Open(folder, new SqliteStoreOptions { SynchronousFull = false }))
            {
                await using (var older = await IndexUnderTest.OnAsync(OlderBuild.On(journal), journal, crowdLimit: 8))
                {
                    await older.DoAsync(world.Deeds(120), inFlight: 16);
                }

                await using var index = await IndexUnderTest.OnAsync(journal, journal, hostOptions: FewGrains);
                await Task.WhenAll(index.DoAsync(world.Deeds(200), inFlight: 16), index.Index.SweepAsync(), Task.Run(() => index.Index.SweepAsync()));
                await UntilFinishedAsync(index);
                await AssertSoundAsync(index, world);
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Goal: a rolling upgrade keeps the law. Method: an older build and two of this one on one database, all taking records in, until the older one is told that it can no more.</summary>
    [Fact]
    public async Task An_older_build_beside_this_one_on_one_database_does_not_show_in_the_outcome()
    {
        var server = await PostgresServer.SharedAsync();
        foreach (var seed in Seeds.First(3))
        {
            var world = new SmallWorld(seed, identityCount: 40);
            var database = await server.CreateDatabaseAsync();
            await using (var first = await OpenAsync(database))
            {
                await using var second = await OpenAsync(database);
                await using var third = await OpenAsync(database);
                await using var older = await IndexUnderTest.OnAsync(OlderBuild.On(first), first, crowdLimit: 8);
                await older.DoAsync(world.Deeds(80), inFlight: 8);
                await using var one = await IndexUnderTest.OnAsync(second, second, hostOptions: FewGrains);
                await using var two = await IndexUnderTest.OnAsync(third, third, hostOptions: FewGrains);
                var lanes = world.Deeds(160).ToLookup(deed => deed.Lane % 3);
                await Task.WhenAll(
                    TryAsync(() => older.DoAsync([.. lanes[0]], inFlight: 8)),
                    one.DoAsync([.. lanes[1]], inFlight: 8),
                    two.DoAsync([.. lanes[2]], inFlight: 8),
                    one.Index.SweepAsync(),
                    two.Index.SweepAsync());
                await UntilFinishedAsync(one);
                await AssertSoundAsync(two, world);
                await Assert.ThrowsAsync<ServerOutdatedException>(() => older.PutAsync(world.Identity(0), world.Record()));
                await AssertSoundAsync(one, world);
            }

            await server.DropDatabaseAsync(database);
        }

        static Task<PostgresJournal> OpenAsync(string database) => PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = database, SynchronousCommit = false });
    }

    /// <summary>Goal: it runs by itself and is told. Method: start the index, wait until the status says that nothing is left; nothing is read again at the next start.</summary>
    [Fact]
    public async Task An_index_that_was_started_reads_anew_by_itself_and_says_when_it_has()
    {
        var world = new SmallWorld(7, identityCount: 60);
        var folder = Directory.CreateTempSubdirectory("customergrains-").FullName;
        await using (var journal = SqliteJournal.Open(folder, new SqliteStoreOptions { SynchronousFull = false }))
        {
            await using (var older = await IndexUnderTest.OnAsync(OlderBuild.On(journal), journal))
            {
                foreach (var identity in world.Identities)
                {
                    await older.PutAsync(identity, world.Record());
                }
            }

            await using (var index = await IndexUnderTest.OnAsync(journal, journal))
            {
                Assert.Equal(60, (await index.Index.GetStatusAsync()).Journal.OlderReadings);
                index.Index.Start();
                using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
                using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
                while ((await index.Index.GetStatusAsync(limit.Token)).Backlog > 0)
                {
                    await timer.WaitForNextTickAsync(limit.Token);
                }

                await AssertSoundAsync(index, world);
            }

            var position = (await journal.ReadStatusAsync()).LastPosition;
            await using var next = await IndexUnderTest.OnAsync(journal, journal);
            Assert.Equal(0, await next.Index.SweepAsync());
            Assert.Equal(position, (await journal.ReadStatusAsync()).LastPosition);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_store_that_a_later_version_has_begun_to_read_is_not_opened()
    {
        using var core = SqliteJournalCore.OpenInMemory(TimeProvider.System);
        var journal = new InlineJournal(core);
        await using (var index = await IndexUnderTest.OnAsync(journal, journal))
        {
            await index.PutAsync(new RecordIdentity("a", "1"), new SmallWorld(1).Record());
        }

        await journal.BeginReadingAsync(RecordReading.Version + 1);
        var refused = await Assert.ThrowsAsync<NewerReadingException>(() => IndexUnderTest.OnAsync(journal, journal));
        Assert.Contains("later version", refused.Message, StringComparison.Ordinal);
    }

    private static async Task TryAsync(Func<Task> deeds)
    {
        try
        {
            await deeds();
        }
        catch (ServerOutdatedException)
        {
            // All was read anew before it was done: it is told to stop.
        }
    }

    private static async Task UntilFinishedAsync(IndexUnderTest index)
    {
        while (await index.Index.SweepAsync() > 0 || (await index.Index.GetStatusAsync()).Backlog > 0)
        {
            // What others were in the way of is done now.
        }
    }

    private static async Task<Dictionary<CustomerNo, string>> PartitionAsync(IJournal journal)
    {
        var partition = new Dictionary<CustomerNo, string>();
        await foreach (var (customer, records) in journal.ReadPartitionAsync())
        {
            partition.Add(customer, string.Join(' ', records.Order()));
        }

        return partition;
    }

    /// <summary>Every live record is as this build reads its content, and the customers are what the batch makes of that.</summary>
    private static async Task AssertSoundAsync(IndexUnderTest index, SmallWorld world)
    {
        var hasher = new KeyHasher(new byte[16]);
        var records = await index.Journal.ReadLiveRecordsAsync(default, 1000);
        var bodies = await index.Journal.ReadBodiesAsync([.. records.Select(record => record.No)]);
        foreach (var (i, record) in records.Index())
        {
            var features = Standardiser.Standardise(SourceRecordCodec.Decode(bodies[i]!.Payload), new SourceDefaults());
            Assert.Equal(FeaturesCodec.Encode(features), record.Features);
            Assert.Equal(BlockingSchemes.Derive(features, hasher).Keys, record.Keys);
        }

        Assert.Empty(await index.Journal.ReadOlderReadingsAsync(default, RecordReading.Version, 10));
        Assert.Equal(0, (await index.Journal.ReadStatusAsync()).OlderReadings);
        var findings = await index.Checker.CheckAsync(world.Identities);
        Assert.True(findings.Count == 0, $"{string.Join(Environment.NewLine, findings)}{Environment.NewLine}reproduce with CG_SEED={world.Seed}");
    }
}
