using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Intake;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Index.Tests.Intake;

/// <summary>How evidence that waits for one owner goes together. That the outcome is the same is for <see cref="OneLawTests"/> and the simulation.</summary>
public sealed class OwnerCallsTests
{
    private static readonly RecordNo Owner = new(1);

    /// <summary>Goal: whoever waits goes with the next call, and every call holds all that its callers brought. Method: five pieces of evidence behind a call that is held up.</summary>
    [Fact]
    public async Task What_waits_goes_with_the_next_call_as_one()
    {
        var owner = new OwnerUnderTest();
        var calls = new OwnerCalls(owner, togetherMax: 100, continuesInPlace: false);
        var first = calls.ResolveAsync(Owner, Of(1)).AsTask();
        var others = Enumerable.Range(2, 5).Select(record => calls.ResolveAsync(Owner, Of(record)).AsTask()).ToArray();
        Assert.Equal<List<long>>([1], owner.Take());
        owner.Answer(Resolved);
        await first;
        Assert.Equal<List<long>>([2, 3, 4, 5, 6], await owner.TakeAsync());
        Assert.All(owner.LastEvidence.Subjects, subject => Assert.Contains(owner.LastEvidence.Links, link => link.B == subject));
        Assert.Equal(5, owner.LastEvidence.Assertions.Count);
        Assert.Equal(5, owner.LastEvidence.Touched.Count);
        owner.Answer(Resolved);
        Assert.All(await Task.WhenAll(others), reply => Assert.Same(Resolved, reply));

        // Nobody is called: the next goes at once.
        var next = calls.ResolveAsync(Owner, Of(9)).AsTask();
        Assert.Equal<List<long>>([9], owner.Take());
        owner.Answer(Resolved);
        await next;
    }

    /// <summary>Goal: no call is larger than may be, and another owner does not wait.</summary>
    [Fact]
    public async Task No_more_go_together_than_may_and_owners_do_not_wait_for_each_other()
    {
        var owner = new OwnerUnderTest();
        var calls = new OwnerCalls(owner, togetherMax: 3, continuesInPlace: false);
        var all = Enumerable.Range(1, 8).Select(record => calls.ResolveAsync(Owner, Of(record)).AsTask()).ToArray();
        Assert.Equal<List<long>>([1], owner.Take());
        var elsewhere = calls.ResolveAsync(new RecordNo(50), Of(50)).AsTask();
        Assert.Equal<List<long>>([50], owner.Take());
        owner.Answer(Resolved, which: 1);
        await elsewhere;
        foreach (var party in new List<long>[] { [2, 3, 4], [5, 6, 7], [8] })
        {
            owner.Answer(Resolved);
            Assert.Equal(party, await owner.TakeAsync());
        }

        owner.Answer(Resolved);
        await Task.WhenAll(all);
    }

    /// <summary>Goal: links scored under different models never go together, nor does evidence that whoever is asked is to decide.</summary>
    [Fact]
    public async Task Evidence_under_another_model_and_final_evidence_go_alone()
    {
        var owner = new OwnerUnderTest();
        var calls = new OwnerCalls(owner, togetherMax: 100, continuesInPlace: false);
        Task[] all =
        [
            calls.ResolveAsync(Owner, Of(1)).AsTask(),
            calls.ResolveAsync(Owner, Of(2)).AsTask(),
            calls.ResolveAsync(Owner, Of(3)).AsTask(),
            calls.ResolveAsync(Owner, Of(4) with { Model = new ModelNo(2) }).AsTask(),
            calls.ResolveAsync(Owner, Of(5) with { Final = true }).AsTask(),
            calls.ResolveAsync(Owner, Of(6) with { Final = true }).AsTask(),
            calls.ResolveAsync(Owner, Of(7)).AsTask(),
        ];
        Assert.Equal<List<long>>([1], owner.Take());
        foreach (var (party, model, final) in new (List<long>, int, bool)[] { ([2, 3], 1, false), ([4], 2, false), ([5], 1, true), ([6], 1, true), ([7], 1, false) })
        {
            owner.Answer(Resolved);
            Assert.Equal(party, await owner.TakeAsync());
            Assert.Equal((new ModelNo(model), final), (owner.LastEvidence.Model, owner.LastEvidence.Final));
        }

        owner.Answer(Resolved);
        await Task.WhenAll(all);
    }

    /// <summary>Goal: one piece of evidence that cannot be resolved fails nobody else. Method: one of seven makes every call with it fail.</summary>
    [Fact]
    public async Task A_piece_that_fails_fails_alone()
    {
        var owner = new OwnerUnderTest
        {
            Replies = evidence => evidence.Subjects.Any(subject => subject.No.Value == 5) ? throw new ArgumentException("bad") : Resolved,
        };
        var all = await WaitBehindAsync(owner, 7);
        Assert.Equal("bad", (await Assert.ThrowsAsync<ArgumentException>(() => all[5])).Message);
        Assert.All(await Task.WhenAll(all.Where((_, place) => place != 5)), reply => Assert.Same(Resolved, reply));
    }

    /// <summary>Goal: a large call that is contended does not hold up what would not be alone.</summary>
    [Fact]
    public async Task What_is_contended_together_is_tried_in_halves()
    {
        var contended = new ResolveReply { Outcome = ResolveOutcome.Contended };
        var owner = new OwnerUnderTest { Replies = evidence => evidence.Subjects.Count > 2 || evidence.Subjects.Any(subject => subject.No.Value == 3) ? contended : Resolved };
        var all = await WaitBehindAsync(owner, 7);
        var replies = await Task.WhenAll(all);
        Assert.Contains(contended, replies);
        Assert.Equal(ResolveOutcome.Contended, replies[3].Outcome);
        Assert.All(new[] { 1, 5, 6, 7 }, place => Assert.Same(Resolved, replies[place]));
    }

    /// <summary>Goal: what says nothing against any piece of evidence is told to all at once, not found out again one by one.</summary>
    [Fact]
    public async Task A_lost_call_is_lost_for_all_of_it()
    {
        var owner = new OwnerUnderTest { Replies = evidence => evidence.Subjects.Count > 1 ? throw new GrainUnavailableException("lost") : Resolved };
        var all = await WaitBehindAsync(owner, 4);
        Assert.Same(Resolved, await all[0]);
        foreach (var waited in all[1..])
        {
            await Assert.ThrowsAsync<GrainUnavailableException>(() => waited);
        }

        Assert.Equal(2, owner.Calls);
    }

    /// <summary>Calls once, and that many more times while the first call is held up; then lets go. All calls are then answered by <see cref="OwnerUnderTest.Replies"/>.</summary>
    private static async Task<Task<ResolveReply>[]> WaitBehindAsync(OwnerUnderTest owner, int count)
    {
        var replies = owner.Replies;
        owner.Replies = null;
        var calls = new OwnerCalls(owner, togetherMax: 100, continuesInPlace: false);
        var all = Enumerable.Range(0, count + 1).Select(record => calls.ResolveAsync(Owner, Of(record)).AsTask()).ToArray();
        Assert.Equal<List<long>>([0], owner.Take());
        owner.Replies = replies;
        owner.Answer(Resolved);
        await Task.WhenAll(all.Select(task => task.ContinueWith(static _ => { }, TaskScheduler.Default)));
        return all;
    }

    private static readonly ResolveReply Resolved = new() { Outcome = ResolveOutcome.Resolved };

    private static Evidence Of(int record)
    {
        var subject = new RecordRevision(new RecordNo(record), 1);
        return new Evidence
        {
            Model = new ModelNo(1),
            Subjects = [subject],
            Links = [new Link(new RecordRevision(Owner, 1), subject, 2000, LinkKind.Edge)],
            Touched = [new RecordNo(record + 100)],
            Assertions = [record],
        };
    }

    /// <summary>Owners whose calls wait until the test answers them, or are answered by <see cref="Replies"/>.</summary>
    private sealed class OwnerUnderTest : IGrainDirectory
    {
        private readonly System.Threading.Channels.Channel<Evidence> _called = System.Threading.Channels.Channel.CreateUnbounded<Evidence>();
        private readonly List<TaskCompletionSource<ResolveReply>> _pending = [];
        private int _calls;

        public Func<Evidence, ResolveReply>? Replies { get; set; }

        public Evidence LastEvidence { get; private set; } = Of(0);

        public int Calls => _calls;

        public IBlockingKeyGrain GetBlockingKey(BlockingKey key) => throw new NotSupportedException();

        public ICustomerGrain GetCustomer(RecordNo owner) => new Reference(this);

        /// <summary>Subjects of the call that was made.</summary>
        public List<long> Take() => Noted(_called.Reader.TryRead(out var evidence) ? evidence : throw new InvalidOperationException("Nobody called."));

        /// <summary>Subjects of the next call.</summary>
        public async Task<List<long>> TakeAsync() => Noted(await _called.Reader.ReadAsync());

        public void Answer(ResolveReply reply, int which = 0)
        {
            TaskCompletionSource<ResolveReply> call;
            lock (_pending)
            {
                call = _pending[which];
                _pending.RemoveAt(which);
            }

            call.SetResult(reply);
        }

        private List<long> Noted(Evidence evidence)
        {
            LastEvidence = evidence;
            return [.. evidence.Subjects.Select(subject => subject.No.Value)];
        }

        private ValueTask<ResolveReply> CallAsync(Evidence evidence)
        {
            Interlocked.Increment(ref _calls);
            if (Replies is { } replies)
            {
                return new ValueTask<ResolveReply>(replies(evidence));
            }

            var call = new TaskCompletionSource<ResolveReply>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_pending)
            {
                _pending.Add(call);
            }

            Assert.True(_called.Writer.TryWrite(evidence));
            return new ValueTask<ResolveReply>(call.Task);
        }

        private sealed class Reference(OwnerUnderTest owners) : ICustomerGrain
        {
            public ValueTask<ResolveReply> ResolveAsync(Evidence evidence, CancellationToken cancellationToken = default) => owners.CallAsync(evidence);
        }
    }
}
