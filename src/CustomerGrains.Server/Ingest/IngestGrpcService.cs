using CustomerGrains.Index;
using CustomerGrains.Server.Binding;
using CustomerGrains.Server.Errors;
using CustomerGrains.Server.Telemetry;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Ingest;

/// <summary>Takes records in.</summary>
[BindServiceMethod(typeof(IngestGrpcService), nameof(BindService))]
internal partial class IngestGrpcService(
    ICustomerIndex index,
    RecordWriter writer,
    ServerOptions options,
    ServerMetrics metrics,
    TimeProvider time,
    StreamDrain drain,
    ILogger<IngestGrpcService> logger)
{
    private static readonly Method<IngestMessage, StreamResponse> StreamMethod = new(
        MethodType.DuplexStreaming, IngestService.Descriptor.FullName, nameof(Stream), IngestMessage.Marshaller, ServiceMethods.Both<StreamResponse>());

    public static void BindService(ServiceBinderBase binder, IngestGrpcService? service)
    {
        var descriptor = IngestService.Descriptor;
        binder.AddMethod(StreamMethod, service is null ? null : new DuplexStreamingServerMethod<IngestMessage, StreamResponse>(service.Stream));
        binder.AddMethod(ServiceMethods.Unary<PutRecordRequest, PutRecordResponse>(descriptor, nameof(PutRecord)), service is null ? null : new UnaryServerMethod<PutRecordRequest, PutRecordResponse>(service.PutRecord));
        binder.AddMethod(
            ServiceMethods.Unary<DeleteRecordRequest, DeleteRecordResponse>(descriptor, nameof(DeleteRecord)),
            service is null ? null : new UnaryServerMethod<DeleteRecordRequest, DeleteRecordResponse>(service.DeleteRecord));
    }

    public virtual async Task Stream(IAsyncStreamReader<IngestMessage> requests, IServerStreamWriter<StreamResponse> responses, ServerCallContext context)
    {
        metrics.StreamOpened();
        drain.Enter(context.GetHttpContext());
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = drain.Stopping.UnsafeRegister(static stopping => ((TaskCompletionSource)stopping!).TrySetResult(), stopping).ConfigureAwait(false);
        try
        {
            await new IngestSession(responses, writer, index, options, time, context.Method).RunAsync(requests, stopping.Task).ConfigureAwait(false);
        }
        catch (StreamStalledException)
        {
            // A status would wait behind the answers nobody reads; cutting the stream frees what it holds.
            LogStalled(options.StreamWriteStallMax);
            context.GetHttpContext().Abort();
            throw new OperationCanceledException("The stream was cut.");
        }
        finally
        {
            metrics.StreamClosed();
        }
    }

    public virtual async Task<PutRecordResponse> PutRecord(PutRecordRequest request, ServerCallContext context)
    {
        var (outcome, error) = await writer.MeasureAsync(
            context.Method,
            (request, context),
            static (writer, call) => writer.PutAsync(call.request.Key, call.request.Record, call.request.Version, call.request.OperationId, call.context.CancellationToken)).ConfigureAwait(false);
        return error is null ? new PutRecordResponse { Outcome = outcome } : throw ApiErrors.Exception(error);
    }

    public virtual async Task<DeleteRecordResponse> DeleteRecord(DeleteRecordRequest request, ServerCallContext context)
    {
        var (outcome, error) = await writer.MeasureAsync(
            context.Method,
            (request, context),
            static (writer, call) => writer.DeleteAsync(call.request.Key, call.request.Version, call.request.OperationId, call.context.CancellationToken)).ConfigureAwait(false);
        return error is null ? new DeleteRecordResponse { Outcome = outcome } : throw ApiErrors.Exception(error);
    }

    [LoggerMessage(EventId = 3201, Level = LogLevel.Warning, Message = "An ingest stream was cut: its client left answers unread: stall_max={StallMax}")]
    private partial void LogStalled(TimeSpan stallMax);
}
