using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Simulation.Tests;

/// <summary>The real journal behind a connection of one process that delays, fails before and fails after.</summary>
public class FaultyJournal(IJournal journal, ISourceStore store, SimulatedLoop loop, Faults faults, int process) : IJournal, ISourceStore
{
    protected IJournal Inner { get; } = journal;

    /// <summary>While an index is opened nothing fails or waits: a process that cannot open its store does not start.</summary>
    public bool IsOpening { get; set; } = true;

    public virtual ValueTask<AcceptReply> AcceptAsync(AcceptRequest request, CancellationToken cancellationToken = default) => WriteAsync(() => Inner.AcceptAsync(request));

    public ValueTask<AssertReply> AssertAsync(AssertRequest request, CancellationToken cancellationToken = default) => WriteAsync(() => Inner.AssertAsync(request));

    public virtual ValueTask<CommitReply> CommitAsync(ResolutionCommit commit, CancellationToken cancellationToken = default) => WriteAsync(() => Inner.CommitAsync(commit));

    public ValueTask<CustomerNo> ReserveCustomerNoAsync(CancellationToken cancellationToken = default) => WriteAsync(() => Inner.ReserveCustomerNoAsync());

    public virtual ValueTask<IReadOnlyList<PostingList>> ReadPostingsAsync(IReadOnlyList<BlockingKey> keys, int recordsPerKeyMax, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadPostingsAsync(keys, recordsPerKeyMax));

    public ValueTask<IReadOnlyList<JournalRecord?>> ReadRecordsAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadRecordsAsync(records));

    public ValueTask<IReadOnlyList<JournalRecord>> ReadLiveRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadLiveRecordsAsync(after, countMax));

    public ValueTask<IReadOnlyList<JournalRecordBody?>> ReadBodiesAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadBodiesAsync(records));

    public ValueTask<RecordNo> FindRecordAsync(RecordIdentity identity, CancellationToken cancellationToken = default) => ReadAsync(() => Inner.FindRecordAsync(identity));

    public virtual ValueTask<ComponentSnapshot> ReadComponentsAsync(IReadOnlyCollection<RecordNo> records, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadComponentsAsync(records));

    public ValueTask<LedgerEntry?> ReadLedgerAsync(CustomerNo customer, CancellationToken cancellationToken = default) => ReadAsync(() => Inner.ReadLedgerAsync(customer));

    public ValueTask<IReadOnlyList<CustomerNo>> ReadSupersededAsync(CustomerNo customer, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadSupersededAsync(customer));

    public ValueTask<IReadOnlyList<RecordNo>> ReadMembersAsync(CustomerNo customer, CancellationToken cancellationToken = default) => ReadAsync(() => Inner.ReadMembersAsync(customer));

    public ValueTask<IReadOnlyList<JournalEvent>> ReadEventsAsync(long after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadEventsAsync(after, countMax));

    public ValueTask<IReadOnlyList<JournalEvent>> ReadCustomerEventsAsync(CustomerNo customer, long after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadCustomerEventsAsync(customer, after, countMax));

    public ValueTask<IReadOnlyList<Link>> ReadReviewPairsAsync(CustomerNo customer, Link? after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadReviewPairsAsync(customer, after, countMax));

    public ValueTask<IReadOnlyList<JournalAssertion>> ReadAssertionsAsync(RecordNo a, RecordNo b, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadAssertionsAsync(a, b));

    public ValueTask<IReadOnlyList<RecordNo>> ReadUnresolvedRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadUnresolvedRecordsAsync(after, countMax));

    public ValueTask<IReadOnlyList<LiveAssertion>> ReadUnresolvedAssertionsAsync(CancellationToken cancellationToken = default) => ReadAsync(() => Inner.ReadUnresolvedAssertionsAsync());

    public ValueTask<IReadOnlyList<LiveAssertion>> ReadLiveAssertionsAsync(long after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadLiveAssertionsAsync(after, countMax));

    public ValueTask<PutModelReply> PutModelAsync(PutModelRequest request, CancellationToken cancellationToken = default) => WriteAsync(() => Inner.PutModelAsync(request));

    public ValueTask<StoredModel?> ReadModelAsync(ModelNo model, CancellationToken cancellationToken = default) => ReadAsync(() => Inner.ReadModelAsync(model));

    public ValueTask<IReadOnlyList<StoredModel>> ReadModelsAsync(int countMax, CancellationToken cancellationToken = default) => ReadAsync(() => Inner.ReadModelsAsync(countMax));

    public ValueTask<IReadOnlyList<RecordNo>> ReadFormerRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadFormerRecordsAsync(after, countMax));

    public ValueTask<bool> FinishModelAsync(ModelNo model, CancellationToken cancellationToken = default) => WriteAsync(() => Inner.FinishModelAsync(model));

    public ValueTask<StoreReading> BeginReadingAsync(int version, CancellationToken cancellationToken = default) => WriteAsync(() => Inner.BeginReadingAsync(version));

    public ValueTask<IReadOnlyList<RecordNo>> ReadOlderReadingsAsync(RecordNo after, int version, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadOlderReadingsAsync(after, version, countMax));

    public virtual ValueTask<RereadReply> RereadAsync(RereadRequest request, CancellationToken cancellationToken = default) => WriteAsync(() => Inner.RereadAsync(request));

    public ValueTask<bool> FinishReadingAsync(int version, long through, CancellationToken cancellationToken = default) => WriteAsync(() => Inner.FinishReadingAsync(version, through));

    public ValueTask<IReadOnlyList<HotKey>> ReadHotKeysAsync(int recordsMin, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync(() => Inner.ReadHotKeysAsync(recordsMin, countMax));

    public ValueTask<JournalStatus> ReadStatusAsync(CancellationToken cancellationToken = default) => ReadAsync(() => Inner.ReadStatusAsync());

    public IAsyncEnumerable<(CustomerNo Customer, IReadOnlyList<RecordIdentity> Records)> ReadPartitionAsync(CancellationToken cancellationToken = default) =>
        Inner.ReadPartitionAsync(cancellationToken);

    // The settings and sources of a deployment are read at start; their failures are no matter of grains.
    public ValueTask PutSourceAsync(Source source, CancellationToken cancellationToken = default) => store.PutSourceAsync(source, cancellationToken);

    public ValueTask<IReadOnlyList<SourceStatus>> ReadSourcesAsync(CancellationToken cancellationToken = default) => store.ReadSourcesAsync(cancellationToken);

    public ValueTask PutMappingAsync(string source, string mappingJson, CancellationToken cancellationToken = default) => store.PutMappingAsync(source, mappingJson, cancellationToken);

    public ValueTask<bool> DeleteMappingAsync(string source, CancellationToken cancellationToken = default) => store.DeleteMappingAsync(source, cancellationToken);

    public ValueTask<string?> ReadMappingAsync(string source, CancellationToken cancellationToken = default) => store.ReadMappingAsync(source, cancellationToken);

    public ValueTask<byte[]> GetOrAddSettingAsync(string name, byte[] initial, CancellationToken cancellationToken = default) => store.GetOrAddSettingAsync(name, initial, cancellationToken);

    private async ValueTask<T> WriteAsync<T>(Func<ValueTask<T>> write)
    {
        if (IsOpening)
        {
            return Done(write);
        }

        await loop.HopAsync(process, () => _ = Done(write));
        if (faults.Happens(faults.FailedBefore))
        {
            throw new JournalUnavailableException("Failed before.");
        }

        var reply = Done(write);
        if (faults.Happens(faults.FailedAfter))
        {
            throw new JournalUnavailableException("Failed after.");
        }

        await loop.HopAsync(process);
        return reply;
    }

    private async ValueTask<T> ReadAsync<T>(Func<ValueTask<T>> read)
    {
        if (IsOpening)
        {
            return Done(read);
        }

        await loop.HopAsync(process);
        if (faults.Happens(faults.FailedBefore))
        {
            throw new JournalUnavailableException("Failed before.");
        }

        var reply = Done(read);
        await loop.HopAsync(process);
        return reply;
    }

    private static T Done<T>(Func<ValueTask<T>> call)
    {
        var answer = call();
        return answer.IsCompleted ? answer.GetAwaiter().GetResult() : throw new InvalidOperationException("The journal in memory answers at once.");
    }
}
