using System.Net;
using CustomerGrains.Index;
using CustomerGrains.Index.Feed;
using CustomerGrains.Index.Hosting;
using CustomerGrains.Index.Journal;
using CustomerGrains.Orleans.BlockingKeys;
using CustomerGrains.Orleans.Customers;
using CustomerGrains.Orleans.Feed;
using CustomerGrains.Orleans.Membership;
using CustomerGrains.Orleans.Storing;
using CustomerGrains.Orleans.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Serialization;

namespace CustomerGrains.Orleans.Hosting;

/// <summary>Adds the index in a cluster of silos.</summary>
public static class OrleansIndexExtensions
{
    private const string Driver = "Npgsql";
    private const int ConnectionsMax = 20;

    /// <summary>Makes this process a silo of a cluster on PostgreSQL and adds <see cref="ICustomerIndex"/>, run by its grains on the <see cref="IJournal"/> and <see cref="ISourceStore"/> that are added beside it.</summary>
    /// <remarks>Orleans' tables must be in the database; the store's migrations make them.</remarks>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public static IHostApplicationBuilder AddCustomerIndexOrleans(
        this IHostApplicationBuilder builder, OrleansHostOptions host, Action<IndexOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(host.ConnectionString);
        var connection = Connection(host.ConnectionString);
        return builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(cluster =>
            {
                cluster.ServiceId = OrleansHostOptions.ServiceId;
                cluster.ClusterId = host.ClusterId;
            });
            silo.ConfigureEndpoints(host.AdvertisedAddress ?? IPAddress.Loopback, host.SiloPort, host.GatewayPort, listenOnAnyHostAddress: false);
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Driver, connection));
            silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Driver, connection));
            silo.AddAdoNetGrainStorage(OrleansHostOptions.StateStorage, options =>
            {
                (options.Invariant, options.ConnectionString) = (Driver, connection);
                options.GrainStorageSerializer = new StateSerializer();
            });
            silo.AddCustomerIndexGrains(host, configure);
        });
    }

    /// <summary>Adds the index and its grains to a silo whose clustering and storage are set elsewhere.</summary>
    /// <param name="sweeps">Look for unresolved work, at start-up and from time to time. Default: true.</param>
    /// <exception cref="ArgumentException">An option makes no sense.</exception>
    public static ISiloBuilder AddCustomerIndexGrains(this ISiloBuilder silo, OrleansHostOptions host, Action<IndexOptions>? configure = null, bool sweeps = true)
    {
        var index = new IndexOptions();
        configure?.Invoke(index);
        index.Validate();
        host.Validate();
        silo.Configure<GrainCollectionOptions>(collection =>
        {
            collection.CollectionQuantum = host.CollectionInterval;
            collection.ClassSpecificCollectionAge[typeof(KeyGrain).FullName!] = host.KeyIdleMax;
            collection.ClassSpecificCollectionAge[typeof(OwnerGrain).FullName!] = host.OwnerIdleMax;
            collection.EnableActivationSheddingOnMemoryPressure = true;
            collection.MemoryUsageLimitPercentage = host.MemoryPercentMax;
            collection.MemoryUsageTargetPercentage = host.MemoryPercentMax * 0.9;
        });
        silo.Configure<SiloMessagingOptions>(messaging =>
        {
            messaging.MaxEnqueuedRequestsHardLimit = host.WaitingCallsMax;
            messaging.ResponseTimeout = host.CallTimeout;

            // A call nobody waits for any more must not keep the grain from the one that repeats it.
            messaging.CancelRequestOnTimeout = true;
        });
        // Exceptions of other namespaces do not travel; the caller would be told that a codec is missing.
        silo.Services.Configure<ExceptionSerializationOptions>(exceptions => exceptions.SupportedNamespacePrefixes.Add(nameof(CustomerGrains)));
        silo.Services.AddSingleton(new SiloIndexSettings(index, host, sweeps));
        silo.Services.AddSingleton<ActiveKeys>();
        silo.Services.AddSingleton<SiloIndex>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<SiloIndex>());
        silo.Services.AddSingleton<LiveSilos>();
        silo.Services.AddSingleton<IHostReadiness>(provider => provider.GetRequiredService<LiveSilos>());
        silo.Services.AddSingleton<OrleansDoorbell>();
        silo.Services.AddSingleton<IFeedDoorbell>(provider => provider.GetRequiredService<OrleansDoorbell>());
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<OrleansDoorbell>());
        silo.Services.TryAddSingleton(TimeProvider.System);
        SiloDashboard.AddTo(silo, host.Dashboard);

        // One for all, not one for each scope: a scope would close the index at its end.
        silo.Services.AddSingleton<ICustomerIndex>(provider => provider.GetRequiredService<SiloIndex>().Index);
        return silo;
    }

    /// <summary>Orleans' own connections are few, and told apart from the journal's in the database's views.</summary>
    private static string Connection(string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { ApplicationName = "customergrains-orleans", MaxPoolSize = ConnectionsMax }.ConnectionString;
}
