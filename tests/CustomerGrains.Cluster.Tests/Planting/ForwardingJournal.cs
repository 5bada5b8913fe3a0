using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;

namespace CustomerGrains.Cluster.Tests.Planting;

/// <summary>A journal that hands every call to the real one, but for what a double of it does otherwise. Doubles live with the tests, so that no store has a switch for being wrong.</summary>
internal class ForwardingJournal(IJournal real) : IJournal
{
    protected IJournal Real { get; } = real;

    public virtual ValueTask<AcceptReply> AcceptAsync(AcceptRequest request, CancellationToken cancellationToken = default) => Real.AcceptAsync(request, cancellationToken);

    public virtual ValueTask<AssertReply> AssertAsync(AssertRequest request, CancellationToken cancellationToken = default) => Real.AssertAsync(request, cancellationToken);

    public virtual ValueTask<CommitReply> CommitAsync(ResolutionCommit commit, CancellationToken cancellationToken = default) => Real.CommitAsync(commit, cancellationToken);

    public ValueTask<CustomerNo> ReserveCustomerNoAsync(CancellationToken cancellationToken = default) => Real.ReserveCustomerNoAsync(cancellationToken);

    public ValueTask<IReadOnlyList<PostingList>> ReadPostingsAsync(IReadOnlyList<BlockingKey> keys, int recordsPerKeyMax, CancellationToken cancellationToken = default) => Real.ReadPostingsAsync(keys, recordsPerKeyMax, cancellationToken);

    public ValueTask<IReadOnlyList<JournalRecord?>> ReadRecordsAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken = default) => Real.ReadRecordsAsync(records, cancellationToken);

    public ValueTask<IReadOnlyList<JournalRecord>> ReadLiveRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) => Real.ReadLiveRecordsAsync(after, countMax, cancellationToken);

    public ValueTask<IReadOnlyList<JournalRecordBody?>> ReadBodiesAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken = default) => Real.ReadBodiesAsync(records, cancellationToken);

    public ValueTask<RecordNo> FindRecordAsync(RecordIdentity identity, CancellationToken cancellationToken = default) => Real.FindRecordAsync(identity, cancellationToken);

    public virtual ValueTask<ComponentSnapshot> ReadComponentsAsync(IReadOnlyCollection<RecordNo> records, CancellationToken cancellationToken = default) => Real.ReadComponentsAsync(records, cancellationToken);

    public ValueTask<LedgerEntry?> ReadLedgerAsync(CustomerNo customer, CancellationToken cancellationToken = default) => Real.ReadLedgerAsync(customer, cancellationToken);

    public ValueTask<IReadOnlyList<CustomerNo>> ReadSupersededAsync(CustomerNo customer, CancellationToken cancellationToken = default) => Real.ReadSupersededAsync(customer, cancellationToken);

    public ValueTask<IReadOnlyList<RecordNo>> ReadMembersAsync(CustomerNo customer, CancellationToken cancellationToken = default) => Real.ReadMembersAsync(customer, cancellationToken);

    public ValueTask<IReadOnlyList<JournalEvent>> ReadEventsAsync(long after, int countMax, CancellationToken cancellationToken = default) => Real.ReadEventsAsync(after, countMax, cancellationToken);

    public ValueTask<IReadOnlyList<JournalEvent>> ReadCustomerEventsAsync(CustomerNo customer, long after, int countMax, CancellationToken cancellationToken = default) => Real.ReadCustomerEventsAsync(customer, after, countMax, cancellationToken);

    public ValueTask<IReadOnlyList<Link>> ReadReviewPairsAsync(CustomerNo customer, Link? after, int countMax, CancellationToken cancellationToken = default) => Real.ReadReviewPairsAsync(customer, after, countMax, cancellationToken);

    public ValueTask<IReadOnlyList<JournalAssertion>> ReadAssertionsAsync(RecordNo a, RecordNo b, CancellationToken cancellationToken = default) => Real.ReadAssertionsAsync(a, b, cancellationToken);

    public ValueTask<IReadOnlyList<RecordNo>> ReadUnresolvedRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) => Real.ReadUnresolvedRecordsAsync(after, countMax, cancellationToken);

    public ValueTask<IReadOnlyList<LiveAssertion>> ReadUnresolvedAssertionsAsync(CancellationToken cancellationToken = default) => Real.ReadUnresolvedAssertionsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<LiveAssertion>> ReadLiveAssertionsAsync(long after, int countMax, CancellationToken cancellationToken = default) => Real.ReadLiveAssertionsAsync(after, countMax, cancellationToken);

    public ValueTask<PutModelReply> PutModelAsync(PutModelRequest request, CancellationToken cancellationToken = default) => Real.PutModelAsync(request, cancellationToken);

    public ValueTask<StoredModel?> ReadModelAsync(ModelNo model, CancellationToken cancellationToken = default) => Real.ReadModelAsync(model, cancellationToken);

    public ValueTask<IReadOnlyList<StoredModel>> ReadModelsAsync(int countMax, CancellationToken cancellationToken = default) => Real.ReadModelsAsync(countMax, cancellationToken);

    public ValueTask<IReadOnlyList<RecordNo>> ReadFormerRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) => Real.ReadFormerRecordsAsync(after, countMax, cancellationToken);

    public ValueTask<bool> FinishModelAsync(ModelNo model, CancellationToken cancellationToken = default) => Real.FinishModelAsync(model, cancellationToken);

    public ValueTask<StoreReading> BeginReadingAsync(int version, CancellationToken cancellationToken = default) => Real.BeginReadingAsync(version, cancellationToken);

    public ValueTask<IReadOnlyList<RecordNo>> ReadOlderReadingsAsync(RecordNo after, int version, int countMax, CancellationToken cancellationToken = default) => Real.ReadOlderReadingsAsync(after, version, countMax, cancellationToken);

    public ValueTask<RereadReply> RereadAsync(RereadRequest request, CancellationToken cancellationToken = default) => Real.RereadAsync(request, cancellationToken);

    public ValueTask<bool> FinishReadingAsync(int version, long through, CancellationToken cancellationToken = default) => Real.FinishReadingAsync(version, through, cancellationToken);

    public ValueTask<IReadOnlyList<HotKey>> ReadHotKeysAsync(int recordsMin, int countMax, CancellationToken cancellationToken = default) => Real.ReadHotKeysAsync(recordsMin, countMax, cancellationToken);

    public ValueTask<JournalStatus> ReadStatusAsync(CancellationToken cancellationToken = default) => Real.ReadStatusAsync(cancellationToken);

    public IAsyncEnumerable<(CustomerNo Customer, IReadOnlyList<RecordIdentity> Records)> ReadPartitionAsync(CancellationToken cancellationToken = default) => Real.ReadPartitionAsync(cancellationToken);
}
