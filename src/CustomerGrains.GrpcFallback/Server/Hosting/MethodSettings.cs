using System.IO.Compression;
using Grpc.AspNetCore.Server;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CustomerGrains.GrpcFallback.Server;

/// <summary>The options in force for one service.</summary>
internal sealed record MethodSettings(
    int? ReceiveBytesMax,
    int? SendBytesMax,
    bool DetailedErrors,
    bool Compress,
    CompressionLevel CompressionLevel,
    IReadOnlyList<Func<CallScope, Interceptor>> Interceptors)
{
    /// <exception cref="InvalidOperationException">An algorithm other than gzip is asked for.</exception>
    public static MethodSettings For<TService>(IServiceProvider services)
        where TService : class
    {
        var all = services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        var own = services.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;
        var algorithm = own.ResponseCompressionAlgorithm ?? all.ResponseCompressionAlgorithm;
        if (algorithm is not (null or Wire.Gzip.Name or Wire.Gzip.Identity))
        {
            throw new InvalidOperationException($"{nameof(GrpcServiceOptions.ResponseCompressionAlgorithm)} must be '{Wire.Gzip.Name}' or null, not '{algorithm}'.");
        }

        return new MethodSettings(
            own.MaxReceiveMessageSizeSpecified ? own.MaxReceiveMessageSize : all.MaxReceiveMessageSize,
            own.MaxSendMessageSizeSpecified ? own.MaxSendMessageSize : all.MaxSendMessageSize,
            own.EnableDetailedErrors ?? all.EnableDetailedErrors ?? false,
            algorithm == Wire.Gzip.Name,
            own.ResponseCompressionLevel ?? all.ResponseCompressionLevel ?? CompressionLevel.Fastest,
            [.. all.Interceptors.Concat(own.Interceptors).Select(Factory)]);
    }

    private static Func<CallScope, Interceptor> Factory(InterceptorRegistration registration)
    {
        var arguments = registration.Arguments.ToArray();
        var make = ActivatorUtilities.CreateFactory(registration.Type, [.. arguments.Select(argument => argument.GetType())]);
        return scope => (Interceptor)scope.Get(registration.Type, make, arguments);
    }
}
