using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Tests.Contract;

public abstract partial class JournalContract
{
    [Fact]
    public async Task A_new_record_is_created_with_the_next_number_and_fresh_keys()
    {
        var first = await Journal.AcceptAsync(Put("1", 1, 10, 20));
        var second = await Journal.AcceptAsync(Put("2", 2, 30));
        Assert.Equal((AcceptEffect.Created, 1L, 1, 1L, true), (first.Effect, first.No.Value, first.Revision, first.Position, first.NeedsResolution));
        Assert.Equal((AcceptEffect.Created, 2L, 1, 2L, true), (second.Effect, second.No.Value, second.Revision, second.Position, second.NeedsResolution));
        AssertKeys(first, (10, default), (20, default));
        Assert.Empty(first.WithdrawnKeys);
        Assert.Equal(first.No, await Journal.FindRecordAsync(Identity("1")));
        Assert.True((await Journal.FindRecordAsync(Identity("3"))).IsNone);
        Assert.True((await Journal.FindRecordAsync(new("other", "1"))).IsNone);
    }

    [Fact]
    public async Task What_was_accepted_is_read_back_whole()
    {
        Time.Advance(TimeSpan.FromHours(1));
        var request = Put("1", 7, 10, 20) with { SourceVersion = 5, Payload = new byte[3_000_000], Features = new byte[2_000_000] };
        new Random(1).NextBytes(request.Payload);
        new Random(2).NextBytes(request.Features);
        var record = await AcceptAsync(request);
        for (var opening = 0; opening < 2; opening++)
        {
            var read = await ReadAsync(record.No);
            Assert.Equal((record.No, request.Identity, 1, true, 0), (read.No, read.Identity, read.Revision, read.IsLive, read.ResolvedRevision));
            Assert.Equal(request.Features, read.Features);
            Assert.Equal(request.Keys.Keys, read.Keys);
            Assert.True(read.Component.IsNone && read.Customer.IsNone);
            var body = (await Journal.ReadBodiesAsync([record.No]))[0]!;
            Assert.Equal(request.Payload, body.Payload);
            Assert.Equal((5L, Time.GetUtcNow(), true), (body.SourceVersion, body.AcceptedAt, body.IsLive));
            await ReopenAsync();
        }
    }

    [Fact]
    public async Task Reads_answer_in_the_order_asked_with_null_for_numbers_never_given()
    {
        var a = await AcceptAsync(Put("1", 1));
        var b = await AcceptAsync(Put("2", 2));
        RecordNo[] asked = [b.No, new(99), a.No, b.No];
        Assert.Equal([b.No, null, a.No, b.No], (await Journal.ReadRecordsAsync(asked)).Select(record => record?.No));
        Assert.Equal([b.No, null, a.No, b.No], (await Journal.ReadBodiesAsync(asked)).Select(record => record?.No));
    }

    [Fact]
    public async Task Odd_but_valid_identities_are_kept_apart()
    {
        string[] ids = ["a", "A", "a ", "\u00e9", "e\u0301", "x\0y", "x", "\U0001F600", new('z', 256)];
        var numbers = new List<RecordNo>();
        foreach (var id in ids)
        {
            numbers.Add((await AcceptAsync(Put(id, 1))).No);
        }

        await ReopenAsync();
        Assert.Equal(ids.Length, numbers.Distinct().Count());
        for (var i = 0; i < ids.Length; i++)
        {
            Assert.Equal(numbers[i], await Journal.FindRecordAsync(Identity(ids[i])));
            Assert.Equal(ids[i], (await ReadAsync(numbers[i])).Identity.RecordId);
        }
    }

    [Fact]
    public async Task An_identity_that_cannot_be_kept_is_refused()
    {
        foreach (var id in (string[])["", "\ud800", "a\udc00b", new('z', 257)])
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await Journal.AcceptAsync(Put(id, 1)));
        }
    }

    [Fact]
    public async Task Requests_that_break_the_contract_are_refused_and_lose_nothing()
    {
        var kept = await AcceptAsync(Put("kept", 1, 10));
        AcceptRequest[] broken =
        [
            Put("x", 1) with { SourceVersion = -1 },
            Put("x", 1) with { Keys = new BlockingKeySet([new(2), new(1)], []) },
            Put("x", 1) with { Keys = new BlockingKeySet([new(1), new(1)], []) },
            Put("x", 1) with { Keys = new BlockingKeySet([new(1)], [new(1)]) },
            Delete("x") with { Payload = [1] },
        ];
        foreach (var request in broken)
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await Journal.AcceptAsync(request));
        }

        Assert.True((await Journal.FindRecordAsync(Identity("x"))).IsNone);
        Assert.Equal(kept.No, await Journal.FindRecordAsync(Identity("kept")));
    }

    [Fact]
    public async Task The_same_content_again_is_unchanged_and_says_whether_it_is_resolved()
    {
        var record = await AcceptAsync(Put("1", 1, 10));
        var unresolved = await Journal.AcceptAsync(Put("1", 1, 10));
        Assert.Equal((AcceptEffect.Unchanged, 1, 1L, true), (unresolved.Effect, unresolved.Revision, unresolved.Position, unresolved.NeedsResolution));
        AssertKeys(unresolved, (10, default));
        await Journal.CommitAsync(Commits.Alone(record));
        var resolved = await Journal.AcceptAsync(Put("1", 1, 10));
        Assert.Equal((AcceptEffect.Unchanged, 1, false), (resolved.Effect, resolved.Revision, resolved.NeedsResolution));
        Assert.Empty(resolved.Keys);
    }

    [Fact]
    public async Task New_content_raises_the_revision_and_names_the_withdrawn_keys()
    {
        var record = await AcceptAloneAsync(Put("1", 1, 10, 20, 30));
        var updated = await Journal.AcceptAsync(Put("1", 2, 20, 40));
        Assert.Equal((AcceptEffect.Updated, record.No, 2, 2L, true), (updated.Effect, updated.No, updated.Revision, updated.Position, updated.NeedsResolution));
        AssertKeys(updated, (20, default), (40, default));
        Assert.Equal(Keys(10, 30), updated.WithdrawnKeys);
        var read = await ReadAsync(record.No);
        Assert.Equal((2, 1, 2), (read.Revision, read.ResolvedRevision, read.Features[0]));
        Assert.Equal(Keys(20, 40), read.Keys);
        Assert.Equal(record.No, read.Component);
    }

    [Fact]
    public async Task A_delete_empties_the_record_and_a_put_restores_it_under_its_number()
    {
        var record = await AcceptAloneAsync(Put("1", 1, 10, 20));
        var deleted = await Journal.AcceptAsync(Delete("1"));
        Assert.Equal((AcceptEffect.Deleted, record.No, 2, true), (deleted.Effect, deleted.No, deleted.Revision, deleted.NeedsResolution));
        Assert.Empty(deleted.Keys);
        Assert.Equal(Keys(10, 20), deleted.WithdrawnKeys);
        var read = await ReadAsync(record.No);
        Assert.False(read.IsLive);
        Assert.Empty(read.Features);
        Assert.Empty(read.Keys);
        Assert.Empty((await Journal.ReadBodiesAsync([record.No]))[0]!.Payload);
        Assert.Equal(0, Assert.Single(await Journal.ReadPostingsAsync(Keys(10), 10)).Count);

        var again = await Journal.AcceptAsync(Delete("1"));
        Assert.Equal((AcceptEffect.Absent, record.No, 2, true), (again.Effect, again.No, again.Revision, again.NeedsResolution));
        var restored = await Journal.AcceptAsync(Put("1", 1, 10));
        Assert.Equal((AcceptEffect.Restored, record.No, 3, true), (restored.Effect, restored.No, restored.Revision, restored.NeedsResolution));
        Assert.Equal(record.No, await Journal.FindRecordAsync(Identity("1")));
    }

    [Fact]
    public async Task A_delete_of_what_was_never_seen_is_absent()
    {
        var absent = await Journal.AcceptAsync(Delete("1"));
        Assert.Equal((AcceptEffect.Absent, default(RecordNo), false), (absent.Effect, absent.No, absent.NeedsResolution));
        Assert.True((await Journal.FindRecordAsync(Identity("1"))).IsNone);
        Assert.Equal(0, (await Journal.ReadStatusAsync()).Backlog);
    }

    [Fact]
    public async Task An_older_version_is_stale_also_after_a_delete_and_a_restart()
    {
        await AcceptAsync(Put("1", 1) with { SourceVersion = 5 });
        Assert.Equal(AcceptEffect.Stale, (await Journal.AcceptAsync(Put("1", 2) with { SourceVersion = 4 })).Effect);
        Assert.Equal(AcceptEffect.Stale, (await Journal.AcceptAsync(Delete("1") with { SourceVersion = 4 })).Effect);
        Assert.Equal(AcceptEffect.Deleted, (await Journal.AcceptAsync(Delete("1") with { SourceVersion = 7 })).Effect);
        await ReopenAsync();
        Assert.Equal(AcceptEffect.Stale, (await Journal.AcceptAsync(Put("1", 2) with { SourceVersion = 6 })).Effect);
        Assert.Equal(AcceptEffect.Restored, (await Journal.AcceptAsync(Put("1", 2) with { SourceVersion = 8 })).Effect);
    }

    [Fact]
    public async Task Arrival_decides_among_records_without_version_and_lets_no_older_version_back_in()
    {
        await AcceptAsync(Put("1", 1) with { SourceVersion = 5 });
        Assert.Equal(AcceptEffect.Updated, (await Journal.AcceptAsync(Put("1", 2))).Effect);
        Assert.Equal(AcceptEffect.Stale, (await Journal.AcceptAsync(Put("1", 1) with { SourceVersion = 4 })).Effect);
        Assert.Equal(AcceptEffect.Deleted, (await Journal.AcceptAsync(Delete("1"))).Effect);
        Assert.Equal(AcceptEffect.Stale, (await Journal.AcceptAsync(Put("1", 3) with { SourceVersion = 4 })).Effect);
    }

    [Fact]
    public async Task Versioned_requests_end_the_same_in_any_order()
    {
        AcceptRequest[] requests =
        [
            Put("", 1) with { SourceVersion = 1 },
            Put("", 3) with { SourceVersion = 2 },
            Put("", 2) with { SourceVersion = 2 },
            Delete("") with { SourceVersion = 3 },
            Put("", 9) with { SourceVersion = 3 },
            Put("", 4) with { SourceVersion = 4 },
        ];
        foreach (var count in Enumerable.Range(1, requests.Length))
        {
            var outcomes = new HashSet<(bool IsLive, byte Content, long Version)>();
            foreach (var (order, number) in Permutations(count).Select((order, number) => (order, number)))
            {
                var identity = Identity($"{count}-{number}");
                foreach (var index in order)
                {
                    await Journal.AcceptAsync(requests[index] with { Identity = identity });
                }

                var no = await Journal.FindRecordAsync(identity);
                var body = (await Journal.ReadBodiesAsync([no]))[0];
                outcomes.Add(body is { IsLive: true } ? (true, body.Payload[0], body.SourceVersion) : default);
            }

            Assert.Single(outcomes);
        }
    }

    [Fact]
    public async Task A_repeated_operation_is_answered_as_the_first_time()
    {
        var first = await Journal.AcceptAsync(Put("1", 1, 10) with { Operation = 77 });
        var record = new RecordRevision(first.No, first.Revision);
        var repeat = await Journal.AcceptAsync(Put("1", 1, 10) with { Operation = 77 });
        Assert.Equal((first.Effect, first.Revision, first.Position, true), (repeat.Effect, repeat.Revision, repeat.Position, repeat.NeedsResolution));
        await Journal.CommitAsync(Commits.Alone(record));
        Assert.False((await Journal.AcceptAsync(Put("1", 1, 10) with { Operation = 77 })).NeedsResolution);

        Assert.Equal(AcceptEffect.Updated, (await Journal.AcceptAsync(Put("1", 2) with { Operation = 78 })).Effect);
        await ReopenAsync();
        Assert.Equal(AcceptEffect.Updated, (await Journal.AcceptAsync(Put("1", 2) with { Operation = 78 })).Effect);
        Assert.Equal(AcceptEffect.Deleted, (await Journal.AcceptAsync(Delete("1") with { Operation = 79 })).Effect);
        Assert.Equal(AcceptEffect.Deleted, (await Journal.AcceptAsync(Delete("1") with { Operation = 79 })).Effect);
        Assert.Equal(3, (await ReadAsync(first.No)).Revision);
    }

    [Fact]
    public async Task An_operation_used_with_other_content_writes_nothing()
    {
        var first = await AcceptAsync(Put("1", 1) with { Operation = 77 });
        Assert.Equal(AcceptEffect.OperationReused, (await Journal.AcceptAsync(Put("1", 2) with { Operation = 77 })).Effect);
        Assert.Equal(AcceptEffect.OperationReused, (await Journal.AcceptAsync(Delete("1") with { Operation = 77 })).Effect);
        Assert.Equal(1, (await ReadAsync(first.No)).Revision);

        // Operations that changed nothing count, too.
        Assert.Equal(AcceptEffect.Unchanged, (await Journal.AcceptAsync(Put("1", 1) with { Operation = 78 })).Effect);
        Assert.Equal(AcceptEffect.OperationReused, (await Journal.AcceptAsync(Put("1", 2) with { Operation = 78 })).Effect);
        Assert.Equal(AcceptEffect.Created, (await Journal.AcceptAsync(Put("2", 2) with { Operation = 78 })).Effect);
    }

    private static IEnumerable<int[]> Permutations(int count) => count == 0
        ? [[]]
        : Permutations(count - 1).SelectMany(rest => Enumerable.Range(0, count).Select(place => (int[])[.. rest[..place], count - 1, .. rest[place..]]));
}
