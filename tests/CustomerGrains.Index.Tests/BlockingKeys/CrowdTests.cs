using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Local;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Sqlite.Writing;

namespace CustomerGrains.Index.Tests.BlockingKeys;

/// <summary>One value in very many records: its stated treatment, what it costs, and the way back.</summary>
public sealed class CrowdTests
{
    private static readonly Dictionary<string, Func<SourceRecord, SourceRecord>> Values = new()
    {
        ["phone"] = record => record with { Phones = [new Phone("01632 960001")] },
        ["e-mail"] = record => record with { Emails = ["j.shared@councilhouse.net"] },
        ["identifier"] = record => record with { Identifiers = [new Identifier { Type = "account", Value = "5820417" }] },
        ["e-mail local part"] = record => record with { Emails = [$"j.shared@{record.Names[0].Surname}{record.Names[0].Given}.net"] },
        ["trait"] = record => record with { Traits = [new Trait("segment", TraitKind.Exact, "gold")] },
        ["website"] = record => record with { Websites = ["councilhouse.net"] },
    };

    /// <summary>Goal: people who all have one value are the customers they would be without it, as the batch says, and from the moment it is crowded cost nothing more. Method: the same people with
    /// and without the value; entries of keys that a registration may meet, counted record by record.</summary>
    [Theory]
    [InlineData("phone")]
    [InlineData("e-mail")]
    [InlineData("identifier")]
    [InlineData("website")]
    [InlineData("e-mail local part")]
    [InlineData("trait")]
    public async Task A_value_in_every_record_changes_nobody_and_costs_no_more_than_a_crowd(string scheme)
    {
        const int Records = 1_200;
        var limit = CrowdedValues.LimitDefault;
        var (plain, plainHash, _) = await EntriesMetAsync(new MadeUpPeople(1).Puts(Records, record => record));
        var (flooded, floodedHash, hot) = await EntriesMetAsync(new MadeUpPeople(1).Puts(Records, Values[scheme]));
        var countsStill = scheme is "e-mail local part" or "trait";
        Assert.Contains((scheme, Records, countsStill ? HotKeyEffect.CrowdedKey : HotKeyEffect.Crowded), hot);
        if (!countsStill)
        {
            Assert.Equal(plainHash, floodedHash);
            Assert.Equal(plain[(limit + 1)..], flooded[(limit + 1)..]);
        }

        Assert.True(flooded.Sum() <= plain.Sum() + (2L * limit * limit), $"{flooded.Sum()} entries met, {plain.Sum()} without the value");
    }

    /// <summary>Goal: both directions. Method: two that nothing but a phone and a name brings together, and a crowd that comes and goes, by deletes and by updates.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_value_says_something_again_when_the_crowd_has_gone(bool byDelete)
    {
        await using var index = await IndexUnderTest.InMemoryAsync(crowdLimit: 5);
        SourceRecord Thin(string given, string surname) => new() { Names = [new PersonName { Given = given, Surname = surname }], Phones = [new Phone("01632 960001")] };
        var (one, other) = (new RecordIdentity("a", "1"), new RecordIdentity("b", "1"));
        await index.PutAsync(one, Thin("Ottoline", "Barraclough"));
        await index.PutAsync(other, Thin("Ottoline", "Barraclough"));
        RecordIdentity[] crowd = [.. new[] { "Xaver", "Yusuf", "Zelda", "Wanda" }.Select(given => new RecordIdentity("a", given))];
        async Task<bool> AreOneAsync() => (await index.Index.GetByRecordAsync(one))!.No == (await index.Index.GetByRecordAsync(other))!.No;

        for (var round = 0; round < 3; round++)
        {
            foreach (var identity in crowd)
            {
                Assert.True(await AreOneAsync());
                await index.PutAsync(identity, Thin(identity.RecordId, $"{identity.RecordId}quist"));
            }

            Assert.False(await AreOneAsync());
            foreach (var identity in crowd.Reverse())
            {
                await (byDelete
                    ? index.Index.DeleteAsync(new DeleteCommand(identity))
                    : index.PutAsync(identity, Thin(identity.RecordId, $"{identity.RecordId}quist") with { Phones = [] }));
                Assert.True(await AreOneAsync());
            }
        }

        RecordIdentity[] all = [one, other, .. crowd];
        Assert.Empty(await index.Checker.CheckAsync(all));

        // Who is opened anew has said nothing new.
        Assert.DoesNotContain(await index.Journal.ReadEventsAsync(0, 1000), step => step.Change.Updated.Any(record => record.Value <= 2));
    }

    /// <summary>Goal: staff see what became of the value.</summary>
    [Fact]
    public async Task A_crowded_value_is_listed_explained_and_found_by_a_search()
    {
        await using var index = await IndexUnderTest.InMemoryAsync(new IndexOptions { HotKeyEntriesMin = 10, SmallKeyOthersMax = 0 }, crowdLimit: 10);
        var puts = new MadeUpPeople(2).Puts(40, Values["phone"]);
        foreach (var put in puts)
        {
            await index.Index.PutAsync(put);
        }

        var hot = (await index.Index.ListHotKeysAsync(10)).First(key => key.Scheme == "phone");
        Assert.Equal((40, HotKeyEffect.Crowded), (hot.Records, hot.Effect));
        var why = (await index.Index.ExplainRecordsAsync(puts[0].Identity, puts[1].Identity))!;
        Assert.Contains("The same phone says nothing, because more than 10 records have it.", why.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("phone", why.Pairs[0].SharedSchemes);
        var found = await index.Index.SearchAsync(new SearchQuery(null, new SourceDefaults(), "01632 960001", Skip: 0, Count: 100));
        Assert.Equal((await index.Index.GetStatusAsync()).Journal.LiveCustomers, found.Hits.Count);
    }

    /// <summary>Goal: the limit is fixed when a store is made, and a store that makes no sense is refused.</summary>
    [Fact]
    public async Task The_crowd_limit_belongs_to_the_store()
    {
        using var core = SqliteJournalCore.OpenInMemory(TimeProvider.System);
        var journal = new InlineJournal(core);
        Assert.Equal(CrowdedValues.LimitDefault, await IndexSettings.GetCrowdLimitAsync(journal));
        await journal.GetOrAddSettingAsync(IndexSettings.CrowdLimit, IndexSettings.WriteCrowdLimit(10));
        Assert.Equal(CrowdedValues.LimitDefault, await IndexSettings.GetCrowdLimitAsync(journal));
        Assert.Throws<InvalidDataException>(() => IndexSettings.ReadCrowdLimit("few"u8));
        Assert.Throws<InvalidDataException>(() => IndexSettings.ReadCrowdLimit("1"u8));
    }

    /// <summary>Per record the entries of the keys that its registrations asked, those of records it opened anew included.</summary>
    private static async Task<(long[] EntriesMet, string PartitionHash, (string Scheme, int Records, HotKeyEffect Effect)[] Hot)> EntriesMetAsync(IReadOnlyList<PutCommand> puts)
    {
        using var core = SqliteJournalCore.OpenInMemory(TimeProvider.System);
        var journal = new InlineJournal(core);
        await journal.GetOrAddSettingAsync(IndexSettings.KeySecret, new byte[KeyHasher.SecretLength]);
        CountingHost? counting = null;
        await using var index = await CustomerIndex.OpenAsync(journal, journal, context => counting = new CountingHost(new LocalHost(context, new LocalHostOptions()), journal));
        foreach (var source in SmallWorld.Sources)
        {
            await index.RegisterSourceAsync(source);
        }

        var met = new long[puts.Count];
        for (var i = 0; i < met.Length; i++)
        {
            var before = counting!.EntriesMet;
            await index.PutAsync(puts[i]);
            met[i] = counting.EntriesMet - before;
        }

        counting!.Dispose();
        var checker = new IndexChecker(journal, journal);
        Assert.Empty(await checker.CheckAsync(puts.Select(put => put.Identity)));
        return (met, await checker.PartitionHashAsync(), [.. (await index.ListHotKeysAsync(50)).Select(key => (key.Scheme, key.Records, key.Effect))]);
    }

    /// <summary>Counts the postings of every key that is asked: as many entries as a registration may be compared with.</summary>
    private sealed class CountingHost(LocalHost host, InlineJournal journal) : IGrainDirectory, IDisposable
    {
        public long EntriesMet { get; private set; }

        public IBlockingKeyGrain GetBlockingKey(BlockingKey key) => new Counted(host.GetBlockingKey(key), this, key);

        public ICustomerGrain GetCustomer(RecordNo owner) => host.GetCustomer(owner);

        public void Dispose() => host.Dispose();

        private sealed class Counted(IBlockingKeyGrain grain, CountingHost counting, BlockingKey key) : IBlockingKeyGrain
        {
            public async ValueTask<RegisterReply> RegisterAsync(RegisterCall call, CancellationToken cancellationToken = default)
            {
                counting.EntriesMet += (await counting.Journal.ReadPostingsAsync([key], 1, cancellationToken))[0].Count;
                return await grain.RegisterAsync(call, cancellationToken);
            }

            public ValueTask WithdrawAsync(RecordRevision before, CancellationToken cancellationToken = default) => grain.WithdrawAsync(before, cancellationToken);
        }

        private InlineJournal Journal => journal;
    }
}
