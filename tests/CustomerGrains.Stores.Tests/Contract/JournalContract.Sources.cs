using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task Sources_are_kept_with_their_defaults_and_counted()
    {
        var crm = new Source("crm", "Customer relations", new SourceDefaults { Region = "AU", DateOrder = DateOrder.MonthFirst });
        await Sources.PutSourceAsync(new Source("zeta", "", new SourceDefaults()));
        await Sources.PutSourceAsync(crm with { Title = "Old title" });
        await Sources.PutSourceAsync(crm);
        await AcceptAsync(Put("1", 1));
        await AcceptAsync(Put("2", 1));
        await Journal.AcceptAsync(Delete("2"));
        await ReopenAsync();
        Assert.Equal([new SourceStatus(crm, 1), new SourceStatus(new Source("zeta", "", new SourceDefaults()), 0)], await Sources.ReadSourcesAsync());
    }

    [Fact]
    public async Task A_record_of_an_unregistered_source_registers_nothing()
    {
        await AcceptAsync(Put("1", 1));
        Assert.Empty(await Sources.ReadSourcesAsync());
        await Sources.PutSourceAsync(new Source("crm", "", new SourceDefaults()));
        Assert.Equal(1, Assert.Single(await Sources.ReadSourcesAsync()).LiveRecords);
    }

    /// <summary>Goal: features are always those of the content as its source is registered. Method: accept what was read otherwise, then as registered, then after the source was registered anew.</summary>
    [Fact]
    public async Task A_record_read_otherwise_than_its_source_is_registered_is_not_accepted()
    {
        var british = new SourceDefaults();
        var american = new SourceDefaults { Region = "US", DateOrder = DateOrder.MonthFirst };
        Assert.Equal(AcceptEffect.SourceChanged, (await Journal.AcceptAsync(Put("1", 1, 5) with { ReadAs = british })).Effect);
        await Sources.PutSourceAsync(new Source("crm", "", american));
        Assert.Equal(AcceptEffect.SourceChanged, (await Journal.AcceptAsync(Put("1", 1, 5) with { ReadAs = british })).Effect);
        await Sources.PutSourceAsync(new Source("crm", "", british));
        Assert.Equal(AcceptEffect.SourceChanged, (await Journal.AcceptAsync(Put("1", 1, 5) with { ReadAs = american })).Effect);
        Assert.Equal(0, (await Journal.ReadStatusAsync()).LiveRecords);
        Assert.Empty((await Journal.ReadPostingsAsync(Keys(5), 10))[0].Records);
        Assert.Equal(AcceptEffect.Created, (await Journal.AcceptAsync(Put("1", 1, 5) with { ReadAs = british })).Effect);
        await ReopenAsync();
        Assert.Equal(AcceptEffect.Unchanged, (await Journal.AcceptAsync(Put("1", 1, 5) with { ReadAs = british })).Effect);
        Assert.Equal(AcceptEffect.SourceChanged, (await Journal.AcceptAsync(Put("1", 2, 5) with { ReadAs = american })).Effect);
    }

    [Fact]
    public async Task The_way_a_source_is_read_does_not_change_while_it_has_records()
    {
        var crm = new Source("crm", "", new SourceDefaults());
        var changed = crm with { Defaults = new SourceDefaults { Region = "US" } };
        await Sources.PutSourceAsync(crm);
        await AcceptAsync(Put("1", 1) with { ReadAs = crm.Defaults });
        await Assert.ThrowsAsync<SourceInUseException>(() => Sources.PutSourceAsync(changed).AsTask());
        await Sources.PutSourceAsync(crm with { Title = "Its title may" });
        Assert.Equal(crm with { Title = "Its title may" }, Assert.Single(await Sources.ReadSourcesAsync()).Source);
        await Journal.AcceptAsync(Delete("1"));
        await Sources.PutSourceAsync(changed);
        Assert.Equal(AcceptEffect.Restored, (await Journal.AcceptAsync(Put("1", 1) with { ReadAs = changed.Defaults })).Effect);
    }

    /// <summary>Goal: it cannot change between the look and the write. Method: register it in turn one way and the other while records read either way arrive; who was let in was read as it is registered then and ever after.</summary>
    [Fact]
    public async Task Records_and_registrations_at_once_agree()
    {
        SourceDefaults[] ways = [new(), new() { Region = "US" }];
        for (var round = 0; round < 10; round++)
        {
            var name = $"source-{round}";
            await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
            {
                try
                {
                    await Sources.PutSourceAsync(new Source(name, "", ways[i % 2]));
                }
                catch (SourceInUseException)
                {
                    // A record was quicker.
                }

                await Journal.AcceptAsync(Put($"{i}", (byte)(1 + (i % 2))) with { Identity = new RecordIdentity(name, $"{i}"), ReadAs = ways[i % 2] });
            })));
            var way = Array.IndexOf(ways, (await Sources.ReadSourcesAsync()).Single(status => status.Source.Name == name).Source.Defaults);
            var taken = 0;
            for (var i = 0; i < 40; i++)
            {
                if (!(await Journal.FindRecordAsync(new RecordIdentity(name, $"{i}"))).IsNone)
                {
                    taken++;
                    Assert.Equal(way, i % 2);
                }
            }

            Assert.True(taken > 0);
        }
    }

    [Fact]
    public async Task A_mapping_is_replaced_and_read_back()
    {
        Assert.Null(await Sources.ReadMappingAsync("crm"));
        await Sources.PutMappingAsync("crm", "{\"a\":1}");
        await Sources.PutMappingAsync("crm", "{\"a\":2}");
        await ReopenAsync();
        Assert.Equal("{\"a\":2}", await Sources.ReadMappingAsync("crm"));
    }

    [Fact]
    public async Task A_mapping_that_is_taken_away_is_gone_once()
    {
        Assert.False(await Sources.DeleteMappingAsync("crm"));
        await Sources.PutMappingAsync("crm", "{\"a\":1}");
        await Sources.PutMappingAsync("other", "{\"b\":1}");
        Assert.True(await Sources.DeleteMappingAsync("crm"));
        Assert.False(await Sources.DeleteMappingAsync("crm"));
        await ReopenAsync();
        Assert.Null(await Sources.ReadMappingAsync("crm"));
        Assert.Equal("{\"b\":1}", await Sources.ReadMappingAsync("other"));
    }

    [Fact]
    public async Task Of_several_first_writers_of_a_setting_one_wins()
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => Task.Run(() => Sources.GetOrAddSettingAsync("secret", [(byte)i, 0, 255]).AsTask())));
        Assert.Single(written.Select(Convert.ToHexString).Distinct());
        await ReopenAsync();
        Assert.Equal(written[0], await Sources.GetOrAddSettingAsync("secret", []));
        Assert.Empty(await Sources.GetOrAddSettingAsync("empty", []));
    }
}
