using CustomerGrains.Index;
using CustomerGrains.Index.Journal;
using CustomerGrains.Index.Tests.Checking;
using CustomerGrains.Orleans.BlockingKeys;
using CustomerGrains.Orleans.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;

namespace CustomerGrains.Orleans.Tests.Clusters;

/// <summary>Silos in this process on one journal. Clustering and transport are those of the testing host; grains, directory and wire format are real.</summary>
internal sealed class ClusterUnderTest : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private ClusterUnderTest(InProcessTestCluster cluster) => _cluster = cluster;

    public GrainCalls Calls { get; private init; } = null!;

    public InProcessTestCluster Cluster => _cluster;

    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    /// <summary>The indexes of the silos that are up.</summary>
    public IReadOnlyList<ICustomerIndex> Indexes => [.. _cluster.GetActiveSilos().Select(silo => IndexOf(silo))];

    public static CustomerIndex IndexOf(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<SiloIndex>().Index;

    public static ActiveKeys KeysOf(InProcessSiloHandle silo) => silo.ServiceProvider.GetRequiredService<ActiveKeys>();

    /// <summary>Key grains that were activated, in all silos that are up.</summary>
    public long KeyActivations => _cluster.GetActiveSilos().Sum(silo => KeysOf(silo).Activations);

    /// <summary>Key grains that are active, in all silos that are up.</summary>
    public int ActiveKeyCount => _cluster.GetActiveSilos().Sum(silo => KeysOf(silo).Count);

    public static async Task<ClusterUnderTest> StartAsync(
        IJournal journal,
        ISourceStore store,
        short silos = 2,
        Action<OrleansHostOptions>? configureHost = null,
        Action<IndexOptions>? configure = null,
        bool sweeps = false,
        Action<ISiloBuilder>? configureSilo = null)
    {
        var builder = new InProcessTestClusterBuilder(silos);
        var calls = new GrainCalls();
        builder.ConfigureHost(host => host.Logging.SetMinimumLevel(LogLevel.Warning));
        builder.ConfigureSilo((_, silo) =>
        {
            var options = new OrleansHostOptions();
            configureHost?.Invoke(options);
            silo.Services.AddSingleton(journal);
            silo.Services.AddSingleton(store);
            silo.AddIncomingGrainCallFilter(calls);
            configureSilo?.Invoke(silo);
            silo.AddCustomerIndexGrains(
                options,
                index =>
                {
                    // What is under test is grains, so every key that others have is one.
                    index.SmallKeyOthersMax = 0;
                    configure?.Invoke(index);
                },
                sweeps);
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new ClusterUnderTest(cluster) { Calls = calls };
    }

    public static Task<ClusterUnderTest> StartAsync(SharedJournal shared, short silos = 2, Action<IndexOptions>? configure = null) =>
        StartAsync(shared.Journal, shared.Journal, silos, configure: configure);

    /// <summary>Does all deeds, one after another within each lane, lanes at once, each deed at the next silo in turn.</summary>
    public async Task DoAsync(IReadOnlyList<Deed> deeds, int inFlight)
    {
        var indexes = Indexes;
        var turn = 0;
        await Parallel.ForEachAsync(deeds.GroupBy(deed => deed.Lane), new ParallelOptions { MaxDegreeOfParallelism = inFlight }, async (lane, _) =>
        {
            foreach (var deed in lane)
            {
                await DoAsync(indexes[Interlocked.Increment(ref turn) % indexes.Count], deed);
            }
        });
    }

    /// <summary>Sends all records, so many at once, each to the next silo in turn.</summary>
    public async Task PutAsync(IReadOnlyList<PutCommand> puts, int inFlight)
    {
        var indexes = Indexes;
        var turn = 0;
        await Parallel.ForEachAsync(puts, new ParallelOptions { MaxDegreeOfParallelism = inFlight }, async (put, _) =>
            await indexes[Interlocked.Increment(ref turn) % indexes.Count].PutAsync(put, CancellationToken.None));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private static async Task DoAsync(ICustomerIndex index, Deed deed)
    {
        switch (deed)
        {
            case PutDeed put:
                await index.PutAsync(put.Command);
                break;
            case DeleteDeed delete:
                await index.DeleteAsync(delete.Command);
                break;
            case DecideDeed decide:
                await index.DecideAsync(decide.Command);
                break;
        }
    }
}
