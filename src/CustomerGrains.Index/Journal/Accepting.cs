using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Journal;

/// <summary>A record (or its delete) to be made durable.</summary>
public sealed record AcceptRequest
{
    public required RecordIdentity Identity { get; init; }

    /// <summary>Version the source gives, larger is newer; 0: none, arrival decides.</summary>
    public long SourceVersion { get; init; }

    /// <summary>The record is taken out; <see cref="Payload"/>, <see cref="Features"/> and the keys are empty.</summary>
    public bool IsDelete { get; init; }

    /// <summary>Canonical JSON of the record.</summary>
    public byte[] Payload { get; init; } = [];

    /// <summary>How the record was read. Compare: the source must be registered with exactly this, else nothing is written, because features read otherwise would not be those of the content. Default: null, not compared.</summary>
    public SourceDefaults? ReadAs { get; init; }

    /// <summary>Encoded features.</summary>
    public byte[] Features { get; init; } = [];

    /// <summary>Hash of <see cref="Payload"/>; the same content again is unchanged. Of two contents with one positive source version the larger hash wins, whatever the order.</summary>
    public UInt128 ContentHash { get; init; }

    public BlockingKeySet Keys { get; init; } = new([], []);

    /// <summary>Most live records that may have one of <see cref="BlockingKeySet.ValueKeys"/>; beyond it the key is crowded. The same in every request of a model. Default: no limit.</summary>
    public int CrowdLimit { get; init; } = int.MaxValue;

    /// <summary>Most other records that a key may have to be small: the reply names all that have a small one. Default: 0, no key is.</summary>
    public int SmallKeyOthersMax { get; init; }

    /// <summary>Version by which <see cref="Features"/> and <see cref="Keys"/> were read. The same content read by a later version than the one held takes the later reading: a new revision, answered as
    /// <see cref="AcceptEffect.Unchanged"/>. Default: this build's.</summary>
    public int ReadingVersion { get; init; } = RecordReading.Version;

    /// <summary>Hash of the caller's operation id; 0: none. A repeat of one of the record's latest operations is answered as it was the first time, whatever came after it, and writes nothing.</summary>
    /// <remarks>A journal remembers at least the last 8 operations with an id of each record. One before them is taken for a new operation: a version keeps it from bringing older content back, without versions it does.</remarks>
    public ulong Operation { get; init; }
}

/// <summary>What accepting did.</summary>
public enum AcceptEffect : byte
{
    Created = 1,
    Updated = 2,
    Unchanged = 3,
    Stale = 4,
    Deleted = 5,
    Restored = 6,

    /// <summary>A delete of a record that is not there.</summary>
    Absent = 7,

    /// <summary>The operation id was used on this record with other content. Nothing was written.</summary>
    OperationReused = 8,

    /// <summary>The source is not registered with <see cref="AcceptRequest.ReadAs"/> now. Nothing was written; read its settings, read the record by them and accept it again.</summary>
    SourceChanged = 9,

    /// <summary>All records of the store were read anew by a later version than <see cref="AcceptRequest.ReadingVersion"/>. Nothing was written: the partition must not depend on who took a record in.</summary>
    ReadingOutdated = 10,
}

/// <summary>Names one revision of a record. Every accepted change of a record raises its revision by one, and so does every change of which of its keys are crowded: a revision always means the same to matching.</summary>
public readonly record struct RecordRevision(RecordNo No, int Revision);

/// <summary>A key of an accepted record, and who else has it.</summary>
/// <param name="Key">The key.</param>
/// <param name="Predecessor">The latest other posting of the key at the moment of acceptance; none when the key is fresh, so nobody need be asked.</param>
/// <param name="IsSmall">Few others have the key, and all of them are among <see cref="AcceptReply.Neighbours"/>.</param>
/// <remarks>A key grain that does not know the predecessor at this revision has missed postings and reads the key's postings anew. That is
/// what makes it safe to leave fresh keys without a call while a grain of the key may be active.</remarks>
public readonly record struct AcceptedKey(BlockingKey Key, RecordRevision Predecessor, bool IsSmall = false)
{
    public bool IsFresh => Predecessor.No.IsNone;
}

/// <summary>What became of an <see cref="AcceptRequest"/>. Durable when it is returned.</summary>
public sealed record AcceptReply
{
    public required AcceptEffect Effect { get; init; }

    /// <summary>The record; none when <see cref="AcceptEffect.Absent"/> and never seen.</summary>
    public RecordNo No { get; init; }

    /// <summary>The record's current revision.</summary>
    public int Revision { get; init; }

    /// <summary>Position in the journal's order of acceptance of the record's current revision.</summary>
    public long Position { get; init; }

    /// <summary>The current revision is not resolved yet: also true for an unchanged record whose first attempt was cut off.</summary>
    public bool NeedsResolution { get; init; }

    /// <summary>Keys of the current revision, ascending. Filled when <see cref="NeedsResolution"/>.</summary>
    public IReadOnlyList<AcceptedKey> Keys { get; init; } = [];

    /// <summary>All other records that have one of the small keys, each once, at the revision they had at the moment of acceptance. Filled when <see cref="NeedsResolution"/>.</summary>
    public IReadOnlyList<RecordRevision> Neighbours { get; init; } = [];

    /// <summary>Keys the previous revision had and this one does not.</summary>
    public IReadOnlyList<BlockingKey> WithdrawnKeys { get; init; } = [];

    /// <summary>Those of the current revision's value keys that are crowded, ascending. Filled when <see cref="NeedsResolution"/>.</summary>
    public BlockingKey[] CrowdedKeys { get; init; } = [];

    /// <summary>A repeat of an operation that others came after: <see cref="Effect"/> is what it was the first time, everything else is as things stand now, and what is held may not be what the request asks for.</summary>
    public bool IsOvertaken { get; init; }

    /// <summary>What is held was read by another version than the request, so the request's features and keys are not those of the revision. Default: false.</summary>
    public bool IsReadOtherwise { get; init; }

    /// <summary>Other records that were given a new revision by this, because a key of theirs became crowded or is crowded no longer; ascending. They are to be resolved.</summary>
    public IReadOnlyList<RecordNo> Reopened { get; init; } = [];
}
