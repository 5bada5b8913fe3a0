using CustomerGrains.Server.Json;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace CustomerGrains.Server.Reflection;

/// <summary>The gRPC server reflection protocol: shows the contracts to tools that were not built with them.</summary>
internal sealed class ReflectionGrpcService : ServerReflection.ServerReflectionBase
{
    private static readonly IReadOnlyList<Google.Protobuf.Reflection.ServiceDescriptor> Services =
        [.. JsonDoor.Services, global::Grpc.Health.V1.Health.Descriptor, ServerReflection.Descriptor];

    private static readonly DescriptorIndex Descriptors = new(Services.Select(service => service.File));

    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
        {
            var request = requestStream.Current;
            var response = Answer(request);
            response.ValidHost = request.Host;
            response.OriginalRequest = request;
            await responseStream.WriteAsync(response, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static ServerReflectionResponse Answer(ServerReflectionRequest request) => request.MessageRequestCase switch
    {
        ServerReflectionRequest.MessageRequestOneofCase.ListServices => new ServerReflectionResponse
        {
            ListServicesResponse = new ListServiceResponse { Service = { Services.Select(service => new ServiceResponse { Name = service.FullName }) } },
        },
        ServerReflectionRequest.MessageRequestOneofCase.FileByFilename => Files(Descriptors.FindFile(request.FileByFilename)),
        ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol => Files(Descriptors.FindSymbol(request.FileContainingSymbol)),
        ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension =>
            Files(Descriptors.FindExtension(request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber)),
        ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType => Numbers(request.AllExtensionNumbersOfType),
        _ => Error(StatusCode.InvalidArgument, "The request asks nothing."),
    };

    private static ServerReflectionResponse Files(Google.Protobuf.Reflection.FileDescriptor? file) => file is null ? NotFound() : new ServerReflectionResponse
    {
        FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { DescriptorIndex.WithImports(file).Select(import => import.SerializedData) } },
    };

    private static ServerReflectionResponse Numbers(string type) => Descriptors.FindSymbol(type) is null ? NotFound() : new ServerReflectionResponse
    {
        AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type, ExtensionNumber = { Descriptors.ExtensionNumbers(type) } },
    };

    private static ServerReflectionResponse NotFound() => Error(StatusCode.NotFound, "The server has no such file, name or extension.");

    private static ServerReflectionResponse Error(StatusCode code, string message) => new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };
}
