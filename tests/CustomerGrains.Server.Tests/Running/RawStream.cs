using CustomerGrains.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CustomerGrains.Server.Tests.Running;

/// <summary>An ingest stream that sends any bytes and reads only when told to.</summary>
internal sealed class RawStream : IDisposable
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);
    private static readonly Method<byte[], StreamResponse> Method = new(
        MethodType.DuplexStreaming, IngestService.Descriptor.FullName, "Stream", Bytes, Marshallers.Create<StreamResponse>(message => message.ToByteArray(), StreamResponse.Parser.ParseFrom));

    private readonly GrpcChannel _channel;

    public RawStream(RunningServer server)
    {
        _channel = GrpcChannel.ForAddress(server.Host.GrpcAddress);
        Call = _channel.CreateCallInvoker().AsyncDuplexStreamingCall(Method, null, new CallOptions());
    }

    public AsyncDuplexStreamingCall<byte[], StreamResponse> Call { get; }

    public Task SendAsync(StreamRequest request) => Call.RequestStream.WriteAsync(request.ToByteArray());

    public async Task<StreamResponse> ReadAsync()
    {
        Assert.True(await Call.ResponseStream.MoveNext(CancellationToken.None), "The stream ended before the answer.");
        return Call.ResponseStream.Current;
    }

    /// <summary>Reads to the end of the call and gives the error it ended with.</summary>
    public async Task<RpcException> ReadErrorAsync() => await Assert.ThrowsAsync<RpcException>(async () =>
    {
        while (await Call.ResponseStream.MoveNext(CancellationToken.None))
        {
        }
    });

    public static StreamRequest Put(string operationId, RecordKey key, V1.Record record) =>
        new() { OperationId = operationId, Put = new StreamRequest.Types.Put { Key = key, Record = record } };

    public void Dispose()
    {
        Call.Dispose();
        _channel.Dispose();
    }
}
