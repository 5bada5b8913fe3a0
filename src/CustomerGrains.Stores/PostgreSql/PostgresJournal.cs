using System.Runtime.CompilerServices;
using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Stores.PostgreSql.Following;
using CustomerGrains.Stores.PostgreSql.Reading;
using CustomerGrains.Stores.PostgreSql.Writing;
using CustomerGrains.Stores.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CustomerGrains.Stores.PostgreSql;

/// <summary>The journal in a PostgreSQL database that several processes write at once.</summary>
/// <remarks>Each process commits whatever waits as one transaction and keeps the directory from key to postings in memory, following what the others write. Metrics: meter "CustomerGrains.Stores".</remarks>
public sealed class PostgresJournal : IJournal, ISourceStore, IAsyncDisposable
{
    private readonly NpgsqlDataSource _reading;
    private readonly NpgsqlDataSource _writing;
    private readonly PostgresSources _sources = new();
    private readonly DirectoryLoader _loader;
    private readonly DirectoryReads _directory;
    private readonly PostgresReads _reads;
    private readonly PostgresWriter _writer;

    private PostgresJournal(NpgsqlDataSource reading, NpgsqlDataSource writing, PostgresStoreOptions options, TimeProvider time, ILogger logger)
    {
        _reading = reading;
        _writing = writing;
        var follower = new DirectoryFollower();
        _loader = new DirectoryLoader(reading, follower, time, logger);
        _directory = new DirectoryReads(reading, follower, _loader);
        _reads = new PostgresReads(reading);
        _writer = new PostgresWriter(writing, new PostgresBatch(follower, _loader, _sources, options, time), options, time, logger);
    }

    /// <summary>Opens the journal of a database that has the schema of this version, and reads the postings into memory.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="time">Clock of what is stored. Default: the system's.</param>
    /// <param name="logger">Default: nothing is logged.</param>
    /// <exception cref="StoreFormatException">The schema is missing or of another version; the text says what to run.</exception>
    /// <exception cref="JournalUnavailableException">The database cannot be reached.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static async Task<PostgresJournal> OpenAsync(
        PostgresStoreOptions options, TimeProvider? time = null, ILogger<PostgresJournal>? logger = null, CancellationToken ct = default)
    {
        options.Validate();
        var journal = new PostgresJournal(
            Sessions.ForReading(options), Sessions.ForWriting(options), options, time ?? TimeProvider.System, logger ?? NullLogger<PostgresJournal>.Instance);
        try
        {
            await PostgresMigrations.EnsureCurrentAsync(journal._reading, ct).ConfigureAwait(false);
            await journal._loader.LoadAsync(ct).ConfigureAwait(false);
            foreach (var (name, number) in await journal._reads.ReadSourceNumbersAsync(ct).ConfigureAwait(false))
            {
                journal._sources.Add(name, number);
            }

            return journal;
        }
        catch (Exception error)
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            if (error is StoreFormatException or OperationCanceledException)
            {
                throw;
            }

            throw PostgresErrors.Translate(error);
        }
    }

    /// <inheritdoc/>
    public ValueTask<AcceptReply> AcceptAsync(AcceptRequest request, CancellationToken cancellationToken = default)
    {
        AcceptRules.Validate(request);
        PostgresText.Validate(request);
        return _writer.WriteAsync(request, static (batch, request) => batch.Accept(request), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<AssertReply> AssertAsync(AssertRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.Validate(request);
        PostgresText.Validate(request);
        return _writer.WriteAsync(request, static (batch, request) => batch.Assert(request), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitReply> CommitAsync(ResolutionCommit commit, CancellationToken cancellationToken = default)
    {
        RequestRules.Validate(commit);
        return _writer.WriteAsync(commit, static (batch, commit) => batch.Commit(commit), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CustomerNo> ReserveCustomerNoAsync(CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(0, static (batch, _) => batch.ReserveCustomerNo(), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PostingList>> ReadPostingsAsync(IReadOnlyList<BlockingKey> keys, int recordsPerKeyMax, CancellationToken cancellationToken = default)
    {
        var directory = await OrUnavailable(_directory.NowAsync(cancellationToken)).ConfigureAwait(false);
        var lists = new PostingList[keys.Count];
        for (var i = 0; i < lists.Length; i++)
        {
            lists[i] = directory.Read(keys[i], recordsPerKeyMax);
        }

        return lists;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JournalRecord?>> ReadRecordsAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken = default) =>
        records.Count == 0 ? [] : await OrUnavailable(_reads.ReadRecordsAsync(records, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JournalRecord>> ReadLiveRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadLiveRecordsAsync(after, countMax, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JournalRecordBody?>> ReadBodiesAsync(IReadOnlyList<RecordNo> records, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadBodiesAsync(records, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<RecordNo> FindRecordAsync(RecordIdentity identity, CancellationToken cancellationToken = default)
    {
        AcceptRules.ValidateIdentity(identity);
        return await OrUnavailable(_reads.FindRecordAsync(identity, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<ComponentSnapshot> ReadComponentsAsync(IReadOnlyCollection<RecordNo> records, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadComponentsAsync(records, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<LedgerEntry?> ReadLedgerAsync(CustomerNo customer, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadLedgerAsync(customer, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CustomerNo>> ReadSupersededAsync(CustomerNo customer, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadSupersededAsync(customer, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RecordNo>> ReadMembersAsync(CustomerNo customer, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadMembersAsync(customer, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JournalEvent>> ReadEventsAsync(long after, int countMax, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadEventsAsync(after, countMax, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JournalEvent>> ReadCustomerEventsAsync(CustomerNo customer, long after, int countMax, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadCustomerEventsAsync(customer, after, countMax, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Link>> ReadReviewPairsAsync(CustomerNo customer, Link? after, int countMax, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadReviewPairsAsync(customer, after, countMax, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JournalAssertion>> ReadAssertionsAsync(RecordNo a, RecordNo b, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadAssertionsAsync(a, b, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RecordNo>> ReadUnresolvedRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) =>
        (await OrUnavailable(_directory.NowAsync(cancellationToken)).ConfigureAwait(false)).ReadUnresolved(after, countMax);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LiveAssertion>> ReadUnresolvedAssertionsAsync(CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadUnresolvedAssertionsAsync(cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<LiveAssertion>> ReadLiveAssertionsAsync(long after, int countMax, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadLiveAssertionsAsync(after, countMax, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<PutModelReply> PutModelAsync(PutModelRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.Validate(request);
        PostgresText.Validate(request);
        return _writer.WriteAsync(request, static (batch, request) => batch.PutModel(request), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<StoredModel?> ReadModelAsync(ModelNo model, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadModelAsync(model, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredModel>> ReadModelsAsync(int countMax, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadModelsAsync(countMax, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RecordNo>> ReadFormerRecordsAsync(RecordNo after, int countMax, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadFormerRecordsAsync(after, countMax, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<bool> FinishModelAsync(ModelNo model, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync(model, static (batch, model) => batch.FinishModel(model), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoreReading> BeginReadingAsync(int version, CancellationToken cancellationToken = default)
    {
        AcceptRules.ValidateReading(version);
        return _writer.WriteAsync(version, static (batch, version) => batch.BeginReading(version), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<RecordNo>> ReadOlderReadingsAsync(RecordNo after, int version, int countMax, CancellationToken cancellationToken = default) =>
        await OrUnavailable(_reads.ReadOlderReadingsAsync(after, version, countMax, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<RereadReply> RereadAsync(RereadRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.Validate(request);
        PostgresText.Validate(request);
        return _writer.WriteAsync(request, static (batch, request) => batch.Reread(request), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> FinishReadingAsync(int version, long through, CancellationToken cancellationToken = default) =>
        _writer.WriteAsync((version, through), static (batch, reading) => batch.FinishReading(reading.version, reading.through), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<HotKey>> ReadHotKeysAsync(int recordsMin, int countMax, CancellationToken cancellationToken = default)
    {
        var directory = await OrUnavailable(_directory.NowAsync(cancellationToken)).ConfigureAwait(false);
        var keys = directory.ReadLargest(Math.Max(2, recordsMin), countMax);
        var accepted = await OrUnavailable(_reads.ReadAcceptedAsync([.. keys.Select(key => key.Passing)], cancellationToken)).ConfigureAwait(false);
        return [.. keys.Select(key => new HotKey(key.Key, key.Count, accepted.GetValueOrDefault(key.Passing), key.Sample))];
    }

    /// <inheritdoc/>
    public async ValueTask<JournalStatus> ReadStatusAsync(CancellationToken cancellationToken = default) =>
        (await OrUnavailable(_directory.NowAsync(cancellationToken)).ConfigureAwait(false)).Status;

    /// <inheritdoc/>
    public async IAsyncEnumerable<(CustomerNo Customer, IReadOnlyList<RecordIdentity> Records)> ReadPartitionAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var customers = _reads.ReadPartitionAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (customers.ConfigureAwait(false))
        {
            while (await OrUnavailable(customers.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                yield return customers.Current;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask PutSourceAsync(Source source, CancellationToken cancellationToken = default)
    {
        PostgresText.Validate(source);
        await _writer.WriteAsync(source, static (batch, source) => batch.PutSource(source), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<SourceStatus>> ReadSourcesAsync(CancellationToken cancellationToken = default)
    {
        var sources = await OrUnavailable(_reads.ReadSourcesAsync(cancellationToken)).ConfigureAwait(false);
        var directory = await OrUnavailable(_directory.NowAsync(cancellationToken)).ConfigureAwait(false);
        return [.. sources.Select(source => new SourceStatus(source.Source, directory.LiveRecordsOf(source.No)))];
    }

    /// <inheritdoc/>
    public async ValueTask PutMappingAsync(string source, string mappingJson, CancellationToken cancellationToken = default)
    {
        PostgresText.Require(source, "source");
        PostgresText.Require(mappingJson, "mapping");
        await _writer.WriteAsync((source, mappingJson), static (batch, mapping) => batch.PutMapping(mapping.source, mapping.mappingJson), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteMappingAsync(string source, CancellationToken cancellationToken = default)
    {
        PostgresText.Require(source, "source");
        return _writer.WriteAsync(source, static (batch, source) => batch.DeleteMapping(source), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<string?> ReadMappingAsync(string source, CancellationToken cancellationToken = default)
    {
        PostgresText.Require(source, "source");
        return await OrUnavailable(_reads.ReadMappingAsync(source, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> GetOrAddSettingAsync(string name, byte[] initial, CancellationToken cancellationToken = default)
    {
        PostgresText.Require(name, "setting");
        return _writer.WriteAsync((name, initial), static (batch, setting) => batch.GetOrAddSetting(setting.name, setting.initial), cancellationToken);
    }

    /// <summary>Writes what waits, then closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        await _writing.DisposeAsync().ConfigureAwait(false);
        await _reading.DisposeAsync().ConfigureAwait(false);
        _loader.Dispose();
    }

    private static async Task<T> OrUnavailable<T>(Task<T> read)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or IOException or TimeoutException)
        {
            throw PostgresErrors.Translate(error);
        }
    }
}
