using CustomerGrains.Index.Customers;
using CustomerGrains.Index.Explaining;
using CustomerGrains.Index.Feed;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Intake;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Index.ReadingChange;
using CustomerGrains.Index.Review;
using CustomerGrains.Index.Search;
using CustomerGrains.Index.Sources;
using CustomerGrains.Matching.Blocking;
using CustomerGrains.Matching.Records;
using CustomerGrains.Matching.Scoring;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.Index;

/// <summary>The index on some host and journal.</summary>
public sealed partial class CustomerIndex : ICustomerIndex, IAsyncDisposable
{
    private readonly GrainContext _context;
    private readonly ISourceStore _store;
    private readonly SourceRegistry _sources;
    private readonly RecordIntake _intake;
    private readonly EvidenceRouter _router;
    private readonly Sweep _sweep;
    private readonly ModelSweep _modelSweep;
    private readonly ReadingSweep _readingSweep;
    private readonly CustomerReader _customers;
    private readonly ReviewReader _review;
    private readonly HistoryReader _history;
    private readonly Explainer _explainer;
    private readonly CustomerSearch _search;
    private readonly DateTimeOffset _startedAt;
    private readonly ILogger<Sweep> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly LocalDoorbell _sweepWanted = new();
    private Task _sweeping = Task.CompletedTask;
    private long _resolvedThrough;

    private CustomerIndex(GrainContext context, ISourceStore store, IGrainDirectory grains, ILoggerFactory loggers)
    {
        _context = context;
        _store = store;
        _logger = loggers.CreateLogger<Sweep>();
        _sources = new SourceRegistry(store);
        var prober = new Prober(context, grains);
        _router = new EvidenceRouter(context, grains, prober);
        _intake = new RecordIntake(context, _sources, prober, _router);
        _modelSweep = new ModelSweep(context, prober, _router, loggers.CreateLogger<ModelSweep>());
        _readingSweep = new ReadingSweep(context, _sources, prober, _router, loggers.CreateLogger<ReadingSweep>());
        _sweep = new Sweep(context, _intake, _router, _logger);
        _review = new ReviewReader(context);
        _customers = new CustomerReader(context, _review);
        _history = new HistoryReader(context.Journal);
        _explainer = new Explainer(context, _customers);
        _search = new CustomerSearch(context, _sources, _customers);
        _startedAt = context.Time.GetUtcNow();
    }

    /// <summary>Opens the index on a journal: reads or makes the deployment's settings, and joins grains to it. Call <see cref="Start"/> to resolve what an earlier process left.</summary>
    /// <param name="host">Makes the host that runs the grains.</param>
    /// <param name="model">The model the store must be under. Default: the one it is under; of a fresh store <see cref="MatchingModel.Default"/>.</param>
    /// <param name="options">Default: the defaults.</param>
    /// <param name="time">Default: the system's clock.</param>
    /// <param name="ports">What the host adds. Default: that of the only process on the journal.</param>
    /// <exception cref="ModelMismatchException">The store is under another model, or under one this version cannot read.</exception>
    /// <exception cref="NewerReadingException">A later version of the program has begun to read the store's records anew.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public static async Task<CustomerIndex> OpenAsync(
        IJournal journal,
        ISourceStore store,
        Func<GrainContext, IGrainDirectory> host,
        MatchingModel? model = null,
        IndexOptions? options = null,
        TimeProvider? time = null,
        ILoggerFactory? loggers = null,
        HostPorts? ports = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new IndexOptions();
        options.Validate();
        await ReadingSweep.BeginAsync(journal, cancellationToken).ConfigureAwait(false);
        var numbered = await ModelChanger.OpenAsync(journal, model, cancellationToken).ConfigureAwait(false);
        var hasher = await IndexSettings.GetKeyHasherAsync(store, cancellationToken).ConfigureAwait(false);
        var crowdLimit = await IndexSettings.GetCrowdLimitAsync(store, cancellationToken).ConfigureAwait(false);
        var context = new GrainContext(journal, numbered, hasher, crowdLimit, options, time ?? TimeProvider.System, ports);
        return new CustomerIndex(context, store, host(context), loggers ?? NullLoggerFactory.Instance);
    }

    /// <summary>Starts to resolve what an earlier process left unresolved, and to look for more from time to time. Does not wait for it.</summary>
    public void Start()
    {
        _isStarted = true;
        _sweeping = SweepUntilStoppedAsync();
    }

    /// <summary>Starts a round of the sweep now rather than when its time comes, e.g. because another process is gone that may have left something. Nothing before <see cref="Start"/>.</summary>
    public void SweepSoon() => _sweepWanted.Ring();

    /// <summary>Goes once over what was read by an older version, then over everything that is unresolved and not under way, then over what is placed under a former model.</summary>
    /// <returns>Records, decisions and components that could not be read or resolved this time.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken = default) =>
        await _readingSweep.RunAsync(cancellationToken).ConfigureAwait(false)
        + await _sweep.RunAsync(cancellationToken).ConfigureAwait(false)
        + await _modelSweep.RunAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public long ResolvedThrough
    {
        get
        {
            var status = _context.Journal.ReadStatusAsync();
            if (status.IsCompletedSuccessfully)
            {
                Interlocked.Exchange(ref _resolvedThrough, status.Result.ResolvedThrough);
            }
            else
            {
                _ = NoteResolvedThroughAsync(status);
            }

            return Interlocked.Read(ref _resolvedThrough);
        }
    }

    /// <inheritdoc/>
    public Task<PutReply> PutAsync(PutCommand command, CancellationToken cancellationToken = default) => _intake.PutAsync(command, cancellationToken);

    /// <inheritdoc/>
    public Task<PutReply> DeleteAsync(DeleteCommand command, CancellationToken cancellationToken = default) => _intake.DeleteAsync(command, cancellationToken);

    /// <inheritdoc/>
    public Task<CustomerView?> GetAsync(CustomerNo customer, CancellationToken cancellationToken = default) => _customers.ReadAsync(customer, cancellationToken);

    /// <inheritdoc/>
    public async Task<CustomerView?> GetByRecordAsync(RecordIdentity record, CancellationToken cancellationToken = default)
    {
        var number = await _context.Journal.FindRecordAsync(record, cancellationToken).ConfigureAwait(false);
        if (number.IsNone || (await _context.Journal.ReadRecordsAsync([number], cancellationToken).ConfigureAwait(false))[0] is not { IsLive: true } known || known.Customer.IsNone)
        {
            return null;
        }

        return await _customers.ReadAsync(known.Customer, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<SearchReply> SearchAsync(SearchQuery query, CancellationToken cancellationToken = default) => _search.SearchAsync(query, cancellationToken);

    /// <inheritdoc/>
    public Task<ExplainReply?> ExplainRecordsAsync(RecordIdentity a, RecordIdentity b, CancellationToken cancellationToken = default) =>
        _explainer.ExplainRecordsAsync(a, b, cancellationToken);

    /// <inheritdoc/>
    public Task<ExplainReply?> ExplainCustomersAsync(CustomerNo a, CustomerNo b, CancellationToken cancellationToken = default) =>
        _explainer.ExplainCustomersAsync(a, b, cancellationToken);

    /// <inheritdoc/>
    public Task<ExplainReply?> ExplainCustomerAsync(CustomerNo customer, CancellationToken cancellationToken = default) =>
        _explainer.ExplainCustomerAsync(customer, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EventView>?> HistoryAsync(CustomerNo customer, long after, int countMax, CancellationToken cancellationToken = default) =>
        _history.ReadAsync(customer, after, countMax, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ReviewView>> ListReviewAsync(CustomerNo customer, Link? after, int countMax, CancellationToken cancellationToken = default) =>
        _review.ReadAsync(customer, after, countMax, cancellationToken);

    /// <inheritdoc/>
    public async Task<DecideReply?> DecideAsync(DecideCommand command, CancellationToken cancellationToken = default)
    {
        RecordValidator.Require(command);
        var asserted = await _context.Journal.AssertAsync(
            new AssertRequest
            {
                A = command.A,
                B = command.B,
                Decision = command.Decision,
                DecidedBy = command.DecidedBy,
                Reason = command.Reason,
                Operation = _intake.OperationOf(command.OperationId),
            },
            cancellationToken).ConfigureAwait(false);
        if (asserted.No == 0)
        {
            return null;
        }

        if (asserted.NeedsResolution)
        {
            await _router.SendAsync(new Evidence { Model = _context.Models.Current.No, Subjects = [], Touched = [asserted.A, asserted.B], Assertions = [asserted.No] }).ConfigureAwait(false);
        }

        var records = await _context.Journal.ReadRecordsAsync([asserted.A, asserted.B], cancellationToken).ConfigureAwait(false);
        return new DecideReply(records[0]?.Customer ?? default, records[1]?.Customer ?? default, asserted.DecidedAt);
    }

    /// <inheritdoc/>
    public async Task RegisterSourceAsync(Source source, CancellationToken cancellationToken = default) =>
        await _sources.RegisterAsync(source, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceStatus>> ListSourcesAsync(CancellationToken cancellationToken = default) =>
        await _store.ReadSourcesAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task PutMappingAsync(string source, string mappingJson, CancellationToken cancellationToken = default)
    {
        await _sources.GetAsync(source, cancellationToken).ConfigureAwait(false);
        await _store.PutMappingAsync(source, mappingJson, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteMappingAsync(string source, CancellationToken cancellationToken = default)
    {
        await _sources.GetAsync(source, cancellationToken).ConfigureAwait(false);
        return await _store.DeleteMappingAsync(source, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<string?> GetMappingAsync(string source, CancellationToken cancellationToken = default)
    {
        await _sources.GetAsync(source, cancellationToken).ConfigureAwait(false);
        return await _store.ReadMappingAsync(source, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IndexStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        var decisions = await _context.Journal.ReadUnresolvedAssertionsAsync(cancellationToken).ConfigureAwait(false);
        var journal = await _context.Journal.ReadStatusAsync(cancellationToken).ConfigureAwait(false);
        return new IndexStatus(journal, journal.Backlog + decisions.Count + journal.OlderReadings, _context.Model.Version, _startedAt);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<HotKeyView>> ListHotKeysAsync(int countMax, CancellationToken cancellationToken = default)
    {
        var hot = await _context.Journal.ReadHotKeysAsync(_context.Options.HotKeyEntriesMin + 1, countMax, cancellationToken).ConfigureAwait(false);
        var samples = await _context.Journal.ReadRecordsAsync([.. hot.Select(key => key.Sample)], cancellationToken).ConfigureAwait(false);
        var views = new List<HotKeyView>(hot.Count);
        for (var i = 0; i < hot.Count; i++)
        {
            var key = hot[i].Key;
            var sample = samples[i] is { IsLive: true } live ? _context.Records.Read(live) : null;
            var scheme = sample is null ? null : BlockingSchemes.SchemeOf(sample.AllFeatures, key, _context.Hasher);
            var effect = sample is not null && Array.BinarySearch(sample.Keys, key) < 0
                ? BlockingSchemes.SchemeOf(sample.Features, key, _context.Hasher) is null ? HotKeyEffect.Crowded : HotKeyEffect.CrowdedKey
                : scheme is not null && HotKeys.LosesNothing(scheme, _context.Model) ? HotKeyEffect.Split
                : HotKeyEffect.Whole;
            views.Add(new HotKeyView(key.ToString(), scheme ?? "not known", hot[i].Records, hot[i].Since, effect));
        }

        return views;
    }

    /// <summary>Stops looking for unresolved work. What is under way goes on, and what is cut off is found at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _sweeping.ConfigureAwait(false);
            await _placed.ConfigureAwait(false);
            await _reread.ConfigureAwait(false);
            _stopping.Dispose();
        }
    }

    private async Task SweepUntilStoppedAsync()
    {
        using var interval = new PeriodicTimer(_context.Options.SweepInterval, _context.Time);
        try
        {
            var tick = interval.WaitForNextTickAsync(_stopping.Token).AsTask();
            while (true)
            {
                var wanted = _sweepWanted.NextRing;
                try
                {
                    // Apart from the sweep: they may take long, and what was cut off must not wait for them.
                    PlaceAnew();
                    ReadAnew();
                    await _sweep.RunAsync(_stopping.Token).ConfigureAwait(false);

                    // A change ends only when what was accepted before it is resolved, which may have been done just now.
                    PlaceAnew();
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    // The journal may be away for a while; the next round comes.
                    LogSweepFailed(_logger, exception);
                }

                if (await Task.WhenAny(tick, wanted).ConfigureAwait(false) == tick)
                {
                    await tick.ConfigureAwait(false);
                    tick = interval.WaitForNextTickAsync(_stopping.Token).AsTask();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task NoteResolvedThroughAsync(ValueTask<JournalStatus> status)
    {
        try
        {
            Interlocked.Exchange(ref _resolvedThrough, (await status.ConfigureAwait(false)).ResolvedThrough);
        }
        catch (JournalUnavailableException)
        {
            // The last position known stays true: what is resolved never becomes unresolved.
        }
    }

    [LoggerMessage(EventId = 1103, Level = LogLevel.Warning, Message = "Could not look for unresolved records and decisions; the next sweep tries again")]
    private static partial void LogSweepFailed(ILogger logger, Exception exception);
}
