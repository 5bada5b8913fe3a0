using System.Runtime.CompilerServices;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Sqlite.Writing;

namespace CustomerGrains.Stores.Sqlite;

/// <summary>The journal done in the caller's turn, on one thread and one connection: every call has completed when it returns.</summary>
/// <remarks>For hosts that are one thread themselves and must be deterministic, and for evaluation in memory. Every write is a transaction of its own.</remarks>
public sealed class InlineJournal(SqliteJournalCore core) : IJournal, ISourceStore
{
    /// <inheritdoc/>
    public ValueTask<AcceptReply> AcceptAsync(AcceptRequest request, CancellationToken cancellationToken = default) => new(core.Accept(request));

    /// <inheritdoc/>
    public ValueTask<AssertReply> AssertAsync(AssertRequest request, CancellationToken cancellationToken = default) => new(core.Assert(request));

    /// <inheritdoc/>
    public ValueTask<CommitReply> CommitAsync(ResolutionCommit commit, CancellationToken cancellationToken = default) => new(core.Commit(commit));

    /// <inheritdoc/>
    public ValueTask<CustomerNo> ReserveCustomerNoAsync(CancellationToken cancellationToken = default) => new(core.ReserveCustomerNo());

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PostingList>> ReadPostingsAsync(IReadOnlyList<BlockingKey> keys, int recordsPerKeyMax, CancellationToken cancellationToken = default) =>
        new(core.Reads.ReadPostings(keys, recordsPerKeyMax));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalRecord?>> ReadRecordsAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken = default) => new(core.Reads.ReadRecords(records));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalRecord>> ReadLiveRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) => new(core.Reads.ReadLiveRecords(after, countMax));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalRecordBody?>> ReadBodiesAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken = default) => new(core.Reads.ReadBodies(records));

    /// <inheritdoc/>
    public ValueTask<RecordNo> FindRecordAsync(RecordIdentity identity, CancellationToken cancellationToken = default) => new(core.Reads.FindRecord(identity));

    /// <inheritdoc/>
    public ValueTask<ComponentSnapshot> ReadComponentsAsync(IReadOnlyCollection<RecordNo> records, CancellationToken cancellationToken = default) =>
        new(core.Reads.ReadComponents(records));

    /// <inheritdoc/>
    public ValueTask<LedgerEntry?> ReadLedgerAsync(CustomerNo customer, CancellationToken cancellationToken = default) => new(core.Reads.ReadLedger(customer));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CustomerNo>> ReadSupersededAsync(CustomerNo customer, CancellationToken cancellationToken = default) => new(core.Reads.ReadSuperseded(customer));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordNo>> ReadMembersAsync(CustomerNo customer, CancellationToken cancellationToken = default) => new(core.Reads.ReadMembers(customer));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalEvent>> ReadEventsAsync(long after, int countMax, CancellationToken cancellationToken = default) => new(core.Reads.ReadEvents(after, countMax));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalEvent>> ReadCustomerEventsAsync(CustomerNo customer, long after, int countMax, CancellationToken cancellationToken = default) =>
        new(core.Reads.ReadCustomerEvents(customer, after, countMax));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Link>> ReadReviewPairsAsync(CustomerNo customer, Link? after, int countMax, CancellationToken cancellationToken = default) =>
        new(core.Reads.ReadReviewPairs(customer, after, countMax));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalAssertion>> ReadAssertionsAsync(RecordNo a, RecordNo b, CancellationToken cancellationToken = default) => new(core.Reads.ReadAssertions(a, b));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordNo>> ReadUnresolvedRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) =>
        new(core.Reads.ReadUnresolvedRecords(after, countMax));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LiveAssertion>> ReadUnresolvedAssertionsAsync(CancellationToken cancellationToken = default) => new(core.Reads.ReadUnresolvedAssertions());

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LiveAssertion>> ReadLiveAssertionsAsync(long after, int countMax, CancellationToken cancellationToken = default) => new(core.Reads.ReadLiveAssertions(after, countMax));

    /// <inheritdoc/>
    public ValueTask<PutModelReply> PutModelAsync(PutModelRequest request, CancellationToken cancellationToken = default) => new(core.PutModel(request));

    /// <inheritdoc/>
    public ValueTask<StoredModel?> ReadModelAsync(ModelNo model, CancellationToken cancellationToken = default) => new(core.Reads.ReadModel(model));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredModel>> ReadModelsAsync(int countMax, CancellationToken cancellationToken = default) => new(core.Reads.ReadModels(countMax));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordNo>> ReadFormerRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) =>
        new(core.Reads.ReadFormerRecords(after, countMax));

    /// <inheritdoc/>
    public ValueTask<bool> FinishModelAsync(ModelNo model, CancellationToken cancellationToken = default) => new(core.FinishModel(model));

    /// <inheritdoc/>
    public ValueTask<StoreReading> BeginReadingAsync(int version, CancellationToken cancellationToken = default) => new(core.BeginReading(version));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordNo>> ReadOlderReadingsAsync(RecordNo after, int version, int countMax, CancellationToken cancellationToken = default) =>
        new(core.Reads.ReadOlderReadings(after, version, countMax));

    /// <inheritdoc/>
    public ValueTask<RereadReply> RereadAsync(RereadRequest request, CancellationToken cancellationToken = default) => new(core.Reread(request));

    /// <inheritdoc/>
    public ValueTask<bool> FinishReadingAsync(int version, long through, CancellationToken cancellationToken = default) => new(core.FinishReading(version, through));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<HotKey>> ReadHotKeysAsync(int recordsMin, int countMax, CancellationToken cancellationToken = default) => new(core.Reads.ReadHotKeys(recordsMin, countMax));

    /// <inheritdoc/>
    public ValueTask<JournalStatus> ReadStatusAsync(CancellationToken cancellationToken = default) => new(core.Reads.ReadStatus());

    /// <inheritdoc/>
    public async IAsyncEnumerable<(CustomerNo Customer, IReadOnlyList<RecordIdentity> Records)> ReadPartitionAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // All of it first: a write between two steps would share the connection with a read that is under way.
        await ValueTask.CompletedTask.ConfigureAwait(false);
        foreach (var customer in core.Reads.ReadPartition().ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return customer;
        }
    }

    /// <inheritdoc/>
    public ValueTask PutSourceAsync(Source source, CancellationToken cancellationToken = default)
    {
        core.PutSource(source);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SourceStatus>> ReadSourcesAsync(CancellationToken cancellationToken = default) => new(core.Reads.ReadSources());

    /// <inheritdoc/>
    public ValueTask PutMappingAsync(string source, string mappingJson, CancellationToken cancellationToken = default)
    {
        core.PutMapping(source, mappingJson);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteMappingAsync(string source, CancellationToken cancellationToken = default) => new(core.DeleteMapping(source));

    /// <inheritdoc/>
    public ValueTask<string?> ReadMappingAsync(string source, CancellationToken cancellationToken = default) => new(core.Reads.ReadMapping(source));

    /// <inheritdoc/>
    public ValueTask<byte[]> GetOrAddSettingAsync(string name, byte[] initial, CancellationToken cancellationToken = default) => new(core.GetOrAddSetting(name, initial));
}
