using CustomerGrains.Index;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Matching.Scoring;
using CustomerGrains.Orleans.BlockingKeys;
using CustomerGrains.Orleans.Feed;
using CustomerGrains.Orleans.Membership;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Orleans.Hosting;

/// <summary>The index of one silo, and what its grains share.</summary>
/// <remarks>Opened before the silo takes calls, because another silo may activate a grain here the moment it is a member; starts to resolve what was left when it is one.</remarks>
public sealed class SiloIndex(IJournal journal, ISourceStore store, SiloIndexSettings settings, IServiceProvider services) : ILifecycleParticipant<ISiloLifecycle>
{
    private CustomerIndex? _index;
    private GrainContext? _grains;

    /// <summary>The index.</summary>
    /// <exception cref="InvalidOperationException">The silo has not started.</exception>
    public CustomerIndex Index => _index ?? throw NotStarted();

    /// <summary>Makes the grains of this silo.</summary>
    /// <exception cref="InvalidOperationException">The silo has not started.</exception>
    public GrainContext Grains => _grains ?? throw NotStarted();

    /// <summary>Revisions this silo has decoded; null before it starts.</summary>
    internal RecordCache? Cache => _grains?.Records;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(SiloIndex), ServiceLifecycleStage.ApplicationServices, OpenAsync, _ => Task.CompletedTask);
        lifecycle.Subscribe(nameof(SiloIndex), ServiceLifecycleStage.Active, StartAsync, StopAsync);
    }

    private async Task OpenAsync(CancellationToken cancellationToken) => _index = await CustomerIndex.OpenAsync(
        journal,
        store,
        MakeDirectory,
        services.GetService<MatchingModel>(),
        settings.Index,
        services.GetService<TimeProvider>(),
        services.GetService<ILoggerFactory>(),
        new HostPorts { Doorbell = services.GetRequiredService<OrleansDoorbell>(), Sweep = services.GetRequiredService<LiveSilos>() },
        cancellationToken).ConfigureAwait(false);

    private OrleansGrainDirectory MakeDirectory(GrainContext context)
    {
        _grains = context;
        return new OrleansGrainDirectory(services.GetRequiredService<IGrainFactory>(), services.GetRequiredService<ActiveKeys>(), settings.Index.RetryAfter);
    }

    private Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.Sweeps)
        {
            Index.Start();
            services.GetRequiredService<LiveSilos>().SiloGone += Index.SweepSoon;
        }

        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_index is not null)
        {
            await _index.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static InvalidOperationException NotStarted() => new("The index is asked for before the silo has started.");
}

/// <summary>How the index of a silo is set.</summary>
/// <param name="Sweeps">Look for unresolved work, at start-up and from time to time.</param>
public sealed record SiloIndexSettings(IndexOptions Index, OrleansHostOptions Host, bool Sweeps = true);
