using System.Net;
using CustomerGrains.Server.Tests.Running;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace CustomerGrains.Server.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task Server_is_live_started_and_ready_over_http_and_serving_over_grpc()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var state in new[] { "live", "startup", "ready" })
        {
            Assert.Equal(HttpStatusCode.OK, (await server.Http.GetAsync($"/health/{state}")).StatusCode);
        }

        using var channel = GrpcChannel.ForAddress(server.Host.GrpcAddress);
        var health = new global::Grpc.Health.V1.Health.HealthClient(channel);
        Assert.Equal(ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest())).Status);
        Assert.Equal(ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = "customergrains.v1.IngestService" })).Status);
        Assert.All((await health.ListAsync(new HealthListRequest())).Statuses.Values, status => Assert.Equal(ServingStatus.Serving, status.Status));
        var error = await Assert.ThrowsAsync<RpcException>(async () => await health.CheckAsync(new HealthCheckRequest { Service = "nobody" }));
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
    }

    [Fact]
    public async Task Watch_tells_that_the_server_stops()
    {
        await using var server = await RunningServer.StartAsync();
        using var channel = GrpcChannel.ForAddress(server.Host.GrpcAddress);
        using var watch = new global::Grpc.Health.V1.Health.HealthClient(channel).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ServingStatus.Serving, watch.ResponseStream.Current.Status);
        var stopping = server.Host.StopAsync();
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(ServingStatus.NotServing, watch.ResponseStream.Current.Status);
        Assert.False(await watch.ResponseStream.MoveNext(CancellationToken.None));
        await stopping;
    }
}
