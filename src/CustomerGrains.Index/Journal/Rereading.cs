using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Journal;

/// <summary>How far a store has been read by which version of reading, see <see cref="RecordReading"/>.</summary>
/// <param name="Version">The latest version that has begun to read the store's records.</param>
/// <param name="Finished">Every live record was read by this version or a later one. Less than <paramref name="Version"/> while records are being read anew.</param>
public readonly record struct StoreReading(int Version, int Finished);

/// <summary>A held record as a later version reads it.</summary>
public sealed record RereadRequest
{
    public required RecordIdentity Identity { get; init; }

    /// <summary>Compare: the revision whose content was read.</summary>
    public required int Revision { get; init; }

    /// <summary>Compare: how the source must be registered, because the content was read by that.</summary>
    public required SourceDefaults ReadAs { get; init; }

    /// <summary>Encoded features; null: they are those the revision has.</summary>
    public required byte[]? Features { get; init; }

    public required BlockingKeySet Keys { get; init; }

    /// <summary>As <see cref="AcceptRequest.CrowdLimit"/>.</summary>
    public int CrowdLimit { get; init; } = int.MaxValue;

    /// <summary>As <see cref="AcceptRequest.ReadingVersion"/>.</summary>
    public int ReadingVersion { get; init; } = RecordReading.Version;
}

/// <summary>What became of a <see cref="RereadRequest"/>.</summary>
public enum RereadOutcome : byte
{
    /// <summary>The record has a new revision with the features and keys of the request and the content it had; it is to be resolved.</summary>
    Changed = 1,

    /// <summary>Features and keys are what they were: noted as read by the later version, with no new revision.</summary>
    Same = 2,

    /// <summary>The record is not at that revision any more, is deleted, or was read by this version or a later one already. Nothing was written.</summary>
    Overtaken = 3,

    /// <summary>As <see cref="AcceptEffect.SourceChanged"/>. Nothing was written.</summary>
    SourceChanged = 4,
}

/// <summary>What became of a <see cref="RereadRequest"/>. Durable when it is returned.</summary>
public sealed record RereadReply(RereadOutcome Outcome)
{
    /// <summary>The record at its new revision, when <see cref="RereadOutcome.Changed"/>.</summary>
    public RecordRevision Record { get; init; }

    /// <summary>Keys it had and has no more.</summary>
    public IReadOnlyList<BlockingKey> WithdrawnKeys { get; init; } = [];

    /// <summary>As <see cref="AcceptReply.Reopened"/>.</summary>
    public IReadOnlyList<RecordNo> Reopened { get; init; } = [];
}
