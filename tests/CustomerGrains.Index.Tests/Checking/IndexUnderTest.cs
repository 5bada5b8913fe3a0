using CustomerGrains.Index.Journal;
using CustomerGrains.Local;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Stores.PostgreSql;
using CustomerGrains.Stores.Sqlite;
using CustomerGrains.Stores.Sqlite.Writing;

namespace CustomerGrains.Index.Tests.Checking;

/// <summary>An index in this process on a real journal: in memory on one thread, or in a folder of its own with the real writer.</summary>
public sealed class IndexUnderTest : IAsyncDisposable
{
    private readonly IDisposable? _core;
    private readonly IAsyncDisposable? _journal;
    private readonly string? _folder;
    private readonly LocalIndex _local;

    private IndexUnderTest(LocalIndex local, IJournal journal, ISourceStore store, IDisposable? core, IAsyncDisposable? owned, string? folder)
    {
        _local = local;
        Journal = journal;
        Store = store;
        _core = core;
        _journal = owned;
        _folder = folder;
    }

    public CustomerIndex Index => _local.Index;

    public LocalHost Host => _local.Host;

    public IJournal Journal { get; }

    public ISourceStore Store { get; }

    public IndexChecker Checker => new(Journal, Store);

    public static async Task<IndexUnderTest> InMemoryAsync(IndexOptions? options = null, MatchingModel? model = null, int crowdLimit = CrowdedValues.LimitDefault)
    {
        var core = SqliteJournalCore.OpenInMemory(TimeProvider.System);
        var journal = new InlineJournal(core);
        await journal.GetOrAddSettingAsync(IndexSettings.KeySecret, new byte[16]);
        await journal.GetOrAddSettingAsync(IndexSettings.CrowdLimit, IndexSettings.WriteCrowdLimit(crowdLimit));
        var local = await LocalIndex.OpenAsync(journal, journal, model, options, start: false);
        return await RegisterAsync(new IndexUnderTest(local, journal, journal, core, null, null));
    }

    public static async Task<IndexUnderTest> InFolderAsync(IndexOptions? options = null, LocalHostOptions? hostOptions = null, MatchingModel? model = null, int crowdLimit = CrowdedValues.LimitDefault)
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-").FullName;
        var journal = SqliteJournal.Open(folder, new SqliteStoreOptions { SynchronousFull = false });
        await journal.GetOrAddSettingAsync(IndexSettings.KeySecret, new byte[16]);
        await journal.GetOrAddSettingAsync(IndexSettings.CrowdLimit, IndexSettings.WriteCrowdLimit(crowdLimit));
        var local = await LocalIndex.OpenAsync(journal, journal, model, options, hostOptions, start: false);
        return await RegisterAsync(new IndexUnderTest(local, journal, journal, null, journal, folder));
    }

    /// <summary>An index on a database, of which there may be several.</summary>
    public static async Task<IndexUnderTest> OnPostgresAsync(
        string connectionString, IndexOptions? options = null, LocalHostOptions? hostOptions = null, MatchingModel? model = null, int crowdLimit = CrowdedValues.LimitDefault)
    {
        var journal = await PostgresJournal.OpenAsync(new PostgresStoreOptions { ConnectionString = connectionString, SynchronousCommit = false });
        await journal.GetOrAddSettingAsync(IndexSettings.KeySecret, new byte[16]);
        await journal.GetOrAddSettingAsync(IndexSettings.CrowdLimit, IndexSettings.WriteCrowdLimit(crowdLimit));
        var local = await LocalIndex.OpenAsync(journal, journal, model, options, hostOptions, start: false);
        return await RegisterAsync(new IndexUnderTest(local, journal, journal, null, journal, null));
    }

    /// <summary>An index on a journal that the caller keeps, as it may be of several processes or builds, one after another or at once.</summary>
    public static async Task<IndexUnderTest> OnAsync(IJournal journal, ISourceStore store, IndexOptions? options = null, LocalHostOptions? hostOptions = null, int crowdLimit = CrowdedValues.LimitDefault)
    {
        await store.GetOrAddSettingAsync(IndexSettings.KeySecret, new byte[16]);
        await store.GetOrAddSettingAsync(IndexSettings.CrowdLimit, IndexSettings.WriteCrowdLimit(crowdLimit));
        var local = await LocalIndex.OpenAsync(journal, store, null, options, hostOptions, start: false);
        return await RegisterAsync(new IndexUnderTest(local, journal, store, null, null, null));
    }

    public Task<ApplyModelReply> ApplyAsync(MatchingModel model) => Index.ApplyModelAsync(new ApplyModelCommand(model, "tester", "because"));

    public Task<PutReply> PutAsync(RecordIdentity identity, SourceRecord record, long version = 0) => Index.PutAsync(new PutCommand(identity, record, version));

    public Task<DecideReply?> DecideAsync(RecordIdentity a, RecordIdentity b, AssertionDecision decision) =>
        Index.DecideAsync(new DecideCommand(a, b, decision, "tester", "because"));

    public async Task DoAsync(Deed deed)
    {
        switch (deed)
        {
            case PutDeed put:
                await Index.PutAsync(put.Command);
                break;
            case DeleteDeed delete:
                await Index.DeleteAsync(delete.Command);
                break;
            case DecideDeed decide:
                await Index.DecideAsync(decide.Command);
                break;
        }
    }

    /// <summary>Does all deeds, one after another within each lane, so many lanes at once.</summary>
    public async Task DoAsync(IReadOnlyList<Deed> deeds, int inFlight)
    {
        if (inFlight == 1)
        {
            foreach (var deed in deeds)
            {
                await DoAsync(deed);
            }

            return;
        }

        await Parallel.ForEachAsync(deeds.GroupBy(deed => deed.Lane), new ParallelOptions { MaxDegreeOfParallelism = inFlight }, async (lane, _) =>
        {
            foreach (var deed in lane)
            {
                await DoAsync(deed);
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _local.DisposeAsync();
        _core?.Dispose();
        if (_journal is not null)
        {
            await _journal.DisposeAsync();
        }

        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task<IndexUnderTest> RegisterAsync(IndexUnderTest index)
    {
        foreach (var source in SmallWorld.Sources)
        {
            await index.Index.RegisterSourceAsync(source);
        }

        return index;
    }
}
