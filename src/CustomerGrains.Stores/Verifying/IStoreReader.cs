using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.Verifying;

/// <summary>The rows of a store as they were at one moment, whatever is written meanwhile. What a store is checked by; shares nothing with its writer but the layout of columns.</summary>
internal interface IStoreReader
{
    IEnumerable<StoredSource> ReadSources();

    IEnumerable<KeyValuePair<string, byte[]>> ReadSettings();

    /// <summary>Rows of records, those of which only a delete was seen included.</summary>
    long CountRecords();

    IEnumerable<StoredRow> ReadRecords();

    IEnumerable<LedgerEntry> ReadLedger();

    IEnumerable<StoredLink> ReadLinks();

    /// <summary>By number.</summary>
    IEnumerable<StoredAssertion> ReadAssertions();

    /// <summary>By number, with their content.</summary>
    IEnumerable<StoredModel> ReadModels();

    /// <summary>Some records may not be placed under the model in force yet.</summary>
    bool ReadIsModelUnderWay();

    /// <summary>How far the store has been read; null when that is lost.</summary>
    StoreReading? ReadReading();

    long CountEvents();

    /// <summary>By sequence.</summary>
    IEnumerable<StoredEvent> ReadEvents();

    /// <summary>What is listed as a customer's history.</summary>
    IEnumerable<(long Customer, long Sequence)> ReadHistories();

    /// <summary>Numbers of records that have a row of content.</summary>
    IEnumerable<RecordNo> ReadContentNumbers();

    /// <summary>By record, of those that have both rows.</summary>
    IEnumerable<StoredContent> ReadContents();

    IEnumerable<RecordNo> ReadReservedNumbers();

    /// <summary>Numbers that are kept beside the rows they come from; null where none are.</summary>
    StoredNumbers? ReadNumbers();
}

/// <summary>A source's row.</summary>
internal sealed record StoredSource(int No, string Name, SourceDefaults Defaults);

/// <summary>A record's row, without its content.</summary>
/// <param name="ContentHash">As stored, of whatever length.</param>
/// <param name="EarlierOperations">As stored, of whatever length.</param>
internal sealed record StoredRow(
    RecordNo No, int Source, string RecordId, int Revision, bool IsLive, long Position, int ResolvedRevision, RecordNo Component, CustomerNo Customer, byte[] ContentHash, ModelNo Model,
    byte[] EarlierOperations, int ReadingVersion);

internal readonly record struct StoredLink(RecordRevision A, RecordRevision B, int Weight, LinkKind Kind, bool Review);

internal readonly record struct StoredAssertion(long No, RecordNo A, RecordNo B, AssertionDecision Decision, bool Newest, bool Resolved);

internal sealed record StoredEvent(long Sequence, EventKind Kind, CustomerNo Customer, byte[] Change);

/// <summary>What a store says it has last handed out, and how much of something there is. Names as in the rows.</summary>
/// <param name="FormerRecords">Records in a component that were last placed under another model than the one in force.</param>
/// <param name="PlacedRecords">Records in a component.</param>
internal sealed record StoredNumbers(
    long LastNumber,
    long LastPosition,
    long LastEvent,
    long LastAssertion,
    long LiveCustomers,
    long ReviewPairs,
    long Model,
    long FormerRecords,
    long PlacedRecords,
    bool IsModelUnderWay);

/// <summary>A record's keys and content as they lie in their columns.</summary>
internal sealed record StoredContent(RecordNo No, byte[] Keys, byte[] SearchKeys, byte[] CrowdedKeys, byte[] Features, byte[] Payload)
{
    public bool IsEmpty => Keys.Length + SearchKeys.Length + CrowdedKeys.Length + Features.Length + Payload.Length == 0;
}
