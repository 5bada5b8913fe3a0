using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Scoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Local;

/// <summary>Opens the index when the application starts and closes it when it stops.</summary>
/// <remarks>Starts before the doors do, because hosted services start in the order they were added and the web server comes last.</remarks>
internal sealed class LocalIndexService(
    IJournal journal, ISourceStore store, LocalIndexSettings settings, IServiceProvider services) : IHostedService, IAsyncDisposable
{
    private LocalIndex? _index;

    public ICustomerIndex Index => _index?.Index ?? throw new InvalidOperationException("The index is asked for before the application has started.");

    public async Task StartAsync(CancellationToken cancellationToken) =>
        _index = await LocalIndex.OpenAsync(
            journal,
            store,
            services.GetService<MatchingModel>(),
            settings.Index,
            settings.Host,
            services.GetService<TimeProvider>(),
            services.GetService<ILoggerFactory>(),
            start: true,
            cancellationToken).ConfigureAwait(false);

    public Task StopAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _index, null) is { } index)
        {
            await index.DisposeAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>How the index of this application is set.</summary>
internal sealed record LocalIndexSettings(IndexOptions Index, LocalHostOptions Host);

/// <summary>Adds the index in this process.</summary>
public static class LocalIndexExtensions
{
    /// <summary>Adds <see cref="ICustomerIndex"/>, run by grains in this process on the <see cref="IJournal"/> and <see cref="ISourceStore"/> that are added beside it. A <see cref="MatchingModel"/>
    /// that is added is used instead of the default one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public static IServiceCollection AddCustomerIndexLocal(this IServiceCollection services, Action<IndexOptions>? configure = null, Action<LocalHostOptions>? configureHost = null)
    {
        var index = new IndexOptions();
        var host = new LocalHostOptions();
        configure?.Invoke(index);
        configureHost?.Invoke(host);
        index.Validate();
        host.Validate();
        services.AddSingleton(new LocalIndexSettings(index, host));
        services.AddSingleton<LocalIndexService>();
        services.AddHostedService(provider => provider.GetRequiredService<LocalIndexService>());

        // One for all, not one for each scope: a scope would close the index at its end.
        return services.AddSingleton(provider => provider.GetRequiredService<LocalIndexService>().Index);
    }
}
