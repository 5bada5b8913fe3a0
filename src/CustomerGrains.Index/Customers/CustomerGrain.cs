using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Resolving;

namespace CustomerGrains.Index.Customers;

/// <summary>Owns the component whose smallest record is its address: reads it, resolves it with the new evidence and commits.</summary>
/// <remarks>Remembers nothing between calls but what spares it work, see <see cref="ResolutionMemory"/>. The commit compares every epoch and revision the decision was computed from, so a decision that is out of date is
/// not written, whoever made it: a second copy of this grain, another owner, or an acceptance in between.</remarks>
public sealed class CustomerGrain(RecordNo owner, GrainContext context) : ICustomerGrain
{
    private readonly ResolutionMemory _memory = new();

    /// <inheritdoc/>
    public async ValueTask<ResolveReply> ResolveAsync(Evidence evidence, CancellationToken cancellationToken = default)
    {
        var concerned = evidence.Concerned();
        for (var attempt = 0; attempt < context.Options.CommitAttemptsMax; attempt++)
        {
            var snapshot = await context.Journal.ReadComponentsAsync(concerned, cancellationToken).ConfigureAwait(false);
            if (snapshot.Model != evidence.Model)
            {
                return new ResolveReply { Outcome = ResolveOutcome.ModelChanged };
            }

            var smallest = SmallestRecord(snapshot);
            if (smallest != owner && !evidence.Final)
            {
                return new ResolveReply { Outcome = ResolveOutcome.OwnedElsewhere, Owner = smallest };
            }

            if (Unprobed(snapshot, evidence) is { Count: > 0 } unprobed)
            {
                return new ResolveReply { Outcome = ResolveOutcome.Unprobed, Unprobed = unprobed };
            }

            var model = await context.Models.GetAsync(snapshot.Model, cancellationToken).ConfigureAwait(false);
            var plan = ResolutionPlan.Of(snapshot, evidence, model.Model, context.Records, _memory);
            var decision = await DecideNumbersAsync(snapshot, plan, cancellationToken).ConfigureAwait(false);
            var commit = plan.ToCommit(decision);
            if (ChangesNothing(snapshot, commit) || (await context.CommitAsync(commit, cancellationToken).ConfigureAwait(false)).Committed)
            {
                return ReplyOf(concerned, snapshot, commit);
            }
        }

        return new ResolveReply { Outcome = ResolveOutcome.Contended };
    }

    /// <summary>Members that were placed under a former model and of which the evidence does not say what they are linked to under this one.</summary>
    /// <remarks>Placed with the others they would count as placed under this model, without their links. A record that is in no component yet is another matter: it is not resolved, and its own evidence
    /// comes.</remarks>
    private static List<RecordRevision> Unprobed(ComponentSnapshot snapshot, Evidence evidence)
    {
        List<RecordRevision>? unprobed = null;
        foreach (var record in snapshot.Records)
        {
            var revision = new RecordRevision(record.No, record.Revision);
            if (record.IsLive && !record.Model.IsNone && record.Model != snapshot.Model && !evidence.Subjects.Contains(revision))
            {
                (unprobed ??= []).Add(revision);
            }
        }

        return unprobed ?? [];
    }

    private RecordNo SmallestRecord(ComponentSnapshot snapshot)
    {
        // A component keeps the owner it was committed with until the next commit, also when that record has been deleted since.
        var smallest = snapshot.Records.Count == 0 ? owner : snapshot.Records[0].No;
        foreach (var component in snapshot.Epochs)
        {
            smallest = component.Component.CompareTo(smallest) < 0 ? component.Component : smallest;
        }

        return smallest;
    }

    private async ValueTask<LedgerDecision> DecideNumbersAsync(ComponentSnapshot snapshot, ResolutionPlan plan, CancellationToken cancellationToken)
    {
        var former = snapshot.Records.ToDictionary(record => record.No, record => record.Customer);
        var decision = Ledger.Decide(former, snapshot.Ledger, plan.Clusters);
        if (decision.Unnumbered.Count == 0)
        {
            return decision;
        }

        var fresh = new Dictionary<RecordNo, CustomerNo>(decision.Unnumbered.Count);
        foreach (var record in decision.Unnumbered)
        {
            // A live customer elsewhere may still go by this record's number, when the record was deleted and came back.
            var own = new CustomerNo(record.Value);
            fresh[record] = await context.Journal.ReadLedgerAsync(own, cancellationToken).ConfigureAwait(false) is null
                ? own
                : await context.Journal.ReserveCustomerNoAsync(cancellationToken).ConfigureAwait(false);
        }

        return Ledger.Decide(former, snapshot.Ledger, plan.Clusters, fresh);
    }

    /// <summary>A repeat of evidence that is in the journal already.</summary>
    private static bool ChangesNothing(ComponentSnapshot snapshot, ResolutionCommit commit)
    {
        if (commit.Events.Count + commit.Ledger.Count + commit.ResolvedAssertions.Count + commit.Links.Count > 0)
        {
            return false;
        }

        var records = snapshot.Records.ToDictionary(record => record.No);
        return snapshot.Records.All(record => !record.IsLive || record.Model == snapshot.Model)
            && commit.Resolved.All(revision => records[revision.No].ResolvedRevision >= revision.Revision)
            && commit.Components.All(component => component.Members.All(member => records[member].Component == component.Members[0]))
            && snapshot.Records.All(record => record.IsLive || record.Component.IsNone);
    }

    private static ResolveReply ReplyOf(IReadOnlySet<RecordNo> concerned, ComponentSnapshot snapshot, ResolutionCommit commit)
    {
        var placements = new List<Placement>(concerned.Count);
        var customers = commit.Customers.ToDictionary(pair => pair.Record, pair => pair.Customer);
        foreach (var component in commit.Components)
        {
            foreach (var member in component.Members)
            {
                if (concerned.Contains(member))
                {
                    placements.Add(new Placement(member, component.Members[0], customers[member]));
                }
            }
        }

        var left = new List<(RecordNo, CustomerNo)>();
        foreach (var record in snapshot.Records)
        {
            if (!record.Customer.IsNone && concerned.Contains(record.No) && customers.GetValueOrDefault(record.No) != record.Customer)
            {
                left.Add((record.No, record.Customer));
            }
        }

        var merged = new List<(CustomerNo, CustomerNo)>();
        var split = new List<(CustomerNo, CustomerNo)>();
        foreach (var change in commit.Events)
        {
            if (change.Kind == EventKind.Merged)
            {
                merged.AddRange(change.Others.Select(other => (other, change.Customer)));
            }
            else if (change.Kind == EventKind.Split)
            {
                split.AddRange(change.Others.Select(other => (change.Customer, other)));
            }
        }

        return new ResolveReply { Outcome = ResolveOutcome.Resolved, Placements = placements, Left = left, Merged = merged, Split = split };
    }
}
