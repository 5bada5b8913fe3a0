using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Tests.Contract;

public abstract partial class JournalContract
{
    private static readonly ModelNo One = new(1);
    private static readonly ModelNo Two = new(2);

    private static PutModelRequest Model(ModelNo expected, string version, byte content) => new()
    {
        Expected = expected,
        Version = version,
        Content = [content],
        AppliedBy = "pat",
        Reason = "fewer twins",
    };

    [Fact]
    public async Task The_first_model_of_a_store_is_in_force_and_has_nothing_to_do()
    {
        Assert.Null(await Journal.ReadModelAsync(default));
        var reply = await Journal.PutModelAsync(Model(default, "a-1", 7));
        Assert.Equal(PutModelOutcome.Applied, reply.Outcome);
        for (var opening = 0; opening < 2; opening++)
        {
            var stored = (await Journal.ReadModelAsync(default))!;
            Assert.Equal((One, "a-1", "pat", "fewer twins", 0), (stored.No, stored.Version, stored.AppliedBy, stored.Reason, stored.Records));
            Assert.Equal([7], stored.Content);
            Assert.Equal((Time.GetUtcNow(), Time.GetUtcNow()), (stored.AppliedAt, stored.FinishedAt));
            Assert.Equal((One, 0), ((await Journal.ReadStatusAsync()).Model, (await Journal.ReadStatusAsync()).FormerRecords));
            await ReopenAsync();
        }
    }

    [Fact]
    public async Task A_model_is_put_by_compare_and_set_and_again_changes_nothing()
    {
        await Journal.PutModelAsync(Model(default, "a-1", 7));
        Assert.Equal(PutModelOutcome.InForce, (await Journal.PutModelAsync(Model(default, "a-1", 7))).Outcome);
        Assert.Equal(PutModelOutcome.Overtaken, (await Journal.PutModelAsync(Model(default, "a-2", 8))).Outcome);
        Assert.Equal(PutModelOutcome.VersionTaken, (await Journal.PutModelAsync(Model(One, "a-1", 8))).Outcome);
        var applied = await Journal.PutModelAsync(Model(One, "a-2", 8));
        Assert.Equal((PutModelOutcome.Applied, Two), (applied.Outcome, applied.InForce!.No));
        Assert.Equal(PutModelOutcome.InForce, (await Journal.PutModelAsync(Model(One, "a-2", 8))).Outcome);
        Assert.Equal(PutModelOutcome.VersionTaken, (await Journal.PutModelAsync(Model(Two, "a-1", 9))).Outcome);

        // A former model may come back, under a number of its own.
        var back = await Journal.PutModelAsync(Model(Two, "a-1", 7));
        Assert.Equal((PutModelOutcome.Applied, 3), (back.Outcome, back.InForce!.No.Value));
        Assert.Equal([3, 2, 1], (await Journal.ReadModelsAsync(10)).Select(model => model.No.Value));
        Assert.Equal([3], (await Journal.ReadModelsAsync(1)).Select(model => model.No.Value));
        Assert.Equal([8], (await Journal.ReadModelAsync(Two))!.Content);
        Assert.Null(await Journal.ReadModelAsync(new(4)));
    }

    [Fact]
    public async Task What_was_computed_under_a_former_model_is_refused()
    {
        await Journal.PutModelAsync(Model(default, "a-1", 7));
        var a = await AcceptAsync(Put("1", 1));
        var before = await SnapshotAsync(a.No);
        await Journal.PutModelAsync(Model(One, "a-2", 8));
        Assert.False((await Journal.CommitAsync(Commits.Alone(a, One))).Committed);
        Assert.False((await Journal.CommitAsync(Commits.Split(before))).Committed);
        Assert.Equal((One, Two), (before.Model, (await SnapshotAsync(a.No)).Model));
        Assert.True((await Journal.CommitAsync(Commits.Alone(a, Two))).Committed);
        Assert.Equal(Two, (await ReadAsync(a.No)).Model);
    }

    [Fact]
    public async Task Records_placed_under_a_former_model_are_listed_and_counted_until_they_are_placed_anew()
    {
        await Journal.PutModelAsync(Model(default, "a-1", 7));
        var records = new List<RecordRevision>();
        for (var i = 0; i < 6; i++)
        {
            records.Add(await AcceptAsync(Put($"{i}", 1)));
            if (i < 5)
            {
                Assert.True((await Journal.CommitAsync(Commits.Alone(records[i], One))).Committed);
            }
        }

        Assert.Equal(5, (await Journal.PutModelAsync(Model(One, "a-2", 8))).InForce!.Records);

        // One is deleted meanwhile: it is resolved, not placed. One was never placed.
        await Journal.AcceptAsync(Delete("1"));
        for (var opening = 0; opening < 2; opening++)
        {
            Assert.Equal([records[0].No, records[2].No], await Journal.ReadFormerRecordsAsync(default, 2));
            Assert.Equal([records[3].No, records[4].No], await Journal.ReadFormerRecordsAsync(records[2].No, 9));
            Assert.Equal((Two, 5), ((await Journal.ReadStatusAsync()).Model, (await Journal.ReadStatusAsync()).FormerRecords));
            await ReopenAsync();
        }

        Assert.True((await Journal.CommitAsync(Commits.Split(await SnapshotAsync(records[0].No)))).Committed);
        Assert.True((await Journal.CommitAsync(Commits.Split(await SnapshotAsync(records[1].No)))).Committed);
        Assert.True((await Journal.CommitAsync(Commits.Merge(await SnapshotAsync(records[2].No, records[3].No)))).Committed);
        Assert.Equal([records[4].No], await Journal.ReadFormerRecordsAsync(default, 9));
        Assert.Equal(1, (await Journal.ReadStatusAsync()).FormerRecords);
        Assert.Equal((default, Two), ((await ReadAsync(records[1].No)).Model, (await ReadAsync(records[3].No)).Model));
        await ReopenAsync();
        Assert.Equal(1, (await Journal.ReadStatusAsync()).FormerRecords);
    }

    [Fact]
    public async Task A_change_is_finished_when_nothing_of_before_is_left_placed_or_unresolved()
    {
        await Journal.PutModelAsync(Model(default, "a-1", 7));
        var placed = await AcceptAsync(Put("1", 1));
        await Journal.CommitAsync(Commits.Alone(placed, One));
        var waiting = await AcceptAsync(Put("2", 1));
        await Journal.PutModelAsync(Model(One, "a-2", 8));
        Assert.False(await Journal.FinishModelAsync(Two));
        await Journal.CommitAsync(Commits.Split(await SnapshotAsync(placed.No)));
        Assert.False(await Journal.FinishModelAsync(Two));
        Assert.Null((await Journal.ReadModelAsync(default))!.FinishedAt);

        // What comes after the change is no matter of it.
        await AcceptAsync(Put("3", 1));
        await Journal.CommitAsync(Commits.Alone(waiting, Two));
        Assert.False(await Journal.FinishModelAsync(One));
        Time.Advance(TimeSpan.FromMinutes(1));
        for (var repeat = 0; repeat < 2; repeat++)
        {
            Assert.True(await Journal.FinishModelAsync(Two));
            await ReopenAsync();
            Assert.Equal(Time.GetUtcNow(), (await Journal.ReadModelAsync(default))!.FinishedAt);
        }

        Assert.NotNull((await Journal.ReadModelAsync(One))!.FinishedAt);
    }

    /// <summary>Goal: no link of a former model is ever taken for one of the model in force. Method: pairs placed before and after a change in every way they can be.</summary>
    [Fact]
    public async Task Links_of_a_former_model_go_when_either_record_is_placed_anew_and_lead_nowhere_before()
    {
        await Journal.PutModelAsync(Model(default, "a-1", 7));
        var records = new List<RecordRevision>();
        for (var i = 0; i < 4; i++)
        {
            records.Add(await AcceptAsync(Put($"{i}", 1)));
            await Journal.CommitAsync(Commits.Alone(records[i], One));
        }

        var (a, b, c, d) = (records[0], records[1], records[2], records[3]);
        Link[] former = [Commits.Link(a, b, 700), Commits.Link(b, c, 900), Commits.Link(c, d, 800)];
        await Journal.CommitAsync(Commits.Empty with { Model = One, Links = former });
        Assert.Equal(3, (await Journal.ReadStatusAsync()).ReviewPairs);
        await Journal.PutModelAsync(Model(One, "a-2", 8));

        // They are still up for review, but resolve nothing.
        Assert.Equal(3, (await Journal.ReadStatusAsync()).ReviewPairs);
        Assert.Empty((await SnapshotAsync(a.No, b.No, c.No, d.No)).Links);

        // Placing b anew takes its former links away, and its new one leads to c although c is still placed under the former model.
        var edge = Commits.Link(b, c, LinkThreshold);
        await Journal.CommitAsync(Commits.Split(await SnapshotAsync(b.No), Commits.Link(a, b, 750), edge));
        Assert.Equal([b.No, c.No], (await SnapshotAsync(b.No)).Records.Select(record => record.No));
        Assert.Equal([Commits.Link(a, b, 750), edge], (await SnapshotAsync(a.No, b.No, c.No, d.No)).Links.OrderBy(link => link.A.No));
        Assert.Equal(3, (await Journal.ReadStatusAsync()).ReviewPairs);

        // Placing c anew must keep the link that b brought, and takes the former one with d.
        await Journal.CommitAsync(Commits.Merge(await SnapshotAsync(c.No)));
        Assert.Equal([Commits.Link(a, b, 750), edge], (await SnapshotAsync(a.No, b.No, c.No, d.No)).Links.OrderBy(link => link.A.No));
        Assert.Equal(1, (await Journal.ReadStatusAsync()).ReviewPairs);
        await ReopenAsync();
        Assert.Equal((1, 2), ((await Journal.ReadStatusAsync()).ReviewPairs, (await Journal.ReadStatusAsync()).FormerRecords));
    }

    [Fact]
    public async Task Live_decisions_are_read_page_by_page()
    {
        for (var i = 0; i < 4; i++)
        {
            await AcceptAsync(Put($"{i}", 1));
        }

        await Journal.AssertAsync(Decide("0", "1", AssertionDecision.Same));
        await Journal.AssertAsync(Decide("0", "1", AssertionDecision.Different));
        await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same));
        await Journal.AssertAsync(Decide("2", "3", AssertionDecision.Same));
        await Journal.AssertAsync(Decide("2", "3", AssertionDecision.Withdraw));
        Assert.Equal([(2L, false), (3, true)], (await Journal.ReadLiveAssertionsAsync(0, 10)).Select(assertion => (assertion.No, assertion.Same)));
        Assert.Equal([2L], (await Journal.ReadLiveAssertionsAsync(0, 1)).Select(assertion => assertion.No));
        Assert.Equal([3L], (await Journal.ReadLiveAssertionsAsync(2, 10)).Select(assertion => assertion.No));
    }
}
