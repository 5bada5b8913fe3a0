using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Growth.Tests.Protocol;

/// <summary>Two records, smaller number first.</summary>
internal readonly record struct Pair(int A, int B)
{
    public static Pair Of(int a, int b) => a < b ? new Pair(a, b) : new Pair(b, a);

    public int OtherThan(int record) => record == A ? B : A;
}

/// <summary>What may tie the components of two records together: a fact about the pair that travels with either record.</summary>
internal abstract record Tie(Pair Pair);

/// <summary>A scored edge. Holds only while both records are live at exactly these revisions.</summary>
internal sealed record Link(Pair Pair, int RevisionA, int RevisionB) : Tie(Pair)
{
    public int RevisionOf(int record) => record == Pair.A ? RevisionA : RevisionB;
}

/// <summary>A person's decision on the pair.</summary>
/// <param name="Version">Of two decisions on a pair the larger version counts.</param>
/// <param name="Same">True: same; false: different; null: taken back.</param>
internal sealed record Decision(Pair Pair, int Version, bool? Same) : Tie(Pair);

/// <summary>One revision of a record as others compare it: without its crowded values. Never changes.</summary>
/// <param name="Features">Null when the record is deleted.</param>
/// <param name="Keys">Keys by which it is compared, ascending.</param>
internal sealed record Entry(int Record, int Revision, RecordIdentity Identity, RecordFeatures? Features, BlockingKey[] Keys)
{
    public bool IsLive => Features is not null;
}

/// <summary>Whether a value is crowded, as its key's partition last decided.</summary>
/// <param name="Version">Raised whenever that changes: the larger one counts.</param>
internal readonly record struct CrowdState(BlockingKey Key, int Version, bool IsCrowded);

/// <summary>The right to place a record. There is exactly one of each record: at a partition, or in a message that has left one and has not been applied.</summary>
/// <param name="Entry">Newest revision that has been probed.</param>
/// <param name="Hop">How often it has moved.</param>
/// <param name="Sequence">How often the record has been placed.</param>
/// <param name="Cluster">Smallest record of its customer; 0: none.</param>
internal sealed record Token(int Record, Entry? Entry, int Hop, int Sequence, int Cluster);
