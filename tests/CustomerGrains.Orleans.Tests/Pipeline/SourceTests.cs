using CustomerGrains.Index;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Records;
using CustomerGrains.Orleans.Tests.Clusters;

namespace CustomerGrains.Orleans.Tests.Pipeline;

/// <summary>How a source is read steers what its records mean, so all silos must read alike.</summary>
public sealed class SourceTests
{
    private static readonly Source British = new("c", "", new SourceDefaults());
    private static readonly Source American = British with { Defaults = new SourceDefaults { Region = "US", DateOrder = DateOrder.MonthFirst } };

    /// <summary>Goal: a silo that remembers former settings of a source does not read by them. Method: one silo has met the source, the other registers it anew; then a record whose date means two days, through the first.</summary>
    [Fact]
    public async Task A_silo_with_stale_settings_reads_by_those_in_force()
    {
        await using var shared = await SharedJournal.OpenAsync();
        await using var cluster = await ClusterUnderTest.StartAsync(shared);
        var record = new SourceRecord { Names = [new PersonName { Given = "Margaret", Surname = "Okonkwo" }], BirthDates = ["03/04/1961"], Phones = [new Phone("020 7946 0001")] };
        var identity = new RecordIdentity("c", "1");
        await cluster.Indexes[0].RegisterSourceAsync(British);
        await cluster.Indexes[1].PutAsync(new PutCommand(identity, record));
        await cluster.Indexes[1].DeleteAsync(new DeleteCommand(identity));
        await cluster.Indexes[0].RegisterSourceAsync(American);

        await cluster.Indexes[1].PutAsync(new PutCommand(identity, record));

        // The checker reads the content again by the settings in force and compares the features.
        Assert.Empty(await shared.Checker.CheckAsync([identity]));
    }

    /// <summary>Goal: settings do not change under records that another silo took in.</summary>
    [Fact]
    public async Task A_silo_does_not_change_how_a_source_is_read_whose_records_another_silo_took_in()
    {
        await using var shared = await SharedJournal.OpenAsync();
        await using var cluster = await ClusterUnderTest.StartAsync(shared);
        await cluster.Indexes[0].RegisterSourceAsync(British);
        await cluster.Indexes[1].PutAsync(new PutCommand(new RecordIdentity("c", "1"), new SourceRecord { Names = [new PersonName { Given = "Margaret", Surname = "Okonkwo" }] }));
        await Assert.ThrowsAsync<InvalidFieldsException>(() => cluster.Indexes[0].RegisterSourceAsync(American));
        await cluster.Indexes[0].RegisterSourceAsync(British with { Title = "Housing" });
    }
}
