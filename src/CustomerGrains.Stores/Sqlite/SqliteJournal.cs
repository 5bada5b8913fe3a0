using System.Runtime.CompilerServices;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.Postings;
using CustomerGrains.Stores.Sqlite.Reading;
using CustomerGrains.Stores.Sqlite.Writing;
using CustomerGrains.Stores.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.Stores.Sqlite;

/// <summary>The embedded journal: a data folder, one writer thread that commits whatever waits as one transaction, and readers beside it.</summary>
/// <remarks>Metrics: meter "CustomerGrains.Stores".</remarks>
public sealed class SqliteJournal : IJournal, ISourceStore, IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly SqliteJournalCore _core;
    private readonly JournalDirectory _directory;
    private readonly JournalWriter _writer;
    private readonly ReaderPool _readers;

    private SqliteJournal(DataFolder folder, SqliteJournalCore core, SqliteStoreOptions options, TimeProvider time, ILogger logger)
    {
        _folder = folder;
        _core = core;
        _directory = core.Directory;
        _writer = new JournalWriter(core, options, time, logger);
        _readers = new ReaderPool(folder.DatabasePath, options, core.Directory);
    }

    /// <summary>Opens the journal of a data folder, creating both when they are not there, and reads the postings into memory.</summary>
    /// <exception cref="DataFolderInUseException">Another process has the folder.</exception>
    /// <exception cref="StoreFormatException">The store is of a newer version, or was changed by hand.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static SqliteJournal Open(string folder, SqliteStoreOptions? options = null, TimeProvider? time = null, ILogger<SqliteJournal>? logger = null)
    {
        options ??= new SqliteStoreOptions();
        options.Validate();
        time ??= TimeProvider.System;
        var held = DataFolder.Take(folder);
        try
        {
            var core = SqliteJournalCore.Open(held.DatabasePath, options, time);
            return new SqliteJournal(held, core, options, time, logger ?? NullLogger<SqliteJournal>.Instance);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<AcceptReply> AcceptAsync(AcceptRequest request, CancellationToken cancellationToken = default)
    {
        AcceptRules.Validate(request);
        return _writer.WriteAsync(request, static (core, request) => core.Accept(request), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<AssertReply> AssertAsync(AssertRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.Validate(request);
        return _writer.WriteAsync(request, static (core, request) => core.Assert(request), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitReply> CommitAsync(ResolutionCommit commit, CancellationToken cancellationToken = default)
    {
        RequestRules.Validate(commit);
        return _writer.WriteAsync(commit, static (core, commit) => core.Commit(commit), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CustomerNo> ReserveCustomerNoAsync(CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(0, static (core, _) => core.ReserveCustomerNo(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<PostingList>> ReadPostingsAsync(IReadOnlyList<BlockingKey> keys, int recordsPerKeyMax, CancellationToken cancellationToken = default)
    {
        // From memory: needs no connection.
        var lists = new PostingList[keys.Count];
        for (var i = 0; i < lists.Length; i++)
        {
            lists[i] = _directory.Read(keys[i], recordsPerKeyMax);
        }

        return ValueTask.FromResult<IReadOnlyList<PostingList>>(lists);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalRecord?>> ReadRecordsAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken = default) =>
        ReadAsync(records, static (reads, records) => reads.ReadRecords(records), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalRecord>> ReadLiveRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync((after, countMax), static (reads, page) => reads.ReadLiveRecords(page.after, page.countMax), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalRecordBody?>> ReadBodiesAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken = default) =>
        ReadAsync(records, static (reads, records) => reads.ReadBodies(records), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RecordNo> FindRecordAsync(RecordIdentity identity, CancellationToken cancellationToken = default) =>
        ReadAsync(identity, static (reads, identity) => reads.FindRecord(identity), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ComponentSnapshot> ReadComponentsAsync(IReadOnlyCollection<RecordNo> records, CancellationToken cancellationToken = default) =>
        ReadAsync(records, static (reads, records) => reads.ReadComponents(records), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LedgerEntry?> ReadLedgerAsync(CustomerNo customer, CancellationToken cancellationToken = default) =>
        ReadAsync(customer, static (reads, customer) => reads.ReadLedger(customer), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CustomerNo>> ReadSupersededAsync(CustomerNo customer, CancellationToken cancellationToken = default) =>
        ReadAsync(customer, static (reads, customer) => reads.ReadSuperseded(customer), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordNo>> ReadMembersAsync(CustomerNo customer, CancellationToken cancellationToken = default) =>
        ReadAsync(customer, static (reads, customer) => reads.ReadMembers(customer), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalEvent>> ReadEventsAsync(long after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync((after, countMax), static (reads, page) => reads.ReadEvents(page.after, page.countMax), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalEvent>> ReadCustomerEventsAsync(CustomerNo customer, long after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync((customer, after, countMax), static (reads, page) => reads.ReadCustomerEvents(page.customer, page.after, page.countMax), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Link>> ReadReviewPairsAsync(CustomerNo customer, Link? after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync((customer, after, countMax), static (reads, page) => reads.ReadReviewPairs(page.customer, page.after, page.countMax), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournalAssertion>> ReadAssertionsAsync(RecordNo a, RecordNo b, CancellationToken cancellationToken = default) =>
        ReadAsync((a, b), static (reads, records) => reads.ReadAssertions(records.a, records.b), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordNo>> ReadUnresolvedRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(_directory.ReadUnresolved(after, countMax));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LiveAssertion>> ReadUnresolvedAssertionsAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(0, static (reads, _) => reads.ReadUnresolvedAssertions(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LiveAssertion>> ReadLiveAssertionsAsync(long after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync((after, countMax), static (reads, page) => reads.ReadLiveAssertions(page.after, page.countMax), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PutModelReply> PutModelAsync(PutModelRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.Validate(request);
        return _writer.WriteAsync(request, static (core, request) => core.PutModel(request), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<StoredModel?> ReadModelAsync(ModelNo model, CancellationToken cancellationToken = default) =>
        ReadAsync(model, static (reads, model) => reads.ReadModel(model), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredModel>> ReadModelsAsync(int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync(countMax, static (reads, countMax) => reads.ReadModels(countMax), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordNo>> ReadFormerRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync((after, countMax), static (reads, page) => reads.ReadFormerRecords(page.after, page.countMax), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> FinishModelAsync(ModelNo model, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(model, static (core, model) => core.FinishModel(model), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoreReading> BeginReadingAsync(int version, CancellationToken cancellationToken = default)
    {
        AcceptRules.ValidateReading(version);
        return _writer.WriteAsync(version, static (core, version) => core.BeginReading(version), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecordNo>> ReadOlderReadingsAsync(RecordNo after, int version, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync((after, version, countMax), static (reads, page) => reads.ReadOlderReadings(page.after, page.version, page.countMax), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RereadReply> RereadAsync(RereadRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.Validate(request);
        return _writer.WriteAsync(request, static (core, request) => core.Reread(request), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> FinishReadingAsync(int version, long through, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync((version, through), static (core, reading) => core.FinishReading(reading.version, reading.through), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<HotKey>> ReadHotKeysAsync(int recordsMin, int countMax, CancellationToken cancellationToken = default) =>
        ReadAsync((recordsMin, countMax), static (reads, request) => reads.ReadHotKeys(request.recordsMin, request.countMax), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<JournalStatus> ReadStatusAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult(_directory.Status);

    /// <inheritdoc/>
    public async IAsyncEnumerable<(CustomerNo Customer, IReadOnlyList<RecordIdentity> Records)> ReadPartitionAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reader = await _readers.TakeAsync(cancellationToken).ConfigureAwait(false);
        foreach (var customer in reader.Reads.ReadPartition())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return customer;
        }
    }

    /// <inheritdoc/>
    public ValueTask PutSourceAsync(Index.Sources.Source source, CancellationToken cancellationToken = default) =>
        WriteAsync(source, static (core, source) => core.PutSource(source), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Index.Sources.SourceStatus>> ReadSourcesAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(0, static (reads, _) => reads.ReadSources(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask PutMappingAsync(string source, string mappingJson, CancellationToken cancellationToken = default) =>
        WriteAsync((source, mappingJson), static (core, mapping) => core.PutMapping(mapping.source, mapping.mappingJson), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteMappingAsync(string source, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(source, static (core, source) => core.DeleteMapping(source), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<string?> ReadMappingAsync(string source, CancellationToken cancellationToken = default) =>
        ReadAsync(source, static (reads, source) => reads.ReadMapping(source), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<byte[]> GetOrAddSettingAsync(string name, byte[] initial, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync((name, initial), static (core, setting) => core.GetOrAddSetting(setting.name, setting.initial), cancellationToken);

    /// <summary>Writes what waits, then closes the file and gives the folder back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _readers.Dispose();
        _core.Dispose();
        _folder.Dispose();
    }

    private async ValueTask<TReply> ReadAsync<TRequest, TReply>(TRequest request, Func<SqliteReads, TRequest, TReply> read, CancellationToken cancellationToken)
    {
        using var reader = await _readers.TakeAsync(cancellationToken).ConfigureAwait(false);
        return read(reader.Reads, request);
    }

    private async ValueTask WriteAsync<TRequest>(TRequest request, Action<SqliteJournalCore, TRequest> write, CancellationToken cancellationToken) =>
        await _writer.WriteAsync(
            (request, write),
            static (core, work) =>
            {
                work.write(core, work.request);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
}
