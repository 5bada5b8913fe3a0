using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Local;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.PostgresServers;

namespace CustomerGrains.Index.Tests;

/// <summary>The law on PostgreSQL, and with several indexes on one database at once: the essence of a cluster, without its host.</summary>
public sealed class PostgresLawTests
{
    private static readonly LocalHostOptions FewGrains = new() { BlockingKeysMax = 4, CustomersMax = 2 };

    /// <summary>Goal: neither the store nor the number of processes shows. Method: the same deeds one by one on SQLite, and in lanes over two indexes on one database; each against the batch. Decisions
    /// and deletes arrive in another order in each, so only what both were told to the end is compared: every record's last version.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(5)]
    public async Task Two_indexes_on_one_database_end_in_the_batch_answer(int crowdLimit)
    {
        var server = await PostgresServer.SharedAsync();
        foreach (var seed in Seeds.First(3))
        {
            var world = new SmallWorld(seed, identityCount: 40);
            var database = await server.CreateDatabaseAsync();
            await using (var one = await IndexUnderTest.OnPostgresAsync(database, new IndexOptions { HotKeyEntriesMin = 3, SmallKeyOthersMax = seed % 3 }, FewGrains, crowdLimit: crowdLimit))
            {
                await using var two = await IndexUnderTest.OnPostgresAsync(database, hostOptions: FewGrains, crowdLimit: crowdLimit);
                var lanes = world.Deeds(240).ToLookup(deed => deed.Lane % 2);
                await Task.WhenAll(one.DoAsync([.. lanes[0]], inFlight: 16), two.DoAsync([.. lanes[1]], inFlight: 16));
                await one.Index.SweepAsync();
                await AssertSoundAsync(one, world);
                Assert.Equal(await one.Checker.PartitionHashAsync(), await two.Checker.PartitionHashAsync());
            }

            await server.DropDatabaseAsync(database);
        }
    }

    /// <summary>Goal: a record may change hands at any moment. Method: every deed goes to a random one of three indexes, one after another, so each index meets what the others left.</summary>
    [Fact]
    public async Task Deeds_that_go_to_any_index_give_the_partition_that_one_index_on_sqlite_gives()
    {
        var server = await PostgresServer.SharedAsync();
        foreach (var seed in Seeds.First(5))
        {
            var world = new SmallWorld(seed, identityCount: 16);
            var deeds = world.Deeds(120);
            await using var sqlite = await IndexUnderTest.InMemoryAsync();
            await sqlite.DoAsync(deeds, inFlight: 1);

            var database = await server.CreateDatabaseAsync();
            var random = new Random(seed);
            var indexes = new List<IndexUnderTest>();
            for (var i = 0; i < 3; i++)
            {
                indexes.Add(await IndexUnderTest.OnPostgresAsync(database, hostOptions: FewGrains));
            }

            foreach (var deed in deeds)
            {
                await indexes[random.Next(indexes.Count)].DoAsync(deed);
            }

            await AssertSoundAsync(indexes[0], world);
            Assert.True(await sqlite.Checker.PartitionHashAsync() == await indexes[1].Checker.PartitionHashAsync(), $"not as on SQLite; reproduce with CG_SEED={seed}");
            foreach (var index in indexes)
            {
                await index.DisposeAsync();
            }

            await server.DropDatabaseAsync(database);
        }
    }

    /// <summary>Goal: a change of model reaches every process. Method: one index applies another model while both take records; the other learns of it by commits that are refused.</summary>
    [Fact]
    public async Task A_model_that_one_index_applies_is_in_force_for_all()
    {
        var server = await PostgresServer.SharedAsync();
        foreach (var seed in Seeds.First(2))
        {
            var world = new SmallWorld(seed, identityCount: 30);
            var database = await server.CreateDatabaseAsync();
            await using (var one = await IndexUnderTest.OnPostgresAsync(database))
            {
                await using var two = await IndexUnderTest.OnPostgresAsync(database);
                var lanes = world.Deeds(120).ToLookup(deed => deed.Lane % 2);
                await one.DoAsync([.. lanes[0]], inFlight: 4);
                await Task.WhenAll(one.ApplyAsync(MatchingModel.Default.WithOneToOneSources(["a", "b"])), two.DoAsync([.. lanes[1]], inFlight: 4));
                await one.Index.SweepAsync();
                await AssertSoundAsync(one, world);
            }

            await server.DropDatabaseAsync(database);
        }
    }

    private static async Task AssertSoundAsync(IndexUnderTest index, SmallWorld world)
    {
        var findings = await index.Checker.CheckAsync(world.Identities);
        Assert.True(findings.Count == 0, $"{string.Join(Environment.NewLine, findings)}{Environment.NewLine}reproduce with CG_SEED={world.Seed}");
    }
}
