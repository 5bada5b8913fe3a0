using System.Collections.Immutable;

namespace CustomerGrains.Index.Journal;

/// <summary>What happened to a customer.</summary>
public enum EventKind : byte
{
    /// <summary>Came into being with <see cref="EventDraft.Added"/>, or came back under its former id.</summary>
    Created = 1,

    /// <summary>Records joined, left or changed their content.</summary>
    RecordsChanged = 2,

    /// <summary>Took the place of <see cref="EventDraft.Others"/>, whose records are in <see cref="EventDraft.Added"/>.</summary>
    Merged = 3,

    /// <summary>Records in <see cref="EventDraft.Removed"/> left for <see cref="EventDraft.Others"/>, each of which has an event of its own that adds them.</summary>
    Split = 4,

    /// <summary>Its last record was deleted.</summary>
    Emptied = 5,
}

/// <summary>A change of one customer, to be appended in the transaction that makes it.</summary>
/// <remarks>Folding all events in order of sequence rebuilds the partition: take <see cref="Removed"/> out of <see cref="Customer"/>, put <see cref="Added"/> in.</remarks>
public sealed record EventDraft
{
    public required EventKind Kind { get; init; }
    public required CustomerNo Customer { get; init; }
    public ImmutableArray<RecordNo> Added { get; init; } = [];
    public ImmutableArray<RecordNo> Removed { get; init; } = [];

    /// <summary>Records that stay and have new content.</summary>
    public ImmutableArray<RecordNo> Updated { get; init; } = [];

    /// <summary>Other customers of a merge or split.</summary>
    public ImmutableArray<CustomerNo> Others { get; init; } = [];
}

/// <summary>An event in the feed.</summary>
/// <param name="Sequence">From 1, without gaps.</param>
public sealed record JournalEvent(long Sequence, DateTimeOffset At, EventDraft Change);
