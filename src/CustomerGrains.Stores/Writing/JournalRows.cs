using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Writing;

/// <summary>What an accepted request leaves in the rows of its record.</summary>
/// <param name="SourceVersion">Version the record has from now on.</param>
/// <param name="Revision">0: only a delete was ever seen of it.</param>
/// <param name="Operations">What it remembers of the operations on it, this one included.</param>
/// <param name="Crowded">Its value keys that are crowded.</param>
internal sealed record AcceptedContent(
    RecordNo No, int Source, AcceptRequest Request, long SourceVersion, int Revision, long Position, RecordOperations Operations, BlockingKey[] Crowded, DateTimeOffset AcceptedAt);

/// <summary>A record that has a key which became crowded, or is so no longer.</summary>
internal readonly record struct HolderRow(int Source, int Revision, BlockingKeySet Keys, BlockingKey[] CrowdedKeys);

/// <summary>Where a record stands.</summary>
internal readonly record struct PlacedRow(int Revision, bool IsLive, int ResolvedRevision, RecordNo Component, CustomerNo Customer, ModelNo Model);

/// <summary>The newest decision on a pair.</summary>
internal readonly record struct DecisionRow(
    long No, AssertionDecision Decision, string DecidedBy, string Reason, DateTimeOffset DecidedAt, ulong Operation, bool IsResolved);
