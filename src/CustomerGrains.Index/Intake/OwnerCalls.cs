using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Intake;

/// <summary>Calls owners of components, one call of this process at a time for each owner. Evidence that comes for an owner meanwhile waits, and all that waited goes with the next call as one.</summary>
/// <remarks>
/// <para>Evidence is a set of findings about revisions, so several pieces together say what they say one after another, and a component of thousands of records is read, resolved and committed once for all who
/// wait for it, instead of once for each.</para>
/// <para>Nobody fails for another's sake: what is contended, or fails in a way that one piece of evidence may be the cause of, is called again in halves. Any other answer is for all of them; an owner that hands
/// evidence back because of one piece is right about that one, and sends back the others.</para>
/// </remarks>
internal sealed class OwnerCalls(IGrainDirectory grains, int togetherMax, bool continuesInPlace)
{
    private readonly Lock _gate = new();

    // An owner is here while it is called. Null: nobody waits.
    private readonly Dictionary<RecordNo, Queue<Caller>?> _called = [];

    /// <summary>Calls an owner with the evidence, alone or together with what others have.</summary>
    /// <returns>The answer to the whole call: it may also name records and customers that only others' evidence touches.</returns>
    public async ValueTask<ResolveReply> ResolveAsync(RecordNo owner, Evidence evidence)
    {
        if (Begin(owner, evidence) is { } waiting)
        {
            return await waiting.Turn.ConfigureAwait(false) is { } party
                ? await LeadAsync(owner, waiting, party).ConfigureAwait(false)
                : await waiting.Answer.ConfigureAwait(false);
        }

        try
        {
            return await grains.GetCustomer(owner).ResolveAsync(evidence).ConfigureAwait(false);
        }
        finally
        {
            End(owner);
        }
    }

    /// <returns>Null when the owner may be called now.</returns>
    private Caller? Begin(RecordNo owner, Evidence evidence)
    {
        lock (_gate)
        {
            if (_called.TryAdd(owner, null))
            {
                return null;
            }

            var caller = new Caller(evidence, continuesInPlace);
            (_called[owner] ??= new Queue<Caller>()).Enqueue(caller);
            return caller;
        }
    }

    /// <summary>Gives the turn to who waits longest, and with it those whose evidence goes with theirs.</summary>
    private void End(RecordNo owner)
    {
        var party = new List<Caller>();
        lock (_gate)
        {
            if (_called[owner] is not { Count: > 0 } waiting)
            {
                _called.Remove(owner);
                return;
            }

            party.Add(waiting.Dequeue());
            while (party.Count < togetherMax && waiting.TryPeek(out var next) && party[0].GoesWith(next))
            {
                party.Add(waiting.Dequeue());
            }
        }

        party[0].Lead(party);
    }

    private async ValueTask<ResolveReply> LeadAsync(RecordNo owner, Caller leader, List<Caller> party)
    {
        try
        {
            await CallAsync(owner, party).ConfigureAwait(false);
        }
        finally
        {
            End(owner);
        }

        return await leader.Answer.ConfigureAwait(false);
    }

    private async Task CallAsync(RecordNo owner, List<Caller> party)
    {
        ResolveReply reply;
        try
        {
            reply = await grains.GetCustomer(owner).ResolveAsync(Together(party)).ConfigureAwait(false);
        }
        catch (Exception exception) when (party.Count > 1 && !IsForAll(exception))
        {
            await CallHalvesAsync(owner, party).ConfigureAwait(false);
            return;
        }
        catch (Exception exception)
        {
            party.ForEach(caller => caller.Fail(exception));
            return;
        }

        if (party.Count > 1 && reply.Outcome == ResolveOutcome.Contended)
        {
            await CallHalvesAsync(owner, party).ConfigureAwait(false);
            return;
        }

        party.ForEach(caller => caller.Succeed(reply));
    }

    private async Task CallHalvesAsync(RecordNo owner, List<Caller> party)
    {
        var half = party.Count / 2;
        await CallAsync(owner, party[..half]).ConfigureAwait(false);
        await CallAsync(owner, party[half..]).ConfigureAwait(false);
    }

    /// <summary>No evidence is to blame: the call was lost, or there is no store or no room.</summary>
    private static bool IsForAll(Exception exception) => exception is GrainUnavailableException or JournalUnavailableException or OverloadedException or OperationCanceledException;

    private static Evidence Together(List<Caller> party)
    {
        if (party.Count == 1)
        {
            return party[0].Evidence;
        }

        var subjects = new HashSet<RecordRevision>();
        var links = new HashSet<Link>();
        var touched = new HashSet<RecordNo>();
        var assertions = new HashSet<long>();
        foreach (var caller in party)
        {
            subjects.UnionWith(caller.Evidence.Subjects);
            links.UnionWith(caller.Evidence.Links);
            touched.UnionWith(caller.Evidence.Touched);
            assertions.UnionWith(caller.Evidence.Assertions);
        }

        return new Evidence { Model = party[0].Evidence.Model, Subjects = [.. subjects], Links = [.. links], Touched = [.. touched], Assertions = [.. assertions] };
    }

    /// <summary>Somebody who waits for an owner.</summary>
    private sealed class Caller(Evidence evidence, bool continuesInPlace)
    {
        // Those who wait go on elsewhere than on the thread that answers them all, one after another.
        private readonly TaskCompletionSource<List<Caller>?> _turn = new(continuesInPlace ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<ResolveReply> _answer = new(continuesInPlace ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously);

        public Evidence Evidence { get; } = evidence;

        /// <summary>Those to call for, itself first; null when another has called for it.</summary>
        public Task<List<Caller>?> Turn => _turn.Task;

        public Task<ResolveReply> Answer => _answer.Task;

        /// <summary>One call can be for both. What whoever is asked is to decide goes alone.</summary>
        public bool GoesWith(Caller other) => Evidence.Model == other.Evidence.Model && !Evidence.Final && !other.Evidence.Final;

        public void Lead(List<Caller> party) => _turn.SetResult(party);

        public void Succeed(ResolveReply reply)
        {
            _answer.SetResult(reply);
            _turn.TrySetResult(null);
        }

        public void Fail(Exception exception)
        {
            _answer.SetException(exception);
            _turn.TrySetResult(null);
        }
    }
}
