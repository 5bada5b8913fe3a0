using CustomerGrains.Index;
using CustomerGrains.Local;
#if ORLEANS_PACKAGES
using System.Net;
using CustomerGrains.Orleans.Hosting;
using CustomerGrains.Server.Dashboard;
#endif

namespace CustomerGrains.Server;

/// <summary>Chooses where the grains run: in this process alone, or in a cluster of several.</summary>
internal static class ClusterHost
{
    /// <exception cref="ServerOptionsException">The options of the cluster make no sense, or this build has none.</exception>
    public static void Validate(ServerOptions options)
    {
        ServerOptions.Require(options.DashboardListen is null || options.Cluster, nameof(ServerOptions.DashboardListen), "needs a server that is part of a cluster: option Cluster");
        ServerOptions.Require(options.DashboardListen is null || options.DashboardPasswordFile is not null, nameof(ServerOptions.DashboardListen), "needs a password: option DashboardPasswordFile names its file");
        ServerOptions.Require(options.DashboardListen is not null || options.DashboardPasswordFile is null, nameof(ServerOptions.DashboardPasswordFile), "is of no use without an address: option DashboardListen");
        if (!options.Cluster)
        {
            return;
        }

#if ORLEANS_PACKAGES
        ServerOptions.Require(options.Postgres is not null, nameof(ServerOptions.Cluster), "needs a database that all servers of the cluster share: option Postgres");
        if (options.DashboardListen is { } dashboard)
        {
            ServerOptions.ParseListen(dashboard, nameof(ServerOptions.DashboardListen));
        }

        ServerOptions.Require(IPAddress.TryParse(options.Advertise, out _), nameof(ServerOptions.Advertise), $"must be an address such as 10.0.0.7, not '{options.Advertise}'");
        try
        {
            OptionsOf(options).Validate();
        }
        catch (ArgumentException fault)
        {
            throw new ServerOptionsException($"Option {fault.Message}");
        }
#else
        throw new ServerOptionsException("Option Cluster: this build has no Orleans, so it runs in one process only. The complete build is made where the package feed carries Orleans' packages.");
#endif
    }

    /// <summary>Adds the index on the journal that is added beside it.</summary>
    public static void AddCustomerIndex(this WebApplicationBuilder builder, ServerOptions options)
    {
#if ORLEANS_PACKAGES
        if (options.Cluster)
        {
            builder.AddCustomerIndexOrleans(OptionsOf(options), Configure);
            if (options.DashboardPasswordFile is { } passwordFile)
            {
                builder.Services.AddSingleton(DashboardPassword.Read(passwordFile));
                builder.Services.AddSingleton<DashboardDoor>();

                // After the silo, which it asks.
                builder.Services.AddHostedService(provider => provider.GetRequiredService<DashboardDoor>());
            }

            return;
        }
#endif
        builder.Services.AddCustomerIndexLocal(Configure);

        void Configure(IndexOptions index)
        {
            index.SweepInterval = options.SweepInterval;
            index.SmallKeyOthersMax = options.SmallKeyOthersMax;
            options.ConfigureIndex?.Invoke(index);
        }
    }

    /// <summary>Where the dashboard listens; null when it is off.</summary>
    public static Uri? DashboardAddressOf(IServiceProvider services) =>
#if ORLEANS_PACKAGES
        services.GetService<DashboardDoor>()?.Address;
#else
        null;
#endif

#if ORLEANS_PACKAGES
    private static OrleansHostOptions OptionsOf(ServerOptions options) => new()
    {
        ClusterId = options.ClusterId,
        ConnectionString = options.Postgres!,
        AdvertisedAddress = IPAddress.Parse(options.Advertise),
        SiloPort = options.SiloPort,
        GatewayPort = options.GatewayPort,
        Dashboard = options.DashboardListen is not null,
    };
#endif
}
