using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Index.Journal;

/// <summary>The truth. Everything a grain knows is rebuilt from here; what a call returns is durable.</summary>
/// <remarks>
/// Writes are gathered and committed many at a time; a failing one never fails its neighbours, and each is applied as if it were alone, in one order.
/// Every write is safe to repeat. A call that throws has an unknown outcome: it may have been committed.
/// A read sees every write that was acknowledged before it began.
/// </remarks>
public interface IJournal
{
    /// <summary>Makes a record durable and says which of its keys others have.</summary>
    ValueTask<AcceptReply> AcceptAsync(AcceptRequest request, CancellationToken cancellationToken = default);

    /// <summary>Makes a person's decision durable.</summary>
    /// <exception cref="OperationReusedException">The operation is known of another decision on these records.</exception>
    ValueTask<AssertReply> AssertAsync(AssertRequest request, CancellationToken cancellationToken = default);

    /// <summary>Commits a resolution by compare-and-set.</summary>
    ValueTask<CommitReply> CommitAsync(ResolutionCommit commit, CancellationToken cancellationToken = default);

    /// <summary>A customer number that no record has and no customer had. Rarely needed: a customer usually takes the number of a record.</summary>
    ValueTask<CustomerNo> ReserveCustomerNoAsync(CancellationToken cancellationToken = default);

    /// <summary>Postings of keys, blocking or search keys, in the order asked; at most <paramref name="recordsPerKeyMax"/> records for each.</summary>
    ValueTask<IReadOnlyList<PostingList>> ReadPostingsAsync(IReadOnlyList<BlockingKey> keys, int recordsPerKeyMax, CancellationToken cancellationToken = default);

    /// <summary>Records by number, in the order asked; null for a number never given.</summary>
    ValueTask<IReadOnlyList<JournalRecord?>> ReadRecordsAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken = default);

    /// <summary>Live records by number, ascending, after <paramref name="after"/>.</summary>
    ValueTask<IReadOnlyList<JournalRecord>> ReadLiveRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default);

    /// <summary>Records with their content, in the order asked; null for a number never given.</summary>
    ValueTask<IReadOnlyList<JournalRecordBody?>> ReadBodiesAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken = default);

    /// <summary>Number of a record, or none.</summary>
    ValueTask<RecordNo> FindRecordAsync(RecordIdentity identity, CancellationToken cancellationToken = default);

    /// <summary>Everything needed to resolve the components of the given records. Links of former models are left out.</summary>
    ValueTask<ComponentSnapshot> ReadComponentsAsync(IReadOnlyCollection<RecordNo> records, CancellationToken cancellationToken = default);

    /// <summary>A customer's ledger entry, or null when the number was never issued.</summary>
    ValueTask<LedgerEntry?> ReadLedgerAsync(CustomerNo customer, CancellationToken cancellationToken = default);

    /// <summary>Numbers that were superseded by a customer, directly.</summary>
    ValueTask<IReadOnlyList<CustomerNo>> ReadSupersededAsync(CustomerNo customer, CancellationToken cancellationToken = default);

    /// <summary>Live records of a customer, ascending.</summary>
    ValueTask<IReadOnlyList<RecordNo>> ReadMembersAsync(CustomerNo customer, CancellationToken cancellationToken = default);

    /// <summary>Events after a sequence, oldest first.</summary>
    ValueTask<IReadOnlyList<JournalEvent>> ReadEventsAsync(long after, int countMax, CancellationToken cancellationToken = default);

    /// <summary>Events a customer has part in (as itself or among the others), after a sequence, oldest first.</summary>
    ValueTask<IReadOnlyList<JournalEvent>> ReadCustomerEventsAsync(CustomerNo customer, long after, int countMax, CancellationToken cancellationToken = default);

    /// <summary>Possible matches: links that hold (any weight at or above the review threshold) between different live customers, with no live assertion on the pair. Strongest first, ties by record numbers.</summary>
    /// <param name="customer">Only those that touch this customer; none for all.</param>
    /// <param name="after">The last pair of the previous page; null for the first page.</param>
    ValueTask<IReadOnlyList<Link>> ReadReviewPairsAsync(CustomerNo customer, Link? after, int countMax, CancellationToken cancellationToken = default);

    /// <summary>Decisions on a pair of records or on all pairs of one record (<paramref name="b"/> none), oldest first, withdrawn ones included.</summary>
    ValueTask<IReadOnlyList<JournalAssertion>> ReadAssertionsAsync(RecordNo a, RecordNo b, CancellationToken cancellationToken = default);

    /// <summary>Records (by number, ascending, after <paramref name="after"/>) whose current revision is not resolved: what a crash cut off.</summary>
    ValueTask<IReadOnlyList<RecordNo>> ReadUnresolvedRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default);

    /// <summary>Decisions whose effect is not resolved.</summary>
    ValueTask<IReadOnlyList<LiveAssertion>> ReadUnresolvedAssertionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Live decisions by number, ascending, after <paramref name="after"/>.</summary>
    ValueTask<IReadOnlyList<LiveAssertion>> ReadLiveAssertionsAsync(long after, int countMax, CancellationToken cancellationToken = default);

    /// <summary>Puts the store under a model by compare-and-set. From then on no commit is taken that was computed under another.</summary>
    ValueTask<PutModelReply> PutModelAsync(PutModelRequest request, CancellationToken cancellationToken = default);

    /// <summary>A model the store is or was under; <paramref name="model"/> none: the one in force. Null when there is none.</summary>
    ValueTask<StoredModel?> ReadModelAsync(ModelNo model, CancellationToken cancellationToken = default);

    /// <summary>Models the store is and was under, newest first, with empty <see cref="StoredModel.Content"/>.</summary>
    ValueTask<IReadOnlyList<StoredModel>> ReadModelsAsync(int countMax, CancellationToken cancellationToken = default);

    /// <summary>Live records (by number, ascending, after <paramref name="after"/>) that were last placed under a former model.</summary>
    ValueTask<IReadOnlyList<RecordNo>> ReadFormerRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default);

    /// <summary>Notes that every record is placed under the model in force, if it is so: none is left under a former one, and what was accepted before the change is resolved.</summary>
    /// <returns>False while it is not so.</returns>
    ValueTask<bool> FinishModelAsync(ModelNo model, CancellationToken cancellationToken = default);

    /// <summary>Says that this process reads records by a version, before it takes any in: raises the version the store is read by, if that is lower. Live records that were read by an older one are then to be
    /// read anew.</summary>
    /// <returns>How the store is read from now on: by a later version, when another process has begun that.</returns>
    ValueTask<StoreReading> BeginReadingAsync(int version, CancellationToken cancellationToken = default);

    /// <summary>Live records (by number, ascending, after <paramref name="after"/>) that were read by an older version. Walks over all records: no index keeps them apart.</summary>
    ValueTask<IReadOnlyList<RecordNo>> ReadOlderReadingsAsync(RecordNo after, int version, int countMax, CancellationToken cancellationToken = default);

    /// <summary>Gives a record that was read by an older version the features and keys of a later one, by compare-and-set on its revision. Its content, version and operations stay as they are.</summary>
    ValueTask<RereadReply> RereadAsync(RereadRequest request, CancellationToken cancellationToken = default);

    /// <summary>Notes that every live record was read by a version or a later one, if it is so. From then on nothing is accepted that was read by an older one.</summary>
    /// <param name="version">The version the store is read by.</param>
    /// <param name="through">Last position at a moment after which all records were looked at and none found that was read by an older version; what was accepted later is looked at here.</param>
    /// <returns>False while it is not so.</returns>
    ValueTask<bool> FinishReadingAsync(int version, long through, CancellationToken cancellationToken = default);

    /// <summary>Keys with at least so many postings, largest first.</summary>
    ValueTask<IReadOnlyList<HotKey>> ReadHotKeysAsync(int recordsMin, int countMax, CancellationToken cancellationToken = default);

    /// <summary>Counts for status pages; cheap.</summary>
    ValueTask<JournalStatus> ReadStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Every live customer with its live records, for partition hashes and checks; reads one moment.</summary>
    IAsyncEnumerable<(CustomerNo Customer, IReadOnlyList<RecordIdentity> Records)> ReadPartitionAsync(CancellationToken cancellationToken = default);
}

/// <summary>A blocking key with many postings.</summary>
/// <param name="Since">When it first passed the limit for being hot and stayed above, as far as the journal knows.</param>
/// <param name="Sample">One record that has it.</param>
public sealed record HotKey(BlockingKey Key, int Records, DateTimeOffset Since, RecordNo Sample);

/// <summary>Counts of a journal.</summary>
/// <param name="Backlog">Revisions accepted and not resolved.</param>
/// <param name="ResolvedThrough">Every record accepted at or before this position is resolved.</param>
/// <param name="Model">The model in force.</param>
/// <param name="FormerRecords">Records that were last placed under a former model and are to be placed anew.</param>
/// <param name="OlderReadings">Live records that were read by an older version and are to be read anew. At least 1 until it is noted that none is left; servers of before versions were kept do not count what they change.</param>
public sealed record JournalStatus(
    long LiveRecords, long LiveCustomers, long ReviewPairs, long Backlog, long LastPosition, long ResolvedThrough, long LastEvent, ModelNo Model, long FormerRecords,
    long OlderReadings = 0);
