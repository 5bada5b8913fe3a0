using System.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.GrpcFallback.Server;

/// <summary>Makes one endpoint of each method of a service.</summary>
internal static class ServiceEndpoints
{
    public static IReadOnlyList<IEndpointConventionBuilder> Map<TService>(IEndpointRouteBuilder routes)
        where TService : class
    {
        var unimplemented = routes.ServiceProvider.GetService<UnimplementedEndpoints>()
            ?? throw new InvalidOperationException("gRPC is not set up: call services.AddGrpc() before mapping a service.");
        var logger = routes.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(TService).FullName!);
        var binder = new MethodBinder<TService>(MethodSettings.For<TService>(routes.ServiceProvider), logger);
        Bind(typeof(TService), binder);
        List<IEndpointConventionBuilder> endpoints = [.. binder.Methods.Select(bound => MapMethod<TService>(routes, bound))];
        unimplemented.Map(routes, binder.Methods.Select(bound => bound.Method.ServiceName));
        return endpoints;
    }

    /// <summary>Has generated code tell the binder the methods of the service.</summary>
    private static void Bind(Type service, ServiceBinderBase binder)
    {
        var marked = service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException($"{service} derives from no generated service base: no base class of it has {nameof(BindServiceMethodAttribute)}.");
        var bind = marked.BindType
            .GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .SingleOrDefault(method => method.Name == marked.BindMethodName
                && method.GetParameters() is [var first, var second]
                && first.ParameterType == typeof(ServiceBinderBase)
                && second.ParameterType.IsAssignableFrom(service))
            ?? throw new InvalidOperationException($"{marked.BindType} has no method {marked.BindMethodName}(ServiceBinderBase, {service.Name}).");
        // Without an object: only the methods are wanted here, the object is another one for each call.
        bind.Invoke(null, [binder, null]);
    }

    private static IEndpointConventionBuilder MapMethod<TService>(IEndpointRouteBuilder routes, BoundMethod bound)
    {
        var endpoint = routes.Map(RoutePatternFactory.Parse(bound.Method.FullName), bound.Answer);
        endpoint.Add(builder =>
        {
            builder.DisplayName = $"gRPC - {bound.Method.FullName}";
            builder.Metadata.Add(new GrpcMethodMetadata(typeof(TService), bound.Method));
            builder.Metadata.Add(new HttpMethodMetadata([HttpMethods.Post], acceptCorsPreflight: true));
            foreach (var attribute in typeof(TService).GetCustomAttributes(inherit: true).Concat(bound.Implementation.GetCustomAttributes(inherit: true)))
            {
                builder.Metadata.Add(attribute);
            }
        });
        return endpoint;
    }
}

/// <summary>A method of a service, and what answers its requests.</summary>
internal sealed record BoundMethod(IMethod Method, MethodInfo Implementation, RequestDelegate Answer);
