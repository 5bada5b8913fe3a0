using CustomerGrains.Portal.Customers;
using CustomerGrains.Portal.Reading;
using CustomerGrains.Portal.Rendering;
using CustomerGrains.Portal.Searching;
using CustomerGrains.V1;
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

    /// <summary>Registers what the pages need.</summary>
    /// <param name="connect">Gives the connection to the index. Called once, when the first page is asked for, so it may wait until the index listens.</param>
    public static IServiceCollection AddCustomerGrainsPortal(this IServiceCollection services, Func<IServiceProvider, CallInvoker> connect)
    {
        services.AddSingleton(provider =>
        {
            var invoker = connect(provider);
            return new IndexReader(new CustomerService.CustomerServiceClient(invoker), new StatusService.StatusServiceClient(invoker));
        });
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
