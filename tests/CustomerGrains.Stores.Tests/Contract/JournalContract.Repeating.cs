using CustomerGrains.Index;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Stores.Tests.Contract;

/// <content>An operation that is delivered again, however late, is answered and not done again.</content>
public abstract partial class JournalContract
{
    /// <summary>Operations that a record remembers: what the port promises.</summary>
    private const int Remembered = 8;

    [Fact]
    public async Task A_repeat_of_an_earlier_operation_is_answered_as_the_first_time_and_changes_nothing()
    {
        AcceptRequest[] requests =
        [
            Put("1", 1, 10) with { Operation = 71 },
            Put("1", 2, 10, 20) with { Operation = 72 },
            Put("1", 2, 10, 20) with { Operation = 73 },
            Delete("1") with { Operation = 74 },
            Delete("1") with { Operation = 75 },
            Put("1", 1, 10) with { Operation = 76 },
            Put("1", 3, 30) with { Operation = 77 },
        ];
        var answers = new List<AcceptReply>();
        foreach (var request in requests)
        {
            answers.Add(await Journal.AcceptAsync(request));
        }

        AcceptEffect[] effects = [AcceptEffect.Created, AcceptEffect.Updated, AcceptEffect.Unchanged, AcceptEffect.Deleted, AcceptEffect.Absent, AcceptEffect.Restored, AcceptEffect.Updated];
        Assert.Equal(effects, answers.Select(answer => answer.Effect));
        var last = answers[^1];
        for (var opening = 0; opening < 2; opening++)
        {
            foreach (var (place, request) in requests.Index())
            {
                var repeat = await Journal.AcceptAsync(request);
                Assert.Equal((effects[place], last.No, last.Revision, last.Position, true), (repeat.Effect, repeat.No, repeat.Revision, repeat.Position, repeat.NeedsResolution));
                AssertKeys(repeat, (30, default));
                Assert.Empty(repeat.WithdrawnKeys);
                Assert.Equal(place < requests.Length - 1, repeat.IsOvertaken);
            }

            var read = await ReadAsync(last.No);
            Assert.Equal((true, last.Revision), (read.IsLive, read.Revision));
            Assert.Equal([3, 1], (await Journal.ReadBodiesAsync([last.No]))[0]!.Payload);
            await ReopenAsync();
        }

        await Journal.CommitAsync(Commits.Alone(new RecordRevision(last.No, last.Revision)));
        Assert.False((await Journal.AcceptAsync(requests[0])).NeedsResolution);
    }

    [Fact]
    public async Task A_repeated_delete_of_what_was_never_seen_does_not_take_out_what_came_since()
    {
        Assert.Equal(AcceptEffect.Absent, (await Journal.AcceptAsync(Delete("1") with { Operation = 71 })).Effect);
        Assert.True((await Journal.FindRecordAsync(Identity("1"))).IsNone);
        Assert.Equal(0, (await Journal.ReadStatusAsync()).Backlog);
        await ReopenAsync();
        var created = await Journal.AcceptAsync(Put("1", 1) with { Operation = 72 });
        Assert.Equal((AcceptEffect.Created, 1), (created.Effect, created.Revision));
        Assert.Equal(AcceptEffect.Absent, (await Journal.AcceptAsync(Delete("1") with { Operation = 71 })).Effect);
        Assert.True((await ReadAsync(created.No)).IsLive);
        Assert.Equal(AcceptEffect.Created, (await Journal.AcceptAsync(Put("1", 1) with { Operation = 72 })).Effect);
    }

    [Fact]
    public async Task An_earlier_operation_used_with_other_content_writes_nothing()
    {
        var first = await AcceptAsync(Put("1", 1) with { Operation = 71 });
        await AcceptAsync(Put("1", 2) with { Operation = 72 });
        Assert.Equal(AcceptEffect.OperationReused, (await Journal.AcceptAsync(Put("1", 3) with { Operation = 71 })).Effect);
        Assert.Equal(AcceptEffect.OperationReused, (await Journal.AcceptAsync(Delete("1") with { Operation = 71 })).Effect);
        Assert.Equal(2, (await ReadAsync(first.No)).Revision);
    }

    [Fact]
    public async Task The_last_eight_operations_with_an_id_are_remembered_and_one_before_them_is_new()
    {
        for (var content = (byte)1; content <= Remembered + 1; content++)
        {
            await Journal.AcceptAsync(Put("1", content) with { Operation = content });
            await Journal.AcceptAsync(Put("2", content) with { Operation = content, SourceVersion = content });

            // Those without an id take no place among them.
            await Journal.AcceptAsync(Put("1", (byte)(100 + content)));
        }

        for (var opening = 0; opening < 2; opening++)
        {
            for (var content = (byte)2; content <= Remembered + 1; content++)
            {
                Assert.Equal(AcceptEffect.Updated, (await Journal.AcceptAsync(Put("1", content) with { Operation = content })).Effect);
                Assert.Equal(AcceptEffect.Updated, (await Journal.AcceptAsync(Put("2", content) with { Operation = content, SourceVersion = content })).Effect);
            }

            Assert.Equal(2 * (Remembered + 1), (await ReadAsync(await Journal.FindRecordAsync(Identity("1")))).Revision);
            Assert.Equal(Remembered + 1, (await ReadAsync(await Journal.FindRecordAsync(Identity("2")))).Revision);
            await ReopenAsync();
        }

        // The one before them would be answered Created. A version keeps it out, arrival lets it in.
        Assert.Equal(AcceptEffect.Stale, (await Journal.AcceptAsync(Put("2", 1) with { Operation = 1, SourceVersion = 1 })).Effect);
        Assert.Equal(AcceptEffect.Updated, (await Journal.AcceptAsync(Put("1", 1) with { Operation = 1 })).Effect);
    }

    /// <summary>Goal: repeated and late delivery of what is remembered does not show. Method: do random operations twice, once plainly and once with repeats strewn in, and compare.</summary>
    [Fact]
    public async Task Late_repeats_strewn_among_operations_do_not_show_in_the_outcome()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var random = new Random(seed);
            var versions = seed % 3 == 0;
            var sent = new List<(AcceptRequest Request, AcceptEffect Effect)>();
            for (var number = 1; number <= 40; number++)
            {
                var plain = (random.Next(4) == 0 ? Delete("") : Put("", (byte)random.Next(1, 4), 10, (ulong)random.Next(11, 14))) with
                {
                    Operation = random.Next(6) == 0 ? 0 : (ulong)number,
                    SourceVersion = versions ? random.Next(1, 20) : 0,
                };
                var expected = await Journal.AcceptAsync(plain with { Identity = Identity($"plain {seed}") });
                var request = plain with { Identity = Identity($"strewn {seed}") };
                var answer = await Journal.AcceptAsync(request);
                Assert.True(expected.Effect == answer.Effect && expected.Revision == answer.Revision, $"{number} is answered {answer.Effect} at {answer.Revision} instead of {expected.Effect} at {expected.Revision}, seed {seed}");
                if (request.Operation != 0)
                {
                    sent.Add((request, answer.Effect));
                }

                while (sent.Count > 0 && random.Next(2) == 0)
                {
                    var late = sent[^random.Next(1, Math.Min(Remembered, sent.Count) + 1)];
                    Assert.True(late.Effect == (await Journal.AcceptAsync(late.Request)).Effect, $"the repeat of {late.Request.Operation} after {number} is answered differently, seed {seed}");
                }
            }

            var (a, b) = (await Journal.FindRecordAsync(Identity($"plain {seed}")), await Journal.FindRecordAsync(Identity($"strewn {seed}")));
            var bodies = await Journal.ReadBodiesAsync([a, b]);
            Assert.True(bodies[0]!.Payload.AsSpan().SequenceEqual(bodies[1]!.Payload) && bodies[0]!.IsLive == bodies[1]!.IsLive && bodies[0]!.SourceVersion == bodies[1]!.SourceVersion, $"seed {seed}");
        }
    }

    [Fact]
    public async Task A_repeat_of_a_decision_that_was_replaced_or_withdrawn_does_not_revive_it()
    {
        var a = await AcceptAloneAsync(Put("1", 1));
        var b = await AcceptAloneAsync(Put("2", 1));
        var same = await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same, operation: 5));
        Time.Advance(TimeSpan.FromSeconds(1));
        var different = await Journal.AssertAsync(Decide("2", "1", AssertionDecision.Different, operation: 6));
        Time.Advance(TimeSpan.FromSeconds(1));

        // As many others in between as there may be: decisions are an audit, so each is known by its operation for ever.
        for (var operation = 100UL; operation < 120; operation++)
        {
            await Journal.AssertAsync(Decide("1", "2", operation % 2 == 0 ? AssertionDecision.Same : AssertionDecision.Different, operation));
        }

        await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Withdraw, operation: 7));
        for (var opening = 0; opening < 2; opening++)
        {
            Assert.Equal(same with { NeedsResolution = false }, await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same, operation: 5)));
            Assert.Equal(different with { NeedsResolution = false }, await Journal.AssertAsync(Decide("2", "1", AssertionDecision.Different, operation: 6)));
            Assert.Empty((await SnapshotAsync(a.No, b.No)).Assertions);
            Assert.Equal(23, (await Journal.ReadAssertionsAsync(a.No, b.No)).Count);
            await Assert.ThrowsAsync<OperationReusedException>(async () => await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Different, operation: 5)));
            await ReopenAsync();
        }

        Assert.Equal(24, (await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same, operation: 8))).No);
    }

    [Fact]
    public async Task A_decision_that_had_been_made_without_an_id_is_known_by_the_id_it_is_repeated_under()
    {
        var a = await AcceptAsync(Put("1", 1));
        var b = await AcceptAsync(Put("2", 1));
        await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same));
        var repeated = await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same, operation: 5));
        await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Withdraw, operation: 6));
        Assert.Equal(repeated.No, (await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same, operation: 5))).No);
        Assert.Empty((await SnapshotAsync(a.No, b.No)).Assertions);
    }

    [Fact]
    public async Task Operations_are_remembered_of_each_record_and_pair_by_itself()
    {
        foreach (var id in (string[])["1", "2", "3"])
        {
            Assert.Equal(AcceptEffect.Created, (await Journal.AcceptAsync(Put(id, 1) with { Operation = 71 })).Effect);
            Assert.Equal(AcceptEffect.Updated, (await Journal.AcceptAsync(Put(id, 2) with { Operation = 72 })).Effect);
        }

        Assert.Equal(1, (await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same, operation: 5))).No);
        Assert.Equal(2, (await Journal.AssertAsync(Decide("1", "3", AssertionDecision.Different, operation: 5))).No);
        Assert.Equal(1, (await Journal.AssertAsync(Decide("1", "2", AssertionDecision.Same, operation: 5))).No);
    }
}
