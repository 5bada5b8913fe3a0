using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Local;
using CustomerGrains.Matching.Records;
using CustomerGrains.Orleans.Tests.Clusters;

namespace CustomerGrains.Orleans.Tests.Pipeline;

/// <summary>The life of a record in a cluster: the same grains, the same journal, the same answer as in one process.</summary>
public sealed class PipelineTests
{
    /// <summary>Goal: hosts do not show. Method: the same made-up people into one process and into three silos at once; one partition hash, and it is the batch's.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 32)]
    public async Task A_cluster_makes_the_customers_that_one_process_makes(int seed, int smallKeyOthersMax)
    {
        var puts = new MadeUpPeople(seed).Puts(600, record => record);
        await using var alone = await SharedJournal.OpenAsync();
        await using (var local = await LocalIndex.OpenAsync(alone.Journal, alone.Journal, start: false))
        {
            foreach (var put in puts)
            {
                await local.Index.PutAsync(put);
            }
        }

        await using var shared = await SharedJournal.OpenAsync();
        await using var cluster = await ClusterUnderTest.StartAsync(shared, silos: 3, options => options.SmallKeyOthersMax = smallKeyOthersMax);
        await cluster.PutAsync(puts, inFlight: 32);

        Assert.Equal(await alone.Checker.PartitionHashAsync(), await shared.Checker.PartitionHashAsync());
        await AssertSoundAsync(shared, puts.Select(put => put.Identity), seed);
        Assert.True(smallKeyOthersMax > 0 || cluster.Calls.Counts["key.RegisterAsync"] > puts.Count / 4, "Hardly a key was asked, so the test shows next to nothing.");
    }

    /// <summary>Goal: records that all have to do with each other, updates, deletes and decisions through several silos at once keep the law.</summary>
    [Fact]
    public async Task Deeds_at_several_silos_at_once_end_in_the_batch_answer()
    {
        foreach (var seed in Seeds.First(4))
        {
            await using var shared = await SharedJournal.OpenAsync(crowdLimit: 8);
            await using var cluster = await ClusterUnderTest.StartAsync(shared, configure: options => (options.HotKeyEntriesMin, options.SmallKeyOthersMax) = (5, seed % 4));
            var world = new SmallWorld(seed, identityCount: 40);
            await cluster.DoAsync(world.Deeds(200), inFlight: 24);
            await ClusterUnderTest.IndexOf(cluster.Silos[0]).SweepAsync();
            await AssertSoundAsync(shared, world.Identities, seed);
            Assert.Empty(cluster.Calls.BetweenGrains);
        }
    }

    /// <summary>Goal: "one activation" is not needed. Method: two clusters that know nothing of each other on one journal, so that every key and every owner has two activations.</summary>
    [Fact]
    public async Task Two_activations_of_every_grain_keep_the_law()
    {
        foreach (var seed in Seeds.First(3))
        {
            await using var shared = await SharedJournal.OpenAsync(crowdLimit: 8);
            await using var one = await ClusterUnderTest.StartAsync(shared, silos: 1);
            await using var other = await ClusterUnderTest.StartAsync(shared, silos: 1);
            var world = new SmallWorld(seed, identityCount: 40);
            var deeds = world.Deeds(240);
            await Task.WhenAll(
                one.DoAsync([.. deeds.Where((_, index) => index % 2 == 0)], inFlight: 12),
                other.DoAsync([.. deeds.Where((_, index) => index % 2 == 1)], inFlight: 12));
            await ClusterUnderTest.IndexOf(one.Silos[0]).SweepAsync();
            await AssertSoundAsync(shared, world.Identities, seed);
            Assert.True(one.KeyActivations > 0 && other.KeyActivations > 0);
        }
    }

    /// <summary>Goal: a key that few records have costs no grain, and they are compared all the same; it becomes a grain when more share it.</summary>
    [Fact]
    public async Task A_key_becomes_a_grain_with_the_record_that_meets_more_than_few()
    {
        await using var shared = await SharedJournal.OpenAsync();
        await using var cluster = await ClusterUnderTest.StartAsync(shared, configure: options => options.SmallKeyOthersMax = 1);
        var person = new SourceRecord
        {
            Names = [new PersonName { Given = "Margaret", Surname = "Okonkwo" }],
            BirthDates = ["1961-03-12"],
            Emails = ["m.okonkwo@northmail.net"],
        };
        await cluster.Indexes[0].PutAsync(new PutCommand(new RecordIdentity("a", "1"), person));
        Assert.Equal(0, cluster.KeyActivations);
        Assert.Empty(cluster.Calls.Counts);

        var second = await cluster.Indexes[1].PutAsync(new PutCommand(new RecordIdentity("b", "1"), person));
        var first = await shared.Journal.ReadRecordsAsync([new RecordNo(1)]);
        Assert.Equal(first[0]!.Customer, second.Customer);
        Assert.Equal(0, cluster.KeyActivations);
        Assert.DoesNotContain("key.RegisterAsync", cluster.Calls.Counts.Keys);

        var third = await cluster.Indexes[0].PutAsync(new PutCommand(new RecordIdentity("b", "2"), person));
        Assert.Equal(second.Customer, third.Customer);
        Assert.Equal(first[0]!.Keys.Length, cluster.KeyActivations);
    }

    /// <summary>Goal: a record that leaves a key wakes no grain that sleeps, and one that is awake in the same silo forgets it.</summary>
    [Fact]
    public async Task Withdrawing_from_a_key_activates_no_grain()
    {
        await using var shared = await SharedJournal.OpenAsync();
        await using var cluster = await ClusterUnderTest.StartAsync(shared, silos: 1);
        var record = new SourceRecord { Names = [new PersonName { Given = "Margaret", Surname = "Okonkwo" }], BirthDates = ["1961-03-12"] };
        var moved = record with { BirthDates = ["1984-07-30"] };
        await cluster.Indexes[0].PutAsync(new PutCommand(new RecordIdentity("a", "1"), record));
        await cluster.Indexes[0].PutAsync(new PutCommand(new RecordIdentity("a", "1"), moved));
        Assert.Equal(0, cluster.KeyActivations);

        await cluster.Indexes[0].PutAsync(new PutCommand(new RecordIdentity("b", "1"), moved));
        var active = cluster.KeyActivations;
        Assert.True(active > 0);
        await cluster.Indexes[0].PutAsync(new PutCommand(new RecordIdentity("b", "1"), record));
        Assert.Equal(active, cluster.KeyActivations);
        Assert.True(cluster.Calls.Counts["key.WithdrawAsync"] > 0);
    }

    /// <summary>Goal: a grain that was dropped for idleness comes back from the journal with all it must know.</summary>
    [Fact]
    public async Task Grains_that_were_idle_are_dropped_and_come_back()
    {
        await using var shared = await SharedJournal.OpenAsync();
        await using var cluster = await ClusterUnderTest.StartAsync(shared);
        var puts = new MadeUpPeople(7).Puts(200, record => record);
        await cluster.PutAsync([.. puts.Take(100)], inFlight: 8);
        Assert.True(cluster.ActiveKeyCount > 0);

        var management = cluster.Cluster.Client.GetGrain<IManagementGrain>(0);
        await management.ForceActivationCollection(TimeSpan.Zero);
        Assert.Equal(0, cluster.ActiveKeyCount);

        await cluster.PutAsync([.. puts.Skip(100)], inFlight: 8);
        await AssertSoundAsync(shared, puts.Select(put => put.Identity), seed: 7);
    }

    private static async Task AssertSoundAsync(SharedJournal shared, IEnumerable<RecordIdentity> identities, int seed)
    {
        var findings = await shared.Checker.CheckAsync(identities);
        Assert.True(findings.Count == 0, $"CG_SEED={seed}: {string.Join("; ", findings)}");
    }
}
