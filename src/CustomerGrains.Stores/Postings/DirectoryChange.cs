using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;

namespace CustomerGrains.Stores.Postings;

/// <summary>A change of what is kept in memory, made when the transaction it belongs to is durable.</summary>
internal abstract record DirectoryChange;

/// <summary>A record has a new revision.</summary>
/// <param name="LiveChange">1: came to life, -1: was deleted, 0: neither.</param>
internal sealed record RevisionChange(
    RecordRevision Record, long Position, BlockingKeySet OldKeys, BlockingKeySet NewKeys, int Source, int LiveChange) : DirectoryChange;

/// <summary>The current revision of a record is resolved.</summary>
internal sealed record ResolvedChange(RecordNo Record) : DirectoryChange;

/// <summary>Numbers that go up or are counted, as a transaction leaves them.</summary>
/// <param name="Model">The model in force.</param>
/// <param name="FormerRecords">Records in a component that were last placed under a former model.</param>
/// <param name="PlacedRecords">Records in a component.</param>
/// <param name="IsModelUnderWay">Links of former models may still be there.</param>
/// <param name="Reading">The latest version that has begun to read the store's records.</param>
/// <param name="ReadingFinished">Every live record was read by it or a later one.</param>
/// <param name="OlderReadings">Live records that were read by a version before <paramref name="Reading"/>, as far as this is counted.</param>
internal readonly record struct JournalNumbers(
    long LastNumber, long LastPosition, long LastEvent, long LiveCustomers, long ReviewPairs, int Model, long FormerRecords, long PlacedRecords, bool IsModelUnderWay,
    int Reading, int ReadingFinished, long OlderReadings);
