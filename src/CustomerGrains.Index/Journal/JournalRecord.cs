using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Journal;

/// <summary>A record as the grains need it.</summary>
public sealed record JournalRecord
{
    public required RecordNo No { get; init; }
    public required RecordIdentity Identity { get; init; }
    public required int Revision { get; init; }

    /// <summary>False after a delete; features and keys are then empty.</summary>
    public required bool IsLive { get; init; }

    /// <summary>Latest revision that was resolved; 0: none yet.</summary>
    public required int ResolvedRevision { get; init; }
    public required byte[] Features { get; init; }

    /// <summary>Blocking keys, ascending.</summary>
    public required BlockingKey[] Keys { get; init; }

    /// <summary>Those of <see cref="Keys"/> that more records than the crowd limit have, and that therefore say nothing of this one, ascending.</summary>
    public BlockingKey[] CrowdedKeys { get; init; } = [];

    /// <summary>Latest revision that brought new content; later ones came about because a key became crowded or is crowded no longer.</summary>
    public required int ContentRevision { get; init; }

    /// <summary>Smallest record of the component it was last committed to; none before the first resolution and after a resolved delete.</summary>
    public required RecordNo Component { get; init; }

    /// <summary>Customer it was last committed to; none likewise.</summary>
    public required CustomerNo Customer { get; init; }

    /// <summary>Model under which it was last committed to its component; none likewise.</summary>
    public required ModelNo Model { get; init; }
}

/// <summary>A record as people see it.</summary>
public sealed record JournalRecordBody(
    RecordNo No, RecordIdentity Identity, bool IsLive, byte[] Payload, long SourceVersion, int Revision, DateTimeOffset AcceptedAt, CustomerNo Customer);

/// <summary>The postings of one key.</summary>
/// <param name="Records">Revisions of live records that have the key, in order of acceptance; at most as many as asked for.</param>
/// <param name="Count">How many there are.</param>
public sealed record PostingList(BlockingKey Key, IReadOnlyList<RecordRevision> Records, int Count);
