using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Tests.Contract;

public abstract partial class JournalContract
{
    private const int CrowdLimit = 3;

    [Fact]
    public async Task A_value_key_of_more_records_than_the_limit_is_crowded_and_opens_those_that_had_it_anew()
    {
        var a = await AcceptAloneAsync(Crowd("a", 1, 10));
        var b = await AcceptAloneAsync(Crowd("b", 1, 10));
        var c = await AcceptAsync(Crowd("c", 1, 10, 20));
        Assert.True((await Journal.CommitAsync(Commits.Alone(c) with { Links = [Commits.Link(b, c, 500)] })).Committed);
        Assert.Single(await Journal.ReadReviewPairsAsync(default, null, 10));

        var reply = await Journal.AcceptAsync(Crowd("d", 1, 10, 20));
        Assert.Equal(Keys(10), reply.CrowdedKeys);
        Assert.Equal([a.No, b.No, c.No], reply.Reopened);
        AssertKeys(reply, (10, c), (20, c));
        Assert.Empty(await Journal.ReadReviewPairsAsync(default, null, 10));
        Assert.Equal([a.No, b.No, c.No, reply.No], await Journal.ReadUnresolvedRecordsAsync(default, 10));
        Assert.Equal(0, (await Journal.ReadStatusAsync()).ReviewPairs);
        for (var opening = 0; opening < 2; opening++)
        {
            foreach (var former in new[] { a, b, c })
            {
                var record = await ReadAsync(former.No);
                Assert.Equal((2, 1, 1), (record.Revision, record.ContentRevision, record.ResolvedRevision));
                Assert.Equal(Keys(10), record.CrowdedKeys);
                Assert.Equal(new CustomerNo(former.No.Value), record.Customer);
            }

            Assert.Equal([reply.No, a.No, b.No, c.No], (await Journal.ReadPostingsAsync(Keys(10), 10))[0].Records.Select(posting => posting.No));
            Assert.Equal(reply.Position + 3, (await Journal.ReadStatusAsync()).LastPosition);
            await ReopenAsync();
        }

        // One more opens nobody: they know already.
        var more = await Journal.AcceptAsync(Crowd("e", 1, 10));
        Assert.Equal(Keys(10), more.CrowdedKeys);
        Assert.Empty(more.Reopened);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_key_is_crowded_no_longer_when_a_record_leaves_it(bool byDelete)
    {
        var records = new List<RecordRevision>();
        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            records.Add(await AcceptAsync(Crowd(id, 1, 10)));
        }

        var reply = await Journal.AcceptAsync(byDelete ? Delete("b") with { CrowdLimit = CrowdLimit } : Crowd("b", 2, 20));
        Assert.Empty(reply.CrowdedKeys);
        Assert.Equal([records[0].No, records[2].No, records[3].No], reply.Reopened);
        foreach (var reopened in reply.Reopened)
        {
            Assert.Empty((await ReadAsync(reopened)).CrowdedKeys);
        }

        Assert.Equal((3, 1), ((await ReadAsync(records[0].No)).Revision, (await ReadAsync(records[0].No)).ContentRevision));
        Assert.Equal((2, 1), ((await ReadAsync(records[3].No)).Revision, (await ReadAsync(records[3].No)).ContentRevision));
    }

    [Fact]
    public async Task Keys_that_are_no_values_are_never_crowded_and_a_resend_is_told_what_is()
    {
        for (var i = 0; i < 6; i++)
        {
            var reply = await Journal.AcceptAsync(Put($"{i}", 1, 10, 20) with { CrowdLimit = CrowdLimit, Keys = new BlockingKeySet(Keys(10, 20), []) { ValueKeys = Keys(20) } });
            Assert.Equal(i < CrowdLimit ? [] : Keys(20), reply.CrowdedKeys);
        }

        var again = await Journal.AcceptAsync(Put("0", 1, 10, 20) with { CrowdLimit = CrowdLimit, Keys = new BlockingKeySet(Keys(10, 20), []) { ValueKeys = Keys(20) } });
        Assert.Equal((AcceptEffect.Unchanged, 2), (again.Effect, again.Revision));
        Assert.Equal(Keys(20), again.CrowdedKeys);
        await Assert.ThrowsAsync<ArgumentException>(() => Journal.AcceptAsync(Put("x", 1, 10) with { Keys = new BlockingKeySet(Keys(10), []) { ValueKeys = Keys(11) } }).AsTask());
    }

    /// <summary>Goal: what is crowded is a fact about the live records at every moment, also of records accepted together. Method: random deeds in bursts; counted anew after each.</summary>
    [Fact]
    public async Task Crowded_keys_follow_a_random_history()
    {
        const int Seed = 20_260_303;
        var random = new Random(Seed);
        var expected = new Dictionary<string, BlockingKey[]>(StringComparer.Ordinal);
        var risen = 0;
        for (var burst = 0; burst < 150; burst++)
        {
            var requests = Enumerable.Range(0, random.Next(1, 8))
                .Select(_ => $"{random.Next(25)}")
                .Distinct()
                .Select(id => random.Next(3) == 0
                    ? Delete(id) with { CrowdLimit = CrowdLimit }
                    : Crowd(id, (byte)random.Next(256), [.. Enumerable.Range(0, random.Next(4)).Select(_ => (ulong)random.Next(9)).Distinct()]))
                .ToArray();
            var replies = await Task.WhenAll(requests.Select(request => Journal.AcceptAsync(request).AsTask()));
            foreach (var (request, reply) in requests.Zip(replies))
            {
                risen += reply.Reopened.Count;
                switch (reply.Effect)
                {
                    case AcceptEffect.Created or AcceptEffect.Updated or AcceptEffect.Restored:
                        expected[request.Identity.RecordId] = request.Keys.Keys;
                        break;
                    case AcceptEffect.Deleted:
                        expected.Remove(request.Identity.RecordId);
                        break;
                }
            }

            var holders = expected.Values.SelectMany(keys => keys).CountBy(key => key).ToDictionary();
            foreach (var (id, keys) in expected)
            {
                var record = await ReadAsync(await Journal.FindRecordAsync(Identity(id)));
                Assert.True(keys.Where(key => holders[key] > CrowdLimit).SequenceEqual(record.CrowdedKeys), $"burst {burst}, seed {Seed}");
            }
        }

        Assert.True(risen > 300, $"Only {risen} records were opened anew.");
    }

    /// <summary>A put all of whose keys are values.</summary>
    private static AcceptRequest Crowd(string id, byte content, params ulong[] keys) =>
        Put(id, content, keys) with { CrowdLimit = CrowdLimit, Keys = new BlockingKeySet(Keys(keys), []) { ValueKeys = Keys(keys) } };
}
