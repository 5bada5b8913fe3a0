using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Local;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Tests.Local;

public sealed class LocalHostTests
{
    [Fact]
    public async Task A_record_that_shares_nothing_activates_no_grain()
    {
        await using var index = await IndexUnderTest.InMemoryAsync();
        await index.PutAsync(new RecordIdentity("a", "1"), Person("Okonkwo", "1961-03-12"));
        Assert.Equal(0, index.Host.ActiveCount);
        await index.PutAsync(new RecordIdentity("a", "2"), Person("Okonkwo", "1961-03-12"));
        Assert.NotEqual(0, index.Host.ActiveCount);
    }

    [Fact]
    public async Task Idle_grains_are_dropped_and_come_back_when_called()
    {
        await using var index = await IndexUnderTest.InFolderAsync(hostOptions: new LocalHostOptions { IdleRoundsMax = 1 });
        for (var i = 0; i < 3; i++)
        {
            await index.PutAsync(new RecordIdentity("a", $"{i}"), Person("Okonkwo", "1961-03-12"));
        }

        Assert.NotEqual(0, index.Host.ActiveCount);
        index.Host.CollectIdle();
        index.Host.CollectIdle();
        index.Host.CollectIdle();
        Assert.Equal(0, index.Host.ActiveCount);
        var reply = await index.PutAsync(new RecordIdentity("a", "9"), Person("Okonkwo", "1961-03-12"));
        Assert.Equal(new CustomerNo(1), reply.Customer);
    }

    /// <summary>Goal: one turn at a time, in the order of arrival. Method: calls that wait inside the grain while others queue.</summary>
    [Fact]
    public async Task A_grain_runs_one_call_at_a_time_in_order_of_arrival()
    {
        var turns = new TurnQueue();
        Assert.True(await turns.EnterAsync());
        var order = new List<int>();
        var waiting = Enumerable.Range(0, 50).Select(async i =>
        {
            Assert.True(await turns.EnterAsync());
            order.Add(i);
            turns.Leave();
        }).ToArray();
        Assert.Empty(order);
        Assert.False(turns.TryClose());
        turns.Leave();
        await Task.WhenAll(waiting);
        Assert.Equal(Enumerable.Range(0, 50), order);
        Assert.True(turns.TryClose());
        Assert.False(await turns.EnterAsync());
    }

    private static SourceRecord Person(string surname, string birth) => new() { Names = [new PersonName { Given = "Margaret", Surname = surname }], BirthDates = [birth] };
}
