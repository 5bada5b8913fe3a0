using CustomerGrains.Index.Journal;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Local;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;

namespace CustomerGrains.Index.Tests;

/// <summary>A change of model on a live index ends in what a fresh index under the new model would be, whatever goes on meanwhile, and touches nothing that stays as it was.</summary>
public sealed class ModelChangeTests
{
    /// <summary>Goal: the law under a changing model. Method: random deeds and changes between random models, in any order; check in between that every component is a resolution under one
    /// model, and at the end that everything is what the batch gives under the last.</summary>
    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(3, 1000)]
    [InlineData(3, 4)]
    public async Task Any_deeds_before_during_and_after_changes_of_model_end_in_the_batch_answer_under_the_last(int hotKeyEntriesMin, int crowdLimit)
    {
        foreach (var seed in Seeds.First(80))
        {
            var random = new Random(seed);
            var world = new SmallWorld(seed, identityCount: 16);
            await using var index = await IndexUnderTest.InMemoryAsync(new IndexOptions { HotKeyEntriesMin = hotKeyEntriesMin, SmallKeyOthersMax = seed % 4, CachedRecordsMax = 100 }, RandomModels.Next(random), crowdLimit);
            foreach (var deed in world.Deeds(90))
            {
                await index.DoAsync(deed);
                switch (random.Next(30))
                {
                    case 0:
                        await index.ApplyAsync(RandomModels.Next(random));
                        break;
                    case 1:
                        await index.Index.SweepAsync();
                        break;
                    case < 6:
                        await AssertSafeAsync(index, world);
                        break;
                }
            }

            await index.ApplyAsync(RandomModels.Next(random));
            await AssertSafeAsync(index, world);
            Assert.Equal(0, await index.Index.SweepAsync());
            await AssertSoundAsync(index, world);
        }
    }

    /// <summary>Goal: concurrency does not show. Method: lanes of deeds at once on the real writer, models changed among them, sweeps beside them, grains dropped all the time.</summary>
    [Fact]
    public async Task Deeds_and_changes_of_model_at_once_end_in_the_batch_answer()
    {
        foreach (var seed in Seeds.First(6))
        {
            var random = new Random(seed);
            var world = new SmallWorld(seed, identityCount: 40);
            await using var index = await IndexUnderTest.InFolderAsync(hostOptions: new LocalHostOptions { BlockingKeysMax = 4, CustomersMax = 2 });
            await index.DoAsync(world.Deeds(100), inFlight: 16);
            MatchingModel[] models = [RandomModels.Next(random), RandomModels.Next(random), RandomModels.Next(random)];
            await Task.WhenAll(
                index.DoAsync(world.Deeds(200), inFlight: 16),
                Parallel.ForEachAsync(models, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (model, cancellationToken) =>
                {
                    await index.ApplyAsync(model);
                    await index.Index.SweepAsync(cancellationToken);
                }));
            while (await index.Index.SweepAsync() > 0)
            {
                // What others were in the way of is done now.
            }

            await AssertSoundAsync(index, world);
        }
    }

    /// <summary>Goal: the change runs by itself, while the index serves. Method: start the index, apply, wait for the end to be noted.</summary>
    [Fact]
    public async Task An_index_that_was_started_places_everything_anew_by_itself()
    {
        var world = new SmallWorld(7, identityCount: 60);
        await using var index = await IndexUnderTest.InFolderAsync();
        foreach (var identity in world.Identities)
        {
            await index.PutAsync(identity, world.Record());
        }

        index.Index.Start();
        var applied = await index.ApplyAsync(RandomModels.Next(new Random(7)));
        Assert.Equal((PutModelOutcome.Applied, 2, 60), (applied.Outcome, applied.InForce.Stored.No.Value, applied.InForce.Stored.Records));
        await WaitForEndAsync(index);
        await AssertSoundAsync(index, world);
        Assert.Equal(["tester", ""], (await index.Index.ListModelsAsync(10)).Select(model => model.AppliedBy));
    }

    /// <summary>Goal: whoever stays as they were hears nothing. Method: the same model under another version; then back and forth; events name exactly the customers whose records changed.</summary>
    [Fact]
    public async Task Customers_that_stay_as_they_were_keep_their_ids_and_have_no_events()
    {
        var changed = 0;
        foreach (var seed in Seeds.First(30))
        {
            var random = new Random(seed);
            var world = new SmallWorld(seed, identityCount: 30);
            await using var index = await IndexUnderTest.InMemoryAsync();
            await index.DoAsync(world.Deeds(60), inFlight: 1);
            var before = await PartitionAsync(index);
            var events = (await index.Journal.ReadStatusAsync()).LastEvent;
            await index.ApplyAsync(RandomModels.Renamed(MatchingModel.Default, "the same by another name"));
            await index.Index.SweepAsync();
            Assert.Equal(before, await PartitionAsync(index));
            Assert.Equal(events, (await index.Journal.ReadStatusAsync()).LastEvent);

            await index.ApplyAsync(RandomModels.Next(random));
            await index.Index.SweepAsync();
            var after = await PartitionAsync(index);
            var differs = before.Keys.Union(after.Keys).Where(customer => before.GetValueOrDefault(customer) != after.GetValueOrDefault(customer)).ToHashSet();
            var told = (await index.Journal.ReadEventsAsync(events, 1000)).SelectMany(step => step.Change.Others.Prepend(step.Change.Customer)).ToHashSet();
            Assert.True(differs.SetEquals(told), $"{differs.Count} customers differ, {told.Count} were told of; reproduce with CG_SEED={seed}");
            changed += differs.Count;

            await index.ApplyAsync(MatchingModel.Default);
            await index.Index.SweepAsync();
            Assert.Equal(before.Values.Order(), (await PartitionAsync(index)).Values.Order());
            await AssertSoundAsync(index, world);
        }

        Assert.True(changed > 100, $"The models hardly differ ({changed} customers changed), so the test shows nothing.");
    }

    /// <summary>Goal: what the diff says is what the change does. Method: diff, apply, compare; hot keys in both.</summary>
    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(3, 1000)]
    [InlineData(1000, 4)]
    [InlineData(3, 4)]
    public async Task The_diff_says_what_the_change_does_and_changes_nothing(int hotKeyEntriesMin, int crowdLimit)
    {
        var kinds = new HashSet<ModelDiffKind>();
        foreach (var seed in Seeds.First(60))
        {
            var world = new SmallWorld(seed, identityCount: 25);
            await using var index = await IndexUnderTest.InMemoryAsync(new IndexOptions { HotKeyEntriesMin = hotKeyEntriesMin, SmallKeyOthersMax = seed % 4, CachedRecordsMax = 100 }, crowdLimit: crowdLimit);
            await index.DoAsync(world.Deeds(60), inFlight: 1);
            var (before, status) = (await PartitionAsync(index), await index.Journal.ReadStatusAsync());
            var model = RandomModels.Next(new Random(seed));
            var diff = await index.Index.DiffModelAsync(model, 1000);
            Assert.Equal((before.Count, status.LiveRecords, model), (diff.CustomersBefore, diff.Records, diff.Other));
            Assert.Equal(status, await index.Journal.ReadStatusAsync());

            await index.ApplyAsync(model);
            await index.Index.SweepAsync();
            var after = await PartitionAsync(index);
            Assert.Equal(after.Count, diff.CustomersAfter);
            Assert.Equal(diff.Changes.Count, diff.Merges + diff.Splits + diff.Regroupings);
            Assert.Equal(diff.CustomersChanged, diff.Changes.Sum(change => change.Before.Count));
            string Words(IEnumerable<RecordIdentity> records) => string.Join(' ', records.Order());
            foreach (var (customer, records) in diff.Changes.SelectMany(change => change.Before))
            {
                Assert.Equal(before[customer], Words(records));
            }

            // Take what it says of those that change for what they are: then it is the partition as it came.
            var named = diff.Changes.SelectMany(change => change.Before).Select(customer => customer.Customer).ToHashSet();
            var said = before.Where(customer => !named.Contains(customer.Key)).Select(customer => customer.Value).Concat(diff.Changes.SelectMany(change => change.After).Select(Words));
            Assert.True(said.Order().SequenceEqual(after.Values.Order()), $"not what the diff said; reproduce with CG_SEED={seed}");
            foreach (var change in diff.Changes)
            {
                kinds.Add(change.Kind);
                Assert.Equal(change.Kind, (change.Before.Count, change.After.Count) switch { (_, 1) => ModelDiffKind.Merge, (1, _) => ModelDiffKind.Split, _ => ModelDiffKind.Regrouping });
                Assert.True(change.Reason is null || change.Reason.Summary.Length > 0);
            }
        }

        Assert.Equal(3, kinds.Count);
    }

    [Fact]
    public async Task A_store_is_continued_under_the_model_it_has_and_not_under_another()
    {
        await using var index = await IndexUnderTest.InMemoryAsync();
        var other = MatchingModel.Default.WithOneToOneSources(["a"]);
        var refused = await Assert.ThrowsAsync<ModelMismatchException>(async () => await ModelChanger.OpenAsync(index.Journal, other));
        Assert.Contains($"is under model '{MatchingModel.Default.Version}', not '{other.Version}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("cgrains model apply", refused.Message, StringComparison.Ordinal);
        await index.ApplyAsync(other);
        Assert.Equal(other.Version, (await ModelChanger.OpenAsync(index.Journal, null)).Model.Version);
        Assert.Equal(other.Version, (await ModelChanger.OpenAsync(index.Journal, other)).Model.Version);
        await Assert.ThrowsAsync<ModelMismatchException>(async () => await ModelChanger.OpenAsync(index.Journal, MatchingModel.Default));
    }

    [Fact]
    public async Task A_version_stands_for_one_content()
    {
        await using var index = await IndexUnderTest.InMemoryAsync();
        Assert.Equal(PutModelOutcome.InForce, (await index.ApplyAsync(MatchingModel.Default)).Outcome);
        var changed = RandomModels.Renamed(RandomModels.Next(new Random(1)), MatchingModel.Default.BaseVersion).WithOneToOneSources([]).ForPopulation(1);
        Assert.Equal(PutModelOutcome.VersionTaken, (await index.ApplyAsync(changed)).Outcome);
        var mismatch = await Assert.ThrowsAsync<ModelMismatchException>(async () => await ModelChanger.OpenAsync(index.Journal, changed));
        Assert.Contains("every change of a model needs a version of its own", mismatch.Message, StringComparison.Ordinal);
        Assert.Equal(["applied_by"], (await Assert.ThrowsAsync<InvalidFieldsException>(() => index.Index.ApplyModelAsync(new ApplyModelCommand(changed, "", "")))).Violations.Select(violation => violation.Field));
    }

    /// <summary>Ends when the change does; the sweep of a started index runs by itself, so its end is looked for.</summary>
    private static async Task WaitForEndAsync(IndexUnderTest index)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while ((await index.Index.GetModelAsync(limit.Token)).Stored.FinishedAt is null)
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private static async Task<Dictionary<CustomerNo, string>> PartitionAsync(IndexUnderTest index)
    {
        var customers = new Dictionary<CustomerNo, string>();
        await foreach (var (customer, records) in index.Journal.ReadPartitionAsync())
        {
            customers.Add(customer, string.Join(' ', records.Order()));
        }

        return customers;
    }

    private static async Task AssertSafeAsync(IndexUnderTest index, SmallWorld world)
    {
        var findings = await index.Checker.CheckSafetyAsync(world.Identities);
        Assert.True(findings.Count == 0, $"{string.Join("; ", findings)}; reproduce with CG_SEED={world.Seed}");
    }

    private static async Task AssertSoundAsync(IndexUnderTest index, SmallWorld world)
    {
        var findings = await index.Checker.CheckAsync(world.Identities);
        Assert.True(findings.Count == 0, $"{string.Join("; ", findings)}; reproduce with CG_SEED={world.Seed}");
    }
}
