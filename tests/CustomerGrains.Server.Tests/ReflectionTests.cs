using CustomerGrains.Server.Tests.Running;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Reflection.V1;

namespace CustomerGrains.Server.Tests;

public sealed class ReflectionTests
{
    [Fact]
    public async Task Tool_without_the_contracts_can_list_services_and_rebuild_their_files()
    {
        await using var server = await RunningServer.StartAsync(options => options.Reflection = true);
        using var channel = GrpcChannel.ForAddress(server.Host.GrpcAddress);
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        var listed = (await AskAsync(new ServerReflectionRequest { ListServices = "*" })).ListServicesResponse.Service.Select(service => service.Name).ToArray();
        Assert.Contains("customergrains.v1.IngestService", listed);
        Assert.Contains("grpc.health.v1.Health", listed);
        foreach (var service in listed)
        {
            // In the order a tool must build them: imports before importers.
            var files = (await AskAsync(new ServerReflectionRequest { FileContainingSymbol = service })).FileDescriptorResponse.FileDescriptorProto;
            var protos = files.Select(file => FileDescriptorProto.Parser.ParseFrom(file)).ToDictionary(proto => proto.Name, StringComparer.Ordinal);
            Assert.All(protos.Values, proto => Assert.All(proto.Dependency, import => Assert.Contains(import, protos.Keys)));
            Assert.Contains(protos.Values, proto => proto.Service.Any(declared => $"{proto.Package}.{declared.Name}" == service));
        }

        var extension = new ExtensionRequest { ContainingType = "google.protobuf.MethodOptions", ExtensionNumber = 72295728 };
        Assert.NotEmpty((await AskAsync(new ServerReflectionRequest { FileContainingExtension = extension })).FileDescriptorResponse.FileDescriptorProto);
        Assert.Contains(72295728, (await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "google.protobuf.MethodOptions" })).AllExtensionNumbersResponse.ExtensionNumber);
        Assert.Equal((int)StatusCode.NotFound, (await AskAsync(new ServerReflectionRequest { FileByFilename = "no/such.proto" })).ErrorResponse.ErrorCode);
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));

        async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
        {
            await call.RequestStream.WriteAsync(request);
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            return call.ResponseStream.Current;
        }
    }

    [Fact]
    public async Task Reflection_is_off_unless_asked_for()
    {
        await using var server = await RunningServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Host.GrpcAddress);
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
    }
}
