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
