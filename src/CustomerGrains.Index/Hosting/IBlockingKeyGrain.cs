using CustomerGrains.Index.Journal;

namespace CustomerGrains.Index.Hosting;

/// <summary>A blocking key that two or more records share: brings the records that have it together.</summary>
/// <remarks>Addressed by its key. Every call may be lost, late or repeated; every answer is a value.</remarks>
public interface IBlockingKeyGrain
{
    /// <summary>Files a revision under the key and answers with the pairs it forms with the records filed before it.</summary>
    ValueTask<RegisterReply> RegisterAsync(RegisterCall call, CancellationToken cancellationToken = default);

    /// <summary>Forgets all revisions of a record before the given one. Only saves work: an entry that is no longer current can form no lasting link.</summary>
    ValueTask WithdrawAsync(RecordRevision before, CancellationToken cancellationToken = default);
}

/// <summary>A revision to file under a key.</summary>
/// <param name="Entry">The revision with what scoring needs.</param>
/// <param name="Predecessor">The latest other posting of the key when the revision was accepted; none when that is not known, as after a restart.</param>
/// <param name="Model">The model to score its pairs under.</param>
public sealed record RegisterCall(RecordEntry Entry, RecordRevision Predecessor, ModelNo Model);

/// <summary>What came of a registration.</summary>
/// <param name="Links">Pairs at or above the review threshold without a conflict, among those of which this key is the smallest that both have.</param>
public sealed record RegisterReply(IReadOnlyList<Link> Links)
{
    /// <summary>No pair.</summary>
    public static RegisterReply Nobody { get; } = new([]);
}
