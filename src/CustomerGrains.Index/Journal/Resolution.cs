using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Journal;

/// <summary>A scored pair, smaller record first.</summary>
/// <param name="A">Smaller record, at the revision that was scored.</param>
/// <param name="B">Larger record, at the revision that was scored.</param>
/// <param name="Weight">Hundredths of a bit, at or above the review threshold.</param>
/// <param name="Kind">How the pair was met, and whether it connects.</param>
/// <remarks>A stored link holds only while both records are live at exactly these revisions; older rows are as good as gone.</remarks>
public readonly record struct Link(RecordRevision A, RecordRevision B, int Weight, LinkKind Kind)
{
    /// <summary>The pair shares a blocking key.</summary>
    public bool IsBlocked => Kind != LinkKind.Unblocked;

    /// <summary>Ties the components of the two records together.</summary>
    public bool IsEdge => Kind == LinkKind.Edge;
}

/// <summary>How a scored pair was met, and whether it connects.</summary>
public enum LinkKind : byte
{
    /// <summary>Only scored because a component holds both: kept for review, connects nothing.</summary>
    Unblocked = 0,

    /// <summary>Shares a blocking key and is possible: kept for review, connects nothing.</summary>
    Possible = 1,

    /// <summary>Shares a blocking key and is an edge: the components of the two are resolved as one.</summary>
    Edge = 2,
}

/// <summary>A component and the epoch it was read at.</summary>
/// <param name="Component">Its smallest record.</param>
/// <param name="Epoch">Raised by every commit that touches the component.</param>
public readonly record struct ComponentEpoch(RecordNo Component, long Epoch);

/// <summary>Life of a customer.</summary>
public enum CustomerState : byte
{
    Live = 1,

    /// <summary>Merged into another; resolves to it.</summary>
    Superseded = 2,

    /// <summary>All its records were deleted.</summary>
    Empty = 3,
}

/// <summary>A customer in the ledger of ids. Entries are never removed.</summary>
/// <param name="No">Its number.</param>
/// <param name="State">Whether it is live.</param>
/// <param name="Born">Its smallest record at birth.</param>
/// <param name="SupersededBy">The customer that took its place; none unless superseded.</param>
/// <param name="ChangedAt">Sequence of the event that set this state; grows.</param>
public readonly record struct LedgerEntry(CustomerNo No, CustomerState State, RecordNo Born, CustomerNo SupersededBy, long ChangedAt);

/// <summary>A person's live decision on two records, smaller record first.</summary>
public readonly record struct LiveAssertion(long No, RecordNo A, RecordNo B, bool Same);

/// <summary>Everything needed to resolve some components, read at one moment.</summary>
/// <remarks>Closed: starts at the asked records; holds every member of their components, every record that an edge or a live *same* assertion ties to a member,
/// that record's component, and so on.</remarks>
public sealed record ComponentSnapshot
{
    /// <summary>The model in force at that moment.</summary>
    public required ModelNo Model { get; init; }

    /// <summary>Epochs of the components that were read. A record without a component has none here.</summary>
    public required IReadOnlyList<ComponentEpoch> Epochs { get; init; }

    /// <summary>Members, and asked records that have no component yet or are deleted but not resolved; by number.</summary>
    public required IReadOnlyList<JournalRecord> Records { get; init; }

    /// <summary>Links that hold between records of the snapshot, both blocked and not. Those between two records that are not placed under the model in force are left out: they were scored under a former one.</summary>
    public required IReadOnlyList<Link> Links { get; init; }

    /// <summary>Live assertions between records of the snapshot.</summary>
    public required IReadOnlyList<LiveAssertion> Assertions { get; init; }

    /// <summary>Ledger entries of the members' customers, and of superseded or empty customers born with one of the records.</summary>
    public required IReadOnlyList<LedgerEntry> Ledger { get; init; }
}

/// <summary>A component as it shall be.</summary>
/// <param name="Members">Its live records, ascending; the first is its owner.</param>
public sealed record CommittedComponent(IReadOnlyList<RecordNo> Members);

/// <summary>Changes one customer's entry in the ledger.</summary>
public readonly record struct LedgerChange(CustomerNo No, CustomerState State, RecordNo Born, CustomerNo SupersededBy);

/// <summary>Makes a resolution durable in one transaction, if nothing it was computed from has changed.</summary>
public sealed record ResolutionCommit
{
    /// <summary>Compare: the model it was computed under must be in force. Every record it places counts as placed under it; their links with records that are not, and with each other, as of before,
    /// were scored under a former model and go.</summary>
    public required ModelNo Model { get; init; }

    /// <summary>Compare: each of these components must still be at its epoch.</summary>
    public required IReadOnlyList<ComponentEpoch> Expected { get; init; }

    /// <summary>Compare: each of these records must still be at its revision and in its component (none for no component).</summary>
    public required IReadOnlyList<(RecordRevision Record, RecordNo Component)> ExpectedRecords { get; init; }

    /// <summary>Blocked links to store or overwrite. Those whose revisions are no longer current are dropped by the journal, silently.</summary>
    public required IReadOnlyList<Link> Links { get; init; }

    /// <summary>Unblocked links of the touched components: replace all unblocked links between records of <see cref="ExpectedRecords"/>.</summary>
    public required IReadOnlyList<Link> UnblockedLinks { get; init; }

    /// <summary>Every component the records of <see cref="ExpectedRecords"/> now form. Records in none of them (deleted) end without component and customer.</summary>
    public required IReadOnlyList<CommittedComponent> Components { get; init; }

    /// <summary>Customer of each record of <see cref="Components"/>.</summary>
    public required IReadOnlyList<(RecordNo Record, CustomerNo Customer)> Customers { get; init; }

    public required IReadOnlyList<LedgerChange> Ledger { get; init; }

    /// <summary>Events to append, in order; the journal gives sequence and time.</summary>
    public required IReadOnlyList<EventDraft> Events { get; init; }

    /// <summary>Revisions that are resolved by this commit.</summary>
    public required IReadOnlyList<RecordRevision> Resolved { get; init; }

    /// <summary>Assertions whose effect is in this commit.</summary>
    public IReadOnlyList<long> ResolvedAssertions { get; init; } = [];
}

/// <summary>What became of a commit.</summary>
/// <param name="Committed">False: something it was computed from had changed, nothing was written; read again and decide again.</param>
public readonly record struct CommitReply(bool Committed);

/// <summary>A person's decision to be made durable.</summary>
public sealed record AssertRequest
{
    public required RecordIdentity A { get; init; }
    public required RecordIdentity B { get; init; }
    public required AssertionDecision Decision { get; init; }
    public required string DecidedBy { get; init; }
    public string Reason { get; init; } = "";

    /// <summary>Hash of the caller's operation id; 0: none. A repeat of any operation on the pair is answered as it was the first time, also when it was decided otherwise since, and writes nothing.</summary>
    public ulong Operation { get; init; }
}

/// <summary>What was decided of two records.</summary>
public enum AssertionDecision : byte
{
    Same = 1,
    Different = 2,

    /// <summary>Takes the decision on the pair back.</summary>
    Withdraw = 3,
}

/// <summary>What became of an <see cref="AssertRequest"/>. Durable when it is returned. The newest decision on a pair is the live one.</summary>
/// <param name="No">Number of the decision; 0 when one of the records was never seen.</param>
/// <param name="A">First record; none when never seen.</param>
/// <param name="B">Second record; none when never seen.</param>
/// <param name="NeedsResolution">Its effect is not resolved yet; false of a decision in whose place there is another now.</param>
public sealed record AssertReply(long No, RecordNo A, RecordNo B, bool NeedsResolution, DateTimeOffset DecidedAt);

/// <summary>A decision as it stands in the journal, for audit and explanation.</summary>
public sealed record JournalAssertion(
    long No, RecordIdentity A, RecordIdentity B, AssertionDecision Decision, string DecidedBy, string Reason, DateTimeOffset DecidedAt, bool IsLive);
