using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Stores.Writing;

/// <summary>The rows that the writes of one transaction read and change, one write after another. Every read sees the changes made before it in the same transaction.</summary>
/// <remarks>Rules are in <see cref="JournalBatch"/>, once for all stores; what is here only finds and changes rows.</remarks>
internal interface IJournalRows
{
    /// <summary>Says that rows of these records, and their links, are about to be asked for one by one.</summary>
    void Announce(IReadOnlyCollection<RecordNo> records);

    /// <summary>Number of a source; given now when it has none, whether it is registered or not.</summary>
    int SourceNo(string name);

    bool TryFindSource(string name, out int source);

    /// <summary>How a source is read; null when it is not registered.</summary>
    SourceDefaults? DefaultsOf(int source);

    void PutSource(int source, Source content);

    void PutMapping(int source, string mappingJson);

    /// <returns>One was there.</returns>
    bool DeleteMapping(string source);

    byte[] GetOrAddSetting(string name, byte[] initial);

    bool TryReadAccepted(int source, string recordId, out AcceptedRow row);

    void InsertRecord(AcceptedContent content);

    void UpdateRecord(AcceptedContent content);

    /// <summary>Writes what an operation leaves that changed no content.</summary>
    void NoteOperations(RecordNo record, long sourceVersion, in RecordOperations operations);

    bool TryReadHolder(RecordNo record, out HolderRow row);

    /// <summary>A new revision with the same content and other crowded keys.</summary>
    void UpdateCrowded(RecordRevision record, long position, BlockingKey[] crowded);

    /// <summary>A new revision with the same content, read anew.</summary>
    /// <param name="features">Null: they stay as they are.</param>
    void UpdateReading(RecordRevision record, long position, byte[]? features, BlockingKeySet keys, BlockingKey[] crowded, int version);

    /// <summary>The record is as it was, by the reading of a later version, too.</summary>
    void NoteReading(RecordNo record, int version);

    /// <summary>One of these records is live and was read by an older version.</summary>
    bool AnyOlderReading(IReadOnlyCollection<RecordNo> records, int version);

    /// <summary>Keeps how far the store has been read, where <see cref="JournalBatch.Numbers"/> are not kept.</summary>
    void PutReading(int version, int finished);

    /// <summary>Takes out every link of a record.</summary>
    /// <returns>How many of them were up for review.</returns>
    int DeleteLinksOf(RecordNo record);

    bool TryReadEpoch(RecordNo component, out long epoch);

    /// <returns>False when the record was never accepted.</returns>
    bool TryReadPlaced(RecordNo record, out PlacedRow row);

    void Place(RecordNo record, RecordNo component, CustomerNo customer, int resolvedRevision, ModelNo model);

    void RaiseEpoch(RecordNo component);

    /// <summary>Stores a link, not up for review when it is new. An unblocked one never takes the place of a blocked one: what the pair is by its key it stays, whoever scored it last.</summary>
    void PutLink(in Link link);

    /// <summary>Larger records of the unblocked links of a record.</summary>
    IReadOnlyList<RecordNo> UnblockedWith(RecordNo record);

    /// <summary>Pairs of the links of a record, smaller record first.</summary>
    IReadOnlyList<(RecordNo A, RecordNo B)> LinkedWith(RecordNo record);

    /// <returns>1 when it was up for review, else 0.</returns>
    int DeleteLink(RecordNo a, RecordNo b);

    /// <summary>Takes out a record's links with records that are placed under another model.</summary>
    /// <returns>How many of them were up for review.</returns>
    int DeleteFormerLinks(RecordNo record, ModelNo model);

    /// <summary>Decides anew whether a link is up for review: its records have two different customers and nobody has decided on the pair.</summary>
    /// <returns>The change of the number of review pairs.</returns>
    int RefreshReview(RecordNo a, RecordNo b);

    /// <summary>Finds the newest decision on a pair, smaller record first.</summary>
    bool TryReadDecision(RecordNo a, RecordNo b, out DecisionRow row);

    /// <summary>Finds the decision on a pair, newest or not, that an operation made; of several the last. The operation is not 0.</summary>
    bool TryReadDecision(RecordNo a, RecordNo b, ulong operation, out DecisionRow row);

    /// <summary>A newer decision takes the place of this one: it is not waited for any more.</summary>
    void SupersedeDecision(RecordNo a, RecordNo b, long number);

    /// <returns>Its number.</returns>
    long InsertDecision(RecordNo a, RecordNo b, AssertRequest request, DateTimeOffset decidedAt, bool resolved);

    void ResolveDecision(long number);

    bool IsLive(CustomerNo customer);

    void PutCustomer(in LedgerEntry entry);

    void AppendEvent(JournalEvent change);

    StoredModel? ReadModel(ModelNo model);

    /// <summary>A model of this version with other content was stored.</summary>
    bool IsVersionTaken(string version, byte[] content);

    void InsertModel(StoredModel model, long position);

    void FillModel(ModelNo model, byte[] content);

    /// <summary>Notes that a model's change is over, if it is under way and was begun at or before a position.</summary>
    void FinishModel(ModelNo model, DateTimeOffset at, long resolvedThrough);

    /// <summary>Keeps a number from every record.</summary>
    void InsertReserved(long number);
}
