using CustomerGrains.GrpcFallback.Wire;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CustomerGrains.GrpcFallback.Server;

/// <summary>Answers calls of methods and services that do not exist with UNIMPLEMENTED. Requests that are no gRPC calls never get here.</summary>
internal sealed class UnimplementedEndpoints
{
    private readonly HashSet<string> _mapped = new(StringComparer.Ordinal);

    /// <summary>Maps what catches unknown methods of the services, and once what catches unknown services.</summary>
    public void Map(IEndpointRouteBuilder routes, IEnumerable<string> services)
    {
        lock (_mapped)
        {
            foreach (var service in services)
            {
                if (_mapped.Add(service))
                {
                    MapPattern(routes, $"/{service}/{{method}}", "method", "The service has no such method.");
                }
            }

            if (_mapped.Add("*"))
            {
                MapPattern(routes, "/{service}/{method}", "method", "The server has no such service.");
            }
        }
    }

    private static void MapPattern(IEndpointRouteBuilder routes, string pattern, string constrained, string detail) =>
        routes
            .Map(RoutePatternFactory.Parse(pattern, null, new RouteValueDictionary { [constrained] = new GrpcCallConstraint() }), http =>
            {
                http.Response.ContentType = HeaderNames.ContentTypeGrpc;
                Trailers.WriteStatus(http.Response.Headers.Append, new Status(StatusCode.Unimplemented, detail));
                return Task.CompletedTask;
            })
            .Add(endpoint =>
            {
                endpoint.DisplayName = $"gRPC - unimplemented {pattern}";
                endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Post]));
                // After everything an application maps itself.
                ((RouteEndpointBuilder)endpoint).Order = int.MaxValue - 1;
            });

    private sealed class GrpcCallConstraint : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is not null && HeaderNames.IsGrpcContentType(httpContext.Request.ContentType);
    }
}
