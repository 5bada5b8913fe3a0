using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task A_predecessor_is_the_latest_other_posting_of_the_key()
    {
        var a = await AcceptAsync(Put("a", 1, 10, 20));
        AssertKeys(await Journal.AcceptAsync(Put("b", 1, 10, 30)), (10, a), (30, default));
        var b = new RecordRevision(await Journal.FindRecordAsync(Identity("b")), 1);
        AssertKeys(await Journal.AcceptAsync(Put("c", 1, 10, 20, 30)), (10, b), (20, a), (30, b));
    }

    [Fact]
    public async Task A_predecessor_is_named_at_its_current_revision_and_in_order_of_acceptance()
    {
        await AcceptAsync(Put("a", 1, 10));
        var b = await AcceptAsync(Put("b", 1, 10));
        var a = await AcceptAsync(Put("a", 2, 10));
        Assert.Equal(2, a.Revision);
        AssertKeys(await Journal.AcceptAsync(Put("c", 1, 10)), (10, a));

        // Its own posting is no predecessor, however late.
        AssertKeys(await Journal.AcceptAsync(Put("c", 2, 10)), (10, a));
        AssertKeys(await Journal.AcceptAsync(Put("a", 3, 10)), (10, new RecordRevision(new RecordNo(3), 2)));
        Assert.Equal([b, new(new(3), 2), new(a.No, 3)], Assert.Single(await Journal.ReadPostingsAsync(Keys(10), 10)).Records);
    }

    [Fact]
    public async Task Withdrawn_and_deleted_records_are_predecessors_of_nobody_and_a_key_can_be_fresh_again()
    {
        var a = await AcceptAsync(Put("a", 1, 10));
        await AcceptAsync(Put("b", 1, 10));
        await AcceptAsync(Put("b", 2, 20));
        AssertKeys(await Journal.AcceptAsync(Put("c", 1, 10)), (10, a));
        await Journal.AcceptAsync(Delete("a"));
        await Journal.AcceptAsync(Delete("c"));
        AssertKeys(await Journal.AcceptAsync(Put("d", 1, 10)), (10, default));
    }

    [Fact]
    public async Task An_unresolved_record_sent_again_is_told_who_came_after_it()
    {
        await AcceptAsync(Put("a", 1, 10));
        var b = await AcceptAsync(Put("b", 1, 10));
        AssertKeys(await Journal.AcceptAsync(Put("a", 1, 10)), (10, b));
    }

    [Fact]
    public async Task Of_records_accepted_together_each_sees_those_before_it()
    {
        const int Count = 300;
        var replies = await Task.WhenAll(Enumerable.Range(0, Count).Select(i => Journal.AcceptAsync(Put($"{i}", 1, 10)).AsTask()));
        var inOrder = replies.OrderBy(reply => reply.Position).ToArray();
        Assert.Equal(Enumerable.Range(1, Count).Select(position => (long)position), inOrder.Select(reply => reply.Position));
        Assert.True(inOrder[0].Keys[0].IsFresh);
        for (var i = 1; i < Count; i++)
        {
            AssertKeys(inOrder[i], (10, new RecordRevision(inOrder[i - 1].No, 1)));
        }
    }

    [Fact]
    public async Task Postings_are_read_in_the_order_asked_up_to_the_limit_with_their_count()
    {
        var records = new List<RecordRevision>();
        for (var i = 0; i < 5; i++)
        {
            records.Add(await AcceptAsync(Put($"{i}", 1, 10) with { Keys = new BlockingKeySet(Keys(10), Keys(20)) }));
        }

        await ReopenAsync();
        var lists = await Journal.ReadPostingsAsync([new(20), new(99), new(10)], 3);
        Assert.Equal([20UL, 99UL, 10UL], lists.Select(list => list.Key.Value));
        Assert.Equal([5, 0, 5], lists.Select(list => list.Count));
        Assert.Equal(records[..3], lists[0].Records);
        Assert.Empty(lists[1].Records);
        Assert.Equal(records[..3], lists[2].Records);
    }

    [Fact]
    public async Task Hot_keys_are_listed_largest_first_without_search_keys()
    {
        for (var i = 0; i < 6; i++)
        {
            await AcceptAsync(Put($"{i}", 1) with { Keys = new BlockingKeySet(i < 4 ? Keys(10, 20) : Keys(20), Keys(30)) });
            Time.Advance(TimeSpan.FromMinutes(1));
        }

        var hot = await Journal.ReadHotKeysAsync(3, 10);
        Assert.Equal([(20UL, 6), (10UL, 4)], hot.Select(key => (key.Key.Value, key.Records)));

        // Since the third of its records came.
        Assert.All(hot, key => Assert.Equal(Time.GetUtcNow() - TimeSpan.FromMinutes(4), key.Since));
        Assert.Equal([20UL], (await Journal.ReadHotKeysAsync(5, 10)).Select(key => key.Key.Value));
        Assert.Single(await Journal.ReadHotKeysAsync(2, 1));
    }

    [Fact]
    public async Task Postings_follow_a_random_history_and_are_the_same_after_a_restart()
    {
        const int Seed = 20_260_102;
        const int SmallKeyOthersMax = 8;
        var random = new Random(Seed);
        var expected = new Dictionary<string, (ulong[] Keys, long Position)>(StringComparer.Ordinal);
        for (var step = 0; step < 2_000; step++)
        {
            var id = $"{random.Next(60)}";
            var request = random.Next(5) == 0
                ? Delete(id)
                : Put(id, (byte)random.Next(256), [.. Enumerable.Range(0, random.Next(6)).Select(_ => (ulong)random.Next(12)).Distinct()]);
            var reply = await Journal.AcceptAsync(request with { SmallKeyOthersMax = SmallKeyOthersMax });
            switch (reply.Effect)
            {
                case AcceptEffect.Created or AcceptEffect.Updated or AcceptEffect.Restored:
                    var met = new HashSet<string>(StringComparer.Ordinal);
                    foreach (var key in reply.Keys)
                    {
                        var others = expected.Where(other => other.Key != id && other.Value.Keys.Contains(key.Key.Value)).ToArray();
                        var latest = others.Length == 0 ? default : await Journal.FindRecordAsync(Identity(others.MaxBy(other => other.Value.Position).Key));
                        Assert.True(latest == key.Predecessor.No, $"step {step}, seed {Seed}");
                        Assert.True(key.IsSmall == others.Length is > 0 and <= SmallKeyOthersMax, $"step {step}, seed {Seed}");
                        met.UnionWith(key.IsSmall ? others.Select(other => other.Key) : []);
                    }

                    var neighbours = await Journal.ReadRecordsAsync([.. reply.Neighbours.Select(neighbour => neighbour.No)]);
                    Assert.True(met.Order().SequenceEqual(neighbours.Select(neighbour => neighbour!.Identity.RecordId).Order()), $"step {step}, seed {Seed}");
                    Assert.Equal(neighbours.Select(neighbour => neighbour!.Revision), reply.Neighbours.Select(neighbour => neighbour.Revision));

                    expected[id] = ([.. request.Keys.Keys.Select(key => key.Value)], reply.Position);
                    break;
                case AcceptEffect.Deleted:
                    expected.Remove(id);
                    break;
            }
        }

        for (var opening = 0; opening < 2; opening++)
        {
            foreach (var list in await Journal.ReadPostingsAsync([.. Enumerable.Range(0, 12).Select(key => new BlockingKey((ulong)key))], int.MaxValue))
            {
                var wanted = expected.Where(record => record.Value.Keys.Contains(list.Key.Value)).OrderBy(record => record.Value.Position).Select(record => record.Key).ToArray();
                Assert.Equal(wanted.Length, list.Count);
                Assert.Equal(wanted, (await Journal.ReadRecordsAsync([.. list.Records.Select(record => record.No)])).Select(record => record!.Identity.RecordId));
            }

            Assert.Equal(expected.Count, (await Journal.ReadStatusAsync()).LiveRecords);
            await ReopenAsync();
        }
    }
}
