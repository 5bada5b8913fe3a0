using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Intake;

/// <summary>Brings evidence to the owner of the component it touches.</summary>
/// <remarks>Grains never call each other here: an owner that is not the right one hands the evidence back and names the right one, and the caller sends it on. So two
/// components that are merged into each other at once cannot wait for each other.</remarks>
public sealed class EvidenceRouter(GrainContext context, IGrainDirectory grains)
{
    private readonly RecentCache<RecordNo, RecordNo> _ownerOf = new(context.Options.CachedRecordsMax);

    /// <summary>Sends the evidence until it is resolved.</summary>
    /// <exception cref="OverloadedException">Others changed the component every time. What was accepted is durable and will be resolved by the sweep.</exception>
    public async ValueTask<ResolveReply> SendAsync(Evidence evidence)
    {
        var owner = GuessOwner(evidence);
        var handOvers = 0;
        var failures = 0;
        while (true)
        {
            ResolveReply reply;
            try
            {
                reply = await grains.GetCustomer(owner).ResolveAsync(evidence).ConfigureAwait(false);
            }
            catch (GrainUnavailableException) when (++failures < context.Options.CallAttemptsMax)
            {
                continue;
            }

            if (reply.Outcome == ResolveOutcome.Resolved)
            {
                Remember(reply);
                return reply;
            }

            if (reply.Outcome == ResolveOutcome.OwnedElsewhere)
            {
                owner = reply.Owner;
                evidence = ++handOvers < context.Options.HandOversMax ? evidence : evidence with { Final = true };
            }
            else if (++failures >= context.Options.CallAttemptsMax)
            {
                throw new OverloadedException(context.Options.RetryAfter);
            }
        }
    }

    /// <summary>Notes where records are, so that the next evidence about them goes the right way at once.</summary>
    public void Remember(ResolveReply reply)
    {
        foreach (var placement in reply.Placements)
        {
            _ownerOf.Set(placement.Record, placement.Component);
        }
    }

    /// <summary>The smallest record that owned the component of any record concerned when last heard of. A wrong guess costs one hand-over.</summary>
    private RecordNo GuessOwner(Evidence evidence)
    {
        var owner = default(RecordNo);
        foreach (var record in evidence.Concerned())
        {
            var guess = _ownerOf.TryGet(record, out var known) && known.CompareTo(record) < 0 ? known : record;
            if (owner.IsNone || guess.CompareTo(owner) < 0)
            {
                owner = guess;
            }
        }

        return owner;
    }
}
