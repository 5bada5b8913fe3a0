using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task A_snapshot_is_closed_over_members_strong_links_and_same_assertions()
    {
        var records = new List<RecordRevision>();
        for (var i = 0; i < 8; i++)
        {
            records.Add(await AcceptAloneAsync(Put($"{i}", 1)));
        }

        // 0-1 one component; 2 linked to 1; 3 asserted the same as 2; 4 linked weakly to 3; 5 linked unblocked to 3; 6 asserted different from 3; 7 alone.
        await Journal.CommitAsync(Commits.Merge(await SnapshotAsync(records[0].No, records[1].No)));
        var links = Commits.Empty with
        {
            Links = [Commits.Link(records[1], records[2], LinkThreshold), Commits.Link(records[3], records[4], LinkThreshold - 1)],
            UnblockedLinks = [Commits.Link(records[3], records[5], LinkThreshold + 500, blocked: false)],
        };
        Assert.True((await Journal.CommitAsync(links)).Committed);
        await Journal.AssertAsync(Decide("2", "3", AssertionDecision.Same));
        await Journal.AssertAsync(Decide("3", "6", AssertionDecision.Different));

        foreach (var start in new[] { 0, 1, 2, 3 })
        {
            var snapshot = await SnapshotAsync(records[start].No);
            Assert.Equal(records[..4].Select(record => record.No), snapshot.Records.Select(record => record.No));
            Assert.Equal([records[0].No, records[2].No, records[3].No], snapshot.Epochs.Select(epoch => epoch.Component));
            Assert.Equal([links.Links[0]], snapshot.Links);
            Assert.Equal([(records[2].No, records[3].No, true)], snapshot.Assertions.Select(assertion => (assertion.A, assertion.B, assertion.Same)));
            Assert.Equal([1L, 2, 3, 4], snapshot.Ledger.Select(entry => entry.No.Value));
        }

        // With both ends asked for, links and assertions that do not connect are seen, too.
        var wider = await SnapshotAsync(records[3].No, records[4].No, records[5].No, records[6].No);
        Assert.Equal(7, wider.Records.Count);
        Assert.Equal(3, wider.Links.Count);
        Assert.Contains(links.UnblockedLinks[0], wider.Links);
        Assert.Equal(2, wider.Assertions.Count);
        Assert.Equal([records[7].No], (await SnapshotAsync(records[7].No)).Records.Select(record => record.No));
    }

    [Fact]
    public async Task A_snapshot_holds_asked_records_without_component_and_not_those_never_given()
    {
        var record = await AcceptAsync(Put("1", 1));
        var snapshot = await SnapshotAsync(record.No, new(99));
        Assert.Equal([record.No], snapshot.Records.Select(read => read.No));
        Assert.Empty(snapshot.Epochs);
        Assert.Empty(snapshot.Ledger);
    }

    [Fact]
    public async Task Links_end_when_either_record_changes()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        var c = await AcceptAloneAsync(Put("3", 1));
        await Journal.CommitAsync(Commits.Empty with { Links = [Commits.Link(a, b, 1500), Commits.Link(b, c, 1500)] });
        Assert.Equal(2, (await SnapshotAsync(a.No)).Links.Count);
        await AcceptAsync(Put("1", 2));
        Assert.Equal([Commits.Link(b, c, 1500)], (await SnapshotAsync(a.No, b.No)).Links);
        await Journal.AcceptAsync(Delete("3"));
        Assert.Empty((await SnapshotAsync(a.No, b.No, c.No)).Links);
    }

    [Fact]
    public async Task Links_of_revisions_that_are_not_current_are_dropped()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        var c = await AcceptAloneAsync(Put("3", 1));
        await AcceptAsync(Put("2", 2));
        await Journal.AcceptAsync(Delete("3"));
        Link[] links = [Commits.Link(a, b, 1500), Commits.Link(a, c, 1500), Commits.Link(a, new(c.No, 2), 1500), Commits.Link(a, new(b.No, 3), 1500), Commits.Link(a, new(b.No, 2), 1200)];
        Assert.True((await Journal.CommitAsync(Commits.Empty with { Links = links })).Committed);
        Assert.Equal([links[4]], (await SnapshotAsync(a.No, b.No, c.No)).Links);
    }

    [Fact]
    public async Task Unblocked_links_are_replaced_among_the_expected_records_only()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        var c = await AcceptAloneAsync(Put("3", 1));
        var blocked = Commits.Link(a, b, 1500);
        var outside = Commits.Link(b, c, 700, blocked: false);
        var merge = Commits.Merge(await SnapshotAsync(a.No, b.No), blocked);
        await Journal.CommitAsync(merge with { UnblockedLinks = [outside] });
        var d = await AcceptAsync(Put("4", 1));
        var first = Commits.Merge(await SnapshotAsync(a.No, d.No), Commits.Link(b, d, 1300));
        await Journal.CommitAsync(first with { UnblockedLinks = [Commits.Link(a, d, 800, blocked: false)] });
        Assert.Equal(
            [blocked, Commits.Link(a, d, 800, blocked: false), outside, Commits.Link(b, d, 1300)],
            (await SnapshotAsync(a.No, c.No)).Links.OrderBy(link => (link.A.No, link.B.No)));

        // Next time the pair is below the review threshold, and a pair that shares a key is scored once more without one: it stays an edge.
        var second = Commits.Merge(await SnapshotAsync(a.No));
        await Journal.CommitAsync(second with { UnblockedLinks = [Commits.Link(b, d, 1300, blocked: false)] });
        Assert.Equal([blocked, outside, Commits.Link(b, d, 1300)], (await SnapshotAsync(a.No, c.No)).Links.OrderBy(link => (link.A.No, link.B.No)));
    }

    [Fact]
    public async Task A_link_sent_again_takes_the_new_weight()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        await Journal.CommitAsync(Commits.Empty with { Links = [Commits.Link(a, b, 1500)] });
        await Journal.CommitAsync(Commits.Empty with { Links = [Commits.Link(a, b, 900)] });
        Assert.Equal([Commits.Link(a, b, 900)], (await SnapshotAsync(a.No, b.No)).Links);
        Assert.Single((await SnapshotAsync(a.No)).Records);
    }
}
