using CustomerGrains.Index;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Scoring;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Local;

/// <summary>The index in one process.</summary>
public sealed class LocalIndex : IAsyncDisposable
{
    private LocalIndex(CustomerIndex index, LocalHost host)
    {
        Index = index;
        Host = host;
    }

    public CustomerIndex Index { get; }

    public LocalHost Host { get; }

    /// <summary>Opens the index on a journal. It takes calls at once; what an earlier process left unresolved is resolved meanwhile when <paramref name="start"/> is set.</summary>
    /// <param name="start">Resolve what was left, now and from time to time. Default: true.</param>
    /// <inheritdoc cref="CustomerIndex.OpenAsync"/>
    public static async Task<LocalIndex> OpenAsync(
        IJournal journal,
        ISourceStore store,
        MatchingModel? model = null,
        IndexOptions? options = null,
        LocalHostOptions? hostOptions = null,
        TimeProvider? time = null,
        ILoggerFactory? loggers = null,
        bool start = true,
        CancellationToken cancellationToken = default)
    {
        LocalHost? host = null;
        var index = await CustomerIndex.OpenAsync(
            journal, store, context => host = MakeHost(context, hostOptions), model, options, time, loggers, ports: null, cancellationToken).ConfigureAwait(false);
        if (start)
        {
            index.Start();
        }

        return new LocalIndex(index, host!);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Index.DisposeAsync().ConfigureAwait(false);
        Host.Dispose();
    }

    private static LocalHost MakeHost(GrainContext context, LocalHostOptions? options) => new(context, options ?? new LocalHostOptions());
}
