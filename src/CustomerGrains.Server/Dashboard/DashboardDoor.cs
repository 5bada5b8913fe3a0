using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;
using Orleans.Dashboard;
using Orleans.Hosting;

namespace CustomerGrains.Server.Dashboard;

/// <summary>Orleans' dashboard behind a password, on an address of its own: a web application beside the server's, so that no other door can lead to it and its rules bind no other door.</summary>
/// <remarks>Whatever is asked for, also what is not there, needs the password. States of grains are shown to nobody: they hold people's contact choices, and showing them calls the grains. So are lines of the log.</remarks>
internal sealed partial class DashboardDoor : IHostedService, IAsyncDisposable
{
    private const string Nobody = "nobody";

    /// <summary>Path of the dashboard that shows what a grain has stored.</summary>
    private const string GrainStatePath = "/GrainState";

    private const int ConnectionsMax = 100;

    private readonly IPEndPoint _listen;
    private readonly ILogger _logger;
    private readonly WebApplication _application;
    private ListenOptions? _bound;

    /// <summary>Puts it together; nothing listens yet.</summary>
    /// <param name="grains">The way to the grains that count.</param>
    public DashboardDoor(ServerOptions options, DashboardPassword password, IGrainFactory grains, ILoggerFactory loggers)
    {
        _listen = ServerOptions.ParseListen(options.DashboardListen!, nameof(options.DashboardListen));
        _logger = loggers.CreateLogger<DashboardDoor>();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.ConfigureKestrel(Configure);
        builder.Services.AddSingleton(password);
        builder.Services.AddSingleton(grains);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();

        // Without the rest of AddAuthentication, which writes keys for cookies to the home folder.
        builder.Services.AddAuthenticationCore(authentication => authentication.DefaultScheme = PasswordHandler.SchemeName);
        builder.Services.AddWebEncoders();
        builder.Services.AddSingleton(TimeProvider.System);
        new AuthenticationBuilder(builder.Services).AddScheme<AuthenticationSchemeOptions, PasswordHandler>(PasswordHandler.SchemeName, null);
        builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Nobody, policy => policy.RequireAssertion(_ => false));
        new PageBuilder(builder.Services, builder.Configuration).AddDashboard(dashboard => dashboard.HideTrace = true);

        // The server's own log, with its filters.
        builder.Services.Replace(ServiceDescriptor.Singleton(loggers));
        _application = builder.Build();
        _application.Use(WriteHeadersAsync);
        _application.UseAuthentication();
        _application.UseAuthorization();
        IEndpointConventionBuilder pages = _application.MapOrleansDashboard().RequireAuthorization();
        pages.Finally(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: GrainStatePath })
            {
                endpoint.Metadata.Add(new AuthorizeAttribute(Nobody));
            }
        });
    }

    /// <summary>Where it listens. Known once started.</summary>
    public Uri Address => Listeners.ToUri(_bound);

    /// <summary>What it serves, for tests that must leave nothing out.</summary>
    internal IEnumerable<Endpoint> Endpoints => ((IEndpointRouteBuilder)_application).DataSources.SelectMany(source => source.Endpoints);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _application.StartAsync(cancellationToken).ConfigureAwait(false);
        if (!IPAddress.IsLoopback(_listen.Address))
        {
            LogUnencrypted();
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
        kestrel.Listen(_listen, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            _bound = listen;
        });
    }

    private static Task WriteHeadersAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";
        return next(context);
    }

    [LoggerMessage(EventId = 3302, Level = LogLevel.Warning, Message = "The dashboard listens on an address that others reach, and its password crosses the network as it is: put it behind TLS")]
    private partial void LogUnencrypted();

    /// <summary>The part of the dashboard that answers requests wants a client's builder; the silo beside it is its client.</summary>
    private sealed record PageBuilder(IServiceCollection Services, IConfiguration Configuration) : IClientBuilder;

    /// <summary>Signals are the server's to hear.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
