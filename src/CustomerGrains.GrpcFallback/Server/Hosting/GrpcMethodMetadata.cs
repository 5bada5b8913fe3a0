using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>On every endpoint of a service: which method it answers.</summary>
public sealed class GrpcMethodMetadata(Type serviceType, IMethod method)
{
    public Type ServiceType { get; } = serviceType;

    public IMethod Method { get; } = method;
}

/// <summary>Feature of an HTTP request that is a gRPC call.</summary>
public interface IServerCallContextFeature
{
    ServerCallContext ServerCallContext { get; }
}
