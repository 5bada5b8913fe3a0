using CustomerGrains.Server.Errors;
using CustomerGrains.Server.Json;
using Grpc.Core;
using Grpc.Health.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace CustomerGrains.Server.Health;

/// <summary>The gRPC health protocol. Every service is served when the server is ready.</summary>
internal sealed class HealthGrpcService(ServerHealth health, StreamDrain drain, TimeProvider time) : global::Grpc.Health.V1.Health.HealthBase
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly HashSet<string> Names = [.. JsonDoor.Services.Select(service => service.FullName), ""];

    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => Names.Contains(request.Service)
        ? new HealthCheckResponse { Status = await LookAsync(context.CancellationToken).ConfigureAwait(false) }
        : throw ApiErrors.Exception(ApiErrors.ServiceNotFound());

    public override async Task<HealthListResponse> List(HealthListRequest request, ServerCallContext context)
    {
        var status = await LookAsync(context.CancellationToken).ConfigureAwait(false);
        var response = new HealthListResponse();
        foreach (var name in Names)
        {
            response.Statuses.Add(name, new HealthCheckResponse { Status = status });
        }

        return response;
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        drain.Enter(context.GetHttpContext());
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, health.Stopping);
        var told = ServingStatus.Unknown;
        while (!context.CancellationToken.IsCancellationRequested)
        {
            var status = Names.Contains(request.Service) ? await LookAsync(context.CancellationToken).ConfigureAwait(false) : ServingStatus.ServiceUnknown;
            if (status != told)
            {
                told = status;
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, CancellationToken.None).ConfigureAwait(false);
            }

            if (health.Stopping.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await Task.Delay(LookInterval, time, ended.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Either the caller went away or the server stops, which is told once more above.
            }
        }
    }

    private async Task<ServingStatus> LookAsync(CancellationToken cancellationToken) =>
        await health.IsReadyAsync(cancellationToken).ConfigureAwait(false) ? ServingStatus.Serving : ServingStatus.NotServing;
}
