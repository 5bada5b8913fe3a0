using CustomerGrains.Index.Journal;
using CustomerGrains.Stores.Postings;

namespace CustomerGrains.Stores.Writing;

internal sealed partial class JournalBatch
{
    /// <summary>See <see cref="IJournal.CommitAsync"/>. The commit is valid in itself.</summary>
    public CommitReply Commit(ResolutionCommit commit)
    {
        if (commit.Model.Value != Numbers.Model || !commit.Expected.All(HasEpoch))
        {
            return new CommitReply(Committed: false);
        }

        var stands = new Dictionary<RecordNo, PlacedRow>(commit.ExpectedRecords.Count);
        foreach (var (record, component) in commit.ExpectedRecords)
        {
            if (!rows.TryReadPlaced(record.No, out var row) || row.Revision != record.Revision || row.Component != component)
            {
                return new CommitReply(Committed: false);
            }

            stands.Add(record.No, row);
        }

        var plan = CommitPlan.Of(commit, stands);
        var touched = new HashSet<(RecordNo A, RecordNo B)>();
        DeleteFormerLinks(commit, plan);
        StoreLinks(commit, plan, touched);
        StoreRows(commit, plan);
        RefreshReviews(plan, touched);
        var sequence = AppendEvents(commit.Events, out var eventOf);
        foreach (var change in commit.Ledger)
        {
            StoreLedger(change, eventOf.GetValueOrDefault(change.No, sequence));
        }

        foreach (var assertion in commit.ResolvedAssertions)
        {
            rows.ResolveDecision(assertion);
        }

        return new CommitReply(Committed: true);
    }

    private bool HasEpoch(ComponentEpoch expected) => rows.TryReadEpoch(expected.Component, out var epoch) && epoch == expected.Epoch;

    private void StoreRows(ResolutionCommit commit, CommitPlan plan)
    {
        var owners = new HashSet<RecordNo>();
        foreach (var expected in commit.Expected)
        {
            owners.Add(expected.Component);
        }

        var former = Numbers.FormerRecords;
        var placed = Numbers.PlacedRecords;
        foreach (var (record, row) in plan.Rows)
        {
            owners.Add(row.Before.Component);
            owners.Add(row.NewComponent);
            former -= !row.Before.Component.IsNone && row.Before.Model != commit.Model ? 1 : 0;
            placed += (row.NewComponent.IsNone ? 0 : 1) - (row.Before.Component.IsNone ? 0 : 1);
            if (row.IsChanged)
            {
                rows.Place(record, row.NewComponent, row.NewCustomer, row.NewResolvedRevision, row.NewModel);
            }

            if (row.Before.ResolvedRevision != row.Before.Revision && row.NewResolvedRevision == row.Before.Revision)
            {
                _pending.Add(new ResolvedChange(record));
            }
        }

        Numbers = Numbers with { FormerRecords = former, PlacedRecords = placed };
        owners.Remove(default);
        foreach (var owner in owners)
        {
            rows.RaiseEpoch(owner);
        }
    }

    private void StoreLedger(LedgerChange change, long changedAt)
    {
        var wasLive = rows.IsLive(change.No);
        rows.PutCustomer(new LedgerEntry(change.No, change.State, change.Born, change.SupersededBy, changedAt));
        Numbers = Numbers with { LiveCustomers = Numbers.LiveCustomers + (change.State == CustomerState.Live ? 1 : 0) - (wasLive ? 1 : 0) };
    }

    /// <summary>Appends events.</summary>
    /// <param name="eventOf">Sequence of the last of them that each customer has part in.</param>
    /// <returns>Sequence of the last event of the journal.</returns>
    private long AppendEvents(IReadOnlyList<EventDraft> events, out Dictionary<CustomerNo, long> eventOf)
    {
        eventOf = [];
        var sequence = Numbers.LastEvent;
        if (events.Count == 0)
        {
            return sequence;
        }

        var at = time.GetUtcNow();
        foreach (var change in events)
        {
            sequence++;
            rows.AppendEvent(new JournalEvent(sequence, at, change));
            eventOf[change.Customer] = sequence;
            foreach (var other in change.Others)
            {
                eventOf[other] = sequence;
            }
        }

        Numbers = Numbers with { LastEvent = sequence };
        return sequence;
    }
}
