using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Intake;

/// <summary>Brings evidence to the owner of the component it touches.</summary>
/// <remarks>Grains never call each other here: an owner that is not the right one hands the evidence back and names the right one, and the caller sends it on. So two
/// components that are merged into each other at once cannot wait for each other.</remarks>
public sealed class EvidenceRouter(GrainContext context, IGrainDirectory grains, Prober prober)
{
    private readonly RecentCache<RecordNo, RecordNo> _ownerOf = new(context.Options.CachedRecordsMax);
    private readonly OwnerCalls _owners = new(grains, context.Options.EvidenceTogetherMax, context.Ports.ContinuesInPlace);

    /// <summary>Sends the evidence until it is resolved. What it lacks, because another model came into force or because it touches records placed under a former one, is probed and added.</summary>
    /// <returns>What came of it, and the evidence that was resolved in the end. The commit may have been one for other evidence as well, see <see cref="OwnerCalls"/>.</returns>
    /// <exception cref="OverloadedException">Others changed the component every time. What was accepted is durable and will be resolved by the sweep.</exception>
    public async ValueTask<Settlement> SendAsync(Evidence evidence)
    {
        var owner = GuessOwner(evidence);
        var handOvers = 0;
        var failures = 0;
        while (true)
        {
            ResolveReply reply;
            try
            {
                reply = await _owners.ResolveAsync(owner, evidence).ConfigureAwait(false);
            }
            catch (GrainUnavailableException) when (++failures < context.Options.CallAttemptsMax)
            {
                continue;
            }

            if (reply.Outcome == ResolveOutcome.Resolved)
            {
                Remember(reply);
                return new Settlement(reply, evidence);
            }

            switch (reply.Outcome)
            {
                case ResolveOutcome.OwnedElsewhere:
                    owner = reply.Owner;
                    evidence = ++handOvers < context.Options.HandOversMax ? evidence : evidence with { Final = true };
                    break;
                case ResolveOutcome.ModelChanged:
                    var model = await context.Models.RefreshAsync(default).ConfigureAwait(false);
                    evidence = evidence with { Model = model.No, Links = (await prober.ProbeAgainAsync(evidence.Subjects, model.No).ConfigureAwait(false)).Links };
                    owner = GuessOwner(evidence);
                    break;
                case ResolveOutcome.Unprobed:
                    var more = await prober.ProbeAgainAsync(reply.Unprobed, evidence.Model).ConfigureAwait(false);
                    evidence = evidence with { Subjects = [.. evidence.Subjects, .. more.Subjects], Links = [.. evidence.Links, .. more.Links] };
                    owner = GuessOwner(evidence);
                    break;
                default:
                    if (++failures >= context.Options.CallAttemptsMax)
                    {
                        throw new OverloadedException(context.Options.RetryAfter);
                    }

                    break;
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

/// <summary>What came of evidence.</summary>
/// <param name="Evidence">The evidence as it was resolved: with what had to be added on the way.</param>
public sealed record Settlement(ResolveReply Reply, Evidence Evidence);
