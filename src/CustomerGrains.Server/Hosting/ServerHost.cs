using CustomerGrains.Index;
using CustomerGrains.Index.ModelChange;
using CustomerGrains.Portal;
using CustomerGrains.Server.Customers;
using CustomerGrains.Server.Errors;
using CustomerGrains.Server.Health;
using CustomerGrains.Server.Ingest;
using CustomerGrains.Server.Json;
using CustomerGrains.Server.Model;
using CustomerGrains.Server.Paging;
using CustomerGrains.Server.Reflection;
using CustomerGrains.Server.Review;
using CustomerGrains.Server.Sources;
using CustomerGrains.Server.Telemetry;
using CustomerGrains.Stores.Sqlite;
using Grpc.Net.Client;

namespace CustomerGrains.Server;

/// <summary>The whole index in this process: store, grains and doors. Used alike by the server program, the command line and the tests.</summary>
public sealed class ServerHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Listeners _listeners;

    private ServerHost(WebApplication application, Listeners listeners)
    {
        _application = application;
        _listeners = listeners;
    }

    /// <summary>Where gRPC listens. Known once started.</summary>
    public Uri GrpcAddress => _listeners.GrpcAddress;

    /// <summary>Where JSON, staff pages, health and metrics listen. Known once started.</summary>
    public Uri HttpAddress => _listeners.HttpAddress;

    /// <summary>Where Orleans' dashboard listens; null when it is off. Known once started.</summary>
    public Uri? DashboardAddress => ClusterHost.DashboardAddressOf(Services);

    public IServiceProvider Services => _application.Services;

    /// <summary>The index behind the doors. Known once started.</summary>
    public ICustomerIndex Index => Services.GetRequiredService<ICustomerIndex>();

    /// <summary>Puts the server together from command line and environment: every option by its name, e.g. <c>--DataFolder ./data</c> or <c>CGRAINS_DATAFOLDER</c>.</summary>
    /// <exception cref="ServerOptionsException">An option makes no sense.</exception>
    public static ServerHost Build(string[] args)
    {
        return Build(ServerOptions.Read(args));
    }

    /// <summary>Puts the server together. Nothing is opened before it starts.</summary>
    /// <param name="configure">Changes the application before it is built, e.g. its logging.</param>
    /// <exception cref="ServerOptionsException">An option makes no sense.</exception>
    public static ServerHost Build(ServerOptions options, Action<WebApplicationBuilder>? configure = null)
    {
        options.Validate();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        configure?.Invoke(builder);
        Logs.KeepValuesOut(builder.Logging);
        var listeners = new Listeners(options);
        builder.WebHost.ConfigureKestrel(listeners.Configure);
        builder.Services.AddServiceManager();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownMax);
        AddServices(builder, options, listeners);
        var application = builder.Build();
        MapDoors(application);
        return new ServerHost(application, listeners);
    }

    /// <summary>Opens the store and listens.</summary>
    /// <exception cref="DataFolderInUseException">Another process has the data folder.</exception>
    /// <exception cref="JournalUnavailableException">The database cannot be reached; the text says which and why.</exception>
    /// <exception cref="Stores.StoreFormatException">The store is not of this version's schema; the text says what to do.</exception>
    /// <exception cref="ModelMismatchException">The store is under another model than it is to be served under.</exception>
    /// <exception cref="IOException">A port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await Services.GetRequiredService<OpenedStore>().OpenAsync(cancellationToken).ConfigureAwait(false);
        await _application.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes no new calls, drains the streams and stops.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _application.StopAsync(cancellationToken);

    /// <summary>Waits until the process is told to stop (Ctrl-C, SIGTERM) or the token fires, then stops.</summary>
    public Task WaitForShutdownAsync(CancellationToken cancellationToken = default) => _application.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void AddServices(WebApplicationBuilder builder, ServerOptions options, Listeners listeners)
    {
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(listeners);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<OpenedStore>();
        services.AddSingleton(provider => provider.GetRequiredService<OpenedStore>().Journal);
        services.AddSingleton(provider => provider.GetRequiredService<OpenedStore>().Sources);
        if (options.ReadModel() is { } model)
        {
            services.AddSingleton(model);
        }

        builder.AddCustomerIndex(options);
        services.AddSingleton<ServerMetrics>();
        services.AddSingleton<FaultTranslator>();
        services.AddSingleton<CallGuard>();
        services.AddSingleton<CallInterceptor>();
        services.AddSingleton<PageTokens>();
        services.AddSingleton<RecordWriter>();
        services.AddSingleton<IngestGrpcService>();
        services.AddSingleton<CustomerGrpcService>();
        services.AddSingleton<ReviewGrpcService>();
        services.AddSingleton<SourceGrpcService>();
        services.AddSingleton<StatusGrpcService>();
        services.AddSingleton<ModelGrpcService>();
        services.AddSingleton<StreamDrain>();
        services.AddHostedService(provider => provider.GetRequiredService<StreamDrain>());
        services.AddSingleton<ServerHealth>();
        services.AddHostedService<IndexMetrics>();
        services.AddSingleton<JsonDoor>();
        services.AddTelemetry(options);
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = options.MessageBytesMax;
            grpc.MaxSendMessageSize = null;
            grpc.Interceptors.Add<CallInterceptor>();
        });
        services.AddCustomerGrainsPortal(provider => GrpcChannel.ForAddress(
            provider.GetRequiredService<Listeners>().GrpcAddress, new GrpcChannelOptions { MaxReceiveMessageSize = null }).CreateCallInvoker());
    }

    private static void MapDoors(WebApplication application)
    {
        application.UseStreamLimits();
        application.MapGrpcService<IngestGrpcService>();
        application.MapGrpcService<CustomerGrpcService>();
        application.MapGrpcService<ReviewGrpcService>();
        application.MapGrpcService<SourceGrpcService>();
        application.MapGrpcService<StatusGrpcService>();
        application.MapGrpcService<ModelGrpcService>();
        application.MapGrpcService<HealthGrpcService>();
        if (application.Services.GetRequiredService<ServerOptions>().Reflection ?? application.Environment.IsDevelopment())
        {
            application.MapGrpcService<ReflectionGrpcService>();
        }

        JsonDoor.Map(application);
        HttpHealth.Map(application);
        application.MapPrometheusScrapingEndpoint("/metrics");
        application.MapCustomerGrainsPortal();
    }
}
