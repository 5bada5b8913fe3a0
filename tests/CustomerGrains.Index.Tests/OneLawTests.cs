using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Local;
using CustomerGrains.Matching.Resolving;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.Tests;

/// <summary>partition = f(records, assertions, model): against a batch that shares only the pure library, over random deeds.</summary>
public sealed class OneLawTests
{
    // So few that idle grains are dropped all the time.
    private static readonly LocalHostOptions FewGrains = new() { BlockingKeysMax = 4, CustomersMax = 2 };

    /// <summary>Goal: after any sequence of records, updates, deletes, restores, decisions and repeats the index is what the batch says. Method: do them one by one, check.</summary>
    [Fact]
    public async Task Any_sequence_of_deeds_ends_in_the_batch_answer()
    {
        foreach (var seed in Seeds.First(150))
        {
            var world = new SmallWorld(seed);
            await using var index = await IndexUnderTest.InMemoryAsync();
            await index.DoAsync(world.Deeds(60), inFlight: 1);
            await AssertSoundAsync(index, world);
        }
    }

    /// <summary>Goal: the same with keys so often hot that splitting is the rule.</summary>
    [Fact]
    public async Task Hot_keys_change_cost_and_not_outcome()
    {
        foreach (var seed in Seeds.First(60))
        {
            var world = new SmallWorld(seed, identityCount: 25);
            await using var index = await IndexUnderTest.InMemoryAsync(new IndexOptions { HotKeyEntriesMin = 3, SmallKeyOthersMax = seed % 3, CachedRecordsMax = 100 });
            await index.DoAsync(world.Deeds(80), inFlight: 1);
            await AssertSoundAsync(index, world);
        }
    }

    /// <summary>Goal: values that a crowd shares say nothing, and say something again when the crowd is gone, whatever led there. Method: crowds of so few that values cross the limit all the
    /// time, in both directions.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Values_that_become_crowded_and_cease_to_be_end_in_the_batch_answer(int limit)
    {
        var reopened = 0;
        foreach (var seed in Seeds.First(60))
        {
            var world = new SmallWorld(seed, identityCount: 20);
            await using var index = await IndexUnderTest.InMemoryAsync(new IndexOptions { HotKeyEntriesMin = 3, SmallKeyOthersMax = seed % 3 }, crowdLimit: limit);
            await index.DoAsync(world.Deeds(80), inFlight: 1);
            await AssertSoundAsync(index, world);
            foreach (var identity in world.Identities)
            {
                var number = await index.Journal.FindRecordAsync(identity);
                reopened += !number.IsNone && (await index.Journal.ReadRecordsAsync([number]))[0] is { } record && record.Revision > record.ContentRevision ? 1 : 0;
            }
        }

        Assert.True(reopened > 100, $"Only {reopened} records were opened anew, so the test shows next to nothing.");
    }

    /// <summary>Goal: the same under concurrency.</summary>
    [Fact]
    public async Task Crowds_under_concurrency_end_in_the_batch_answer()
    {
        foreach (var seed in Seeds.First(6))
        {
            var world = new SmallWorld(seed, identityCount: 40);
            await using var index = await IndexUnderTest.InFolderAsync(hostOptions: FewGrains, crowdLimit: 8);
            await index.DoAsync(world.Deeds(200), inFlight: 32);
            await index.Index.SweepAsync();
            await AssertSoundAsync(index, world);
        }
    }

    /// <summary>Goal: what sources that hold nobody twice add keeps the law, also when the rival of a weak pair comes or goes later.</summary>
    [Fact]
    public async Task Sources_that_hold_nobody_twice_keep_the_law()
    {
        foreach (var seed in Seeds.First(100))
        {
            var world = new SmallWorld(seed, identityCount: 16);
            await using var index = await IndexUnderTest.InMemoryAsync(model: MatchingModel.Default.WithOneToOneSources(["a", "b"]));
            await index.DoAsync(world.Deeds(80), inFlight: 1);
            await AssertSoundAsync(index, world);
        }
    }

    /// <summary>Goal: concurrency does not show. Method: lanes of deeds at once on the real writer, grains dropped all the time.</summary>
    [Theory]
    [InlineData(4, 0, 200)]
    [InlineData(64, 0, 200)]
    [InlineData(64, 0, 3)]
    [InlineData(64, 2, 3)]
    [InlineData(64, 32, 200)]
    public async Task Deeds_at_once_end_in_the_batch_answer(int inFlight, int smallKeyOthersMax, int hotKeyEntriesMin)
    {
        foreach (var seed in Seeds.First(4))
        {
            var world = new SmallWorld(seed, identityCount: 40);
            await using var index = await IndexUnderTest.InFolderAsync(new IndexOptions { HotKeyEntriesMin = hotKeyEntriesMin, SmallKeyOthersMax = smallKeyOthersMax }, FewGrains);
            await index.DoAsync(world.Deeds(200), inFlight);
            await index.Index.SweepAsync();
            await AssertSoundAsync(index, world);
        }
    }

    /// <summary>Goal: neither gathered evidence nor what a large component remembers shows in the outcome. Method: so many records of so few values that one component is beyond the size that is compared pair by pair, records
    /// that come, change and go 64 at a time, and a few decisions among them.</summary>
    [Fact]
    public async Task A_large_component_under_concurrency_ends_in_the_batch_answer()
    {
        var world = new SmallWorld(Seeds.First(1).Single(), identityCount: ComponentResolver.MembersMax + 300);
        await using var index = await IndexUnderTest.InFolderAsync(crowdLimit: 100_000);
        await index.DoAsync([.. world.Deeds(1_500).Where((deed, place) => deed is not DecideDeed || place % 50 == 0)], inFlight: 64);
        await index.Index.SweepAsync();
        var components = await Task.WhenAll(world.Identities.Select(async identity => (await index.Journal.ReadRecordsAsync([await index.Journal.FindRecordAsync(identity)]))[0]?.Component ?? default));
        var largest = components.Where(component => !component.IsNone).GroupBy(component => component).Max(component => component.Count());
        Assert.True(largest > ComponentResolver.MembersMax, $"The largest component has {largest} records, so the test shows nothing.");
        await AssertSoundAsync(index, world);
    }

    /// <summary>Goal: order does not show. Method: the same versions of the same records in shuffled orders, some sent twice, then the same decisions; one hash.</summary>
    [Fact]
    public async Task Any_order_of_arrival_gives_one_partition()
    {
        foreach (var seed in Seeds.First(8))
        {
            var world = new SmallWorld(seed, identityCount: 30);
            var puts = world.Identities.SelectMany(identity => Enumerable.Range(1, 3).Select(version => new PutCommand(identity, world.Record(), version))).ToArray();
            var deletes = puts.Where(put => put.SourceVersion == 2).Take(10).Select(put => new DeleteCommand(put.Identity, 4)).ToArray();
            var decisions = world.Deeds(60).OfType<DecideDeed>().ToArray();
            var hashes = new HashSet<string>();
            for (var shuffle = 0; shuffle < 8; shuffle++)
            {
                var random = new Random((seed * 1000) + shuffle);
                var sends = puts.Cast<object>().Concat(deletes).Concat(shuffle % 2 == 0 ? puts : []).ToArray();
                random.Shuffle(sends);
                await using var index = await IndexUnderTest.InMemoryAsync();
                foreach (var send in sends)
                {
                    await (send is PutCommand put ? index.Index.PutAsync(put) : index.Index.DeleteAsync((DeleteCommand)send));
                }

                foreach (var decision in decisions)
                {
                    await index.DoAsync(decision);
                }

                await AssertSoundAsync(index, world);
                hashes.Add(await index.Checker.PartitionHashAsync());
            }

            Assert.True(hashes.Count == 1, $"{hashes.Count} partitions of one set of records; reproduce with CG_SEED={seed}");
        }
    }

    /// <summary>Goal: a repeat changes nothing. Method: send the last state of everything again; no event, no other partition.</summary>
    [Fact]
    public async Task Sending_everything_again_changes_nothing()
    {
        foreach (var seed in Seeds.First(20))
        {
            var world = new SmallWorld(seed);
            await using var index = await IndexUnderTest.InMemoryAsync();
            var puts = world.Identities.Select(identity => new PutCommand(identity, world.Record())).ToArray();
            foreach (var put in puts)
            {
                await index.Index.PutAsync(put);
            }

            var before = (await index.Journal.ReadStatusAsync(), await index.Checker.PartitionHashAsync());
            foreach (var put in puts)
            {
                Assert.Equal(AcceptEffect.Unchanged, (await index.Index.PutAsync(put)).Effect);
            }

            Assert.Equal(before, (await index.Journal.ReadStatusAsync(), await index.Checker.PartitionHashAsync()));
        }
    }

    /// <summary>Goal: undo. Method: in any state, call two records of different customers the same, then withdraw; partition, ids and explanations are as before.</summary>
    [Fact]
    public async Task A_merge_by_decision_that_is_withdrawn_leaves_everything_as_it_was()
    {
        var merged = 0;
        foreach (var seed in Seeds.First(60))
        {
            var world = new SmallWorld(seed, identityCount: 8);
            await using var index = await IndexUnderTest.InMemoryAsync();
            foreach (var identity in world.Identities)
            {
                await index.PutAsync(identity, world.Record());
            }

            var (a, b) = (world.Identity(0), world.Identity(1 + (seed % 7)));
            var before = await DescribeAsync(index, world);
            await index.DecideAsync(a, b, AssertionDecision.Same);
            merged += before == await DescribeAsync(index, world) ? 0 : 1;
            await index.DecideAsync(a, b, AssertionDecision.Withdraw);
            Assert.True(before == await DescribeAsync(index, world), $"not as before; reproduce with CG_SEED={seed}");
        }

        Assert.True(merged > 5, "The decisions merged next to nothing, so the test shows nothing.");
    }

    private static async Task<string> DescribeAsync(IndexUnderTest index, SmallWorld world)
    {
        var lines = new List<string>();
        foreach (var identity in world.Identities)
        {
            var view = (await index.Index.GetByRecordAsync(identity))!;
            var how = (await index.Index.ExplainCustomerAsync(view.No))!;
            lines.Add($"{identity} {view.No} {view.DisplayName} {how.Summary} {string.Join(';', how.Pairs.Select(pair => $"{pair.A}-{pair.B}:{pair.Explanation.Score.Weight}"))}");
        }

        return string.Join('\n', lines);
    }

    private static async Task AssertSoundAsync(IndexUnderTest index, SmallWorld world)
    {
        var findings = await index.Checker.CheckAsync(world.Identities);
        Assert.True(findings.Count == 0, $"{string.Join("; ", findings)}; reproduce with CG_SEED={world.Seed}");
    }
}
