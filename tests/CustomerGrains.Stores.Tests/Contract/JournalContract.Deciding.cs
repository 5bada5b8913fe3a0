using CustomerGrains.Index;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Tests.Contract;

public abstract partial class JournalContract
{
    protected static AssertRequest Decide(string a, string b, AssertionDecision decision, ulong operation = 0) => new()
    {
        A = Identity(a),
        B = Identity(b),
        Decision = decision,
        DecidedBy = "pat",
        Reason = "seen the passport",
        Operation = operation,
    };

    [Fact]
    public async Task A_decision_is_kept_with_who_why_and_when_until_its_effect_is_resolved()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        Time.Advance(TimeSpan.FromDays(1));

        // Whichever is named first.
        var reply = await Journal.AssertAsync(Decide("2", "1", AssertionDecision.Same));
        Assert.Equal(new AssertReply(1, b.No, a.No, NeedsResolution: true, Time.GetUtcNow()), reply);
        for (var opening = 0; opening < 2; opening++)
        {
            var kept = Assert.Single(await Journal.ReadAssertionsAsync(b.No, a.No));
            Assert.Equal(new JournalAssertion(1, Identity("1"), Identity("2"), AssertionDecision.Same, "pat", "seen the passport", Time.GetUtcNow(), IsLive: true), kept);
            Assert.Equal([new LiveAssertion(1, a.No, b.No, Same: true)], await Journal.ReadUnresolvedAssertionsAsync());
            await ReopenAsync();
        }

        Assert.True((await Journal.CommitAsync(Commits.Merge(await SnapshotAsync(a.No)) with { ResolvedAssertions = [1] })).Committed);
        Assert.Empty(await Journal.ReadUnresolvedAssertionsAsync());
        Assert.False((await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same))).NeedsResolution);
    }

    [Fact]
    public async Task The_newest_decision_on_a_pair_is_the_live_one()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same));
        await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Different));
        Assert.Equal([new LiveAssertion(2, a.No, b.No, Same: false)], (await SnapshotAsync(a.No, b.No)).Assertions);

        // The older one's effect will never come, so it is not waited for.
        Assert.Equal([2L], (await Journal.ReadUnresolvedAssertionsAsync()).Select(assertion => assertion.No));
        var withdrawn = await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Withdraw));
        Assert.True(withdrawn.NeedsResolution);
        Assert.Empty((await SnapshotAsync(a.No, b.No)).Assertions);
        Assert.Equal([3L], (await Journal.ReadUnresolvedAssertionsAsync()).Select(assertion => assertion.No));
        var audit = await Journal.ReadAssertionsAsync(a.No, default);
        Assert.Equal([AssertionDecision.Same, AssertionDecision.Different, AssertionDecision.Withdraw], audit.Select(assertion => assertion.Decision));
        Assert.DoesNotContain(audit, assertion => assertion.IsLive);
    }

    [Fact]
    public async Task A_decision_on_a_record_never_seen_is_not_kept()
    {
        var a = await AcceptAsync(Put("1", 1));
        Assert.Equal(new AssertReply(0, a.No, default, NeedsResolution: false, default), await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same)));
        Assert.Equal(new AssertReply(0, default, a.No, NeedsResolution: false, default), await Journal.AssertAsync(Decide("2", "1", AssertionDecision.Same)));
        Assert.Empty(await Journal.ReadAssertionsAsync(a.No, default));
    }

    [Fact]
    public async Task A_repeated_decision_is_kept_once()
    {
        await AcceptAsync(Put("1", 1));
        await AcceptAsync(Put("2", 1));
        var first = await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same, operation: 5));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(first, await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same, operation: 5)));
        Assert.Equal(first, await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same)));
        await Assert.ThrowsAsync<OperationReusedException>(async () => await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Different, operation: 5)));

        // By somebody else it is another fact for the audit.
        Assert.Equal(2, (await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same) with { DecidedBy = "sam" })).No);
    }

    [Fact]
    public async Task Withdrawing_what_was_never_decided_has_no_effect_to_resolve()
    {
        var a = await AcceptAsync(Put("1", 1));
        await AcceptAsync(Put("2", 1));
        Assert.False((await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Withdraw))).NeedsResolution);
        Assert.Empty(await Journal.ReadUnresolvedAssertionsAsync());
        Assert.Single(await Journal.ReadAssertionsAsync(a.No, default));
    }

    [Fact]
    public async Task A_decision_on_one_record_twice_is_refused()
    {
        await AcceptAsync(Put("1", 1));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Journal.AssertAsync(Decide("1", "1", AssertionDecision.Same)));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Journal.AssertAsync(Decide("1", "2", 0)));
    }

    [Fact]
    public async Task Review_pairs_are_links_between_customers_that_nobody_decided_on()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        var c = await AcceptAsync(Put("3", 1));
        var ab = Commits.Link(a, b, 700);
        await Journal.CommitAsync(Commits.Empty with { Links = [ab, Commits.Link(a, c, 800)] });

        // The third has no customer yet.
        await AssertReviewAsync(ab);
        await Journal.CommitAsync(Commits.Alone(c));
        await AssertReviewAsync(Commits.Link(a, c, 800), ab);

        await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Different));
        await AssertReviewAsync(Commits.Link(a, c, 800));
        await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Withdraw));
        await AssertReviewAsync(Commits.Link(a, c, 800), ab);

        await Journal.CommitAsync(Commits.Merge(await SnapshotAsync(a.No, c.No)));
        await AssertReviewAsync(ab);
        await Journal.CommitAsync(Commits.Split(await SnapshotAsync(a.No)));
        await AssertReviewAsync(Commits.Link(a, c, 800), ab);

        await AcceptAsync(Put("2", 2));
        await AssertReviewAsync(Commits.Link(a, c, 800));
        await Journal.AcceptAsync(Delete("1"));
        await AssertReviewAsync();
    }

    [Fact]
    public async Task Review_pairs_are_paged_strongest_first_and_by_customer()
    {
        const int Seed = 11;
        var random = new Random(Seed);
        var records = new List<RecordRevision>();
        for (var i = 0; i < 40; i++)
        {
            records.Add(await AcceptAloneAsync(Put($"{i}", 1)));
        }

        var links = (from a in Enumerable.Range(0, 40) from b in Enumerable.Range(a + 1, 39 - a) where random.Next(3) == 0 select Commits.Link(records[a], records[b], random.Next(600, 605))).ToArray();
        await Journal.CommitAsync(Commits.Empty with { Links = links });
        var expected = links.OrderByDescending(link => link.Weight).ThenBy(link => link.A.No).ThenBy(link => link.B.No).ToArray();
        Assert.Equal(expected, await PageAsync(default, 7));
        Assert.Equal(expected, await PageAsync(default, 1_000));
        Assert.Equal(expected.Where(link => link.A.No == records[20].No || link.B.No == records[20].No), await PageAsync(new CustomerNo(records[20].No.Value), 3));
    }

    private async Task AssertReviewAsync(params Link[] expected)
    {
        Assert.Equal(expected, await Journal.ReadReviewPairsAsync(default, null, 100));
        Assert.Equal(expected.Length, (await Journal.ReadStatusAsync()).ReviewPairs);
        await ReopenAsync();
        Assert.Equal(expected.Length, (await Journal.ReadStatusAsync()).ReviewPairs);
    }

    private async Task<List<Link>> PageAsync(CustomerNo customer, int size)
    {
        var all = new List<Link>();
        while (true)
        {
            var page = await Journal.ReadReviewPairsAsync(customer, all.Count == 0 ? null : all[^1], size);
            all.AddRange(page);
            if (page.Count < size)
            {
                return all;
            }
        }
    }
}
