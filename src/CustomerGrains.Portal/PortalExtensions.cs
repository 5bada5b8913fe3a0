using CustomerGrains.Client;
using CustomerGrains.Portal.Customers;
using CustomerGrains.Portal.Reading;
using CustomerGrains.Portal.Rendering;
using CustomerGrains.Portal.Searching;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Portal;

/// <summary>Adds the staff pages to a web application.</summary>
public static class PortalExtensions
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    // Somebody is waiting in front of a page: rather say soon that the index does not answer than try for minutes.
    private static readonly CustomerGrainsClientOptions Patience = new() { Deadline = TimeSpan.FromSeconds(10), AttemptsMax = 3 };

    /// <summary>Registers what the pages need.</summary>
    /// <param name="connect">Gives the connection to the index; its channel stays the caller's to dispose. Called once, when the first page is asked for: by then a server in the same process listens.</param>
    public static IServiceCollection AddCustomerGrainsPortal(this IServiceCollection services, Func<IServiceProvider, CallInvoker> connect)
    {
        services.AddSingleton(provider => new IndexReader(new CustomerGrainsClient(connect(provider), Patience)));
        return services;
    }

    /// <summary>Maps <c>/</c>, <c>/customers</c>, <c>/records</c> and <c>/portal</c>.</summary>
    /// <returns>All of them, for conventions of the host such as authorisation.</returns>
    public static IEndpointConventionBuilder MapCustomerGrainsPortal(this IEndpointRouteBuilder endpoints)
    {
        var logger = endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("CustomerGrains.Portal");
        var pages = endpoints.MapGroup("").ExcludeFromDescription();
        pages.AddEndpointFilter((context, next) =>
        {
            PageHeaders.Write(context.HttpContext);
            return Problems.CatchAsync(context, next, logger);
        });
        pages.MapMethods("/", ReadMethods, SearchEndpoint.ShowAsync);
        pages.MapMethods("/customers/{id}", ReadMethods, CustomerEndpoint.ShowAsync);
        pages.MapMethods("/customers/{id}/compare/{other}", ReadMethods, CustomerEndpoint.CompareAsync);
        pages.MapMethods($"{RecordEndpoint.Folder}{{**key}}", ReadMethods, RecordEndpoint.ShowAsync);
        pages.MapMethods($"{PortalAssets.Folder}/{{name}}", ReadMethods, PortalAssets.Serve);
        return pages;
    }
}
