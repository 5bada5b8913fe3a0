using System.Globalization;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Tests.Echo;

/// <summary>The echo service, written as any service against the public API.</summary>
internal sealed class EchoService(EchoWitness witness) : Echo.EchoBase
{
    private const string TrailerPrefix = "x-trailer-";

    public override async Task<Pong> Say(Ping request, ServerCallContext context)
    {
        witness.Saw(context);
        await EchoMetadataAsync(context);
        return Answer(request, 0);
    }

    public override async Task Repeat(Ping request, IServerStreamWriter<Pong> responseStream, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        for (var i = 0; i < request.Count; i++)
        {
            await responseStream.WriteAsync(Answer(request, i));
        }
    }

    public override async Task<Pong> Gather(IAsyncStreamReader<Ping> requestStream, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        List<string> texts = [];
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            texts.Add(request.Text);
        }

        return new Pong { Text = string.Join(',', texts), Index = texts.Count };
    }

    public override async Task Chat(IAsyncStreamReader<Ping> requestStream, IServerStreamWriter<Pong> responseStream, ServerCallContext context)
    {
        await EchoMetadataAsync(context);
        var index = 0;
        await foreach (var request in requestStream.ReadAllAsync())
        {
            await responseStream.WriteAsync(Answer(request, index++));
        }

        await responseStream.WriteAsync(new Pong { Text = "bye", Index = index });
    }

    public override Task<Pong> Fail(Ping request, ServerCallContext context)
    {
        if (request.Text == "by status")
        {
            context.Status = new Status((StatusCode)request.Count, request.Text);
            return Task.FromResult(new Pong());
        }

        var trailers = new Metadata { { "x-reason", "asked" } };
        if (!request.Payload.IsEmpty)
        {
            trailers.Add("grpc-status-details-bin", request.Payload.ToByteArray());
        }

        throw new RpcException(new Status((StatusCode)request.Count, request.Text), trailers);
    }

    public override async Task FailAfter(Ping request, IServerStreamWriter<Pong> responseStream, ServerCallContext context)
    {
        await Repeat(request, responseStream, context);
        context.ResponseTrailers.Add("x-sent", request.Count.ToString(CultureInfo.InvariantCulture));
        throw new RpcException(new Status(StatusCode.Aborted, "enough"));
    }

    public override Task<Pong> Throw(Ping request, ServerCallContext context) => throw new InvalidOperationException("secret of the service");

    public override async Task<Pong> Hang(Ping request, ServerCallContext context)
    {
        witness.Saw(context);
        await witness.GivenUpAsync(context.CancellationToken);
        context.CancellationToken.ThrowIfCancellationRequested();
        return new Pong();
    }

    public override async Task Stall(IAsyncStreamReader<Ping> requestStream, IServerStreamWriter<Pong> responseStream, ServerCallContext context)
    {
        witness.Saw(context);
        await responseStream.WriteAsync(new Pong());
        await witness.GivenUpAsync(context.CancellationToken);
    }

    public override async Task Flood(Ping request, IServerStreamWriter<Pong> responseStream, ServerCallContext context)
    {
        witness.Saw(context);
        try
        {
            for (var i = 0; ; i++)
            {
                await responseStream.WriteAsync(Answer(request, i));
                witness.Written(i + 1);
            }
        }
        finally
        {
            await witness.GivenUpAsync(context.CancellationToken);
        }
    }

    public override async Task<Pong> TakeOne(IAsyncStreamReader<Ping> requestStream, ServerCallContext context)
    {
        await requestStream.MoveNext();
        return Answer(requestStream.Current, 0);
    }

    private static Pong Answer(Ping request, int index) => new() { Text = request.Text, Index = index, Payload = request.Payload };

    private static async Task EchoMetadataAsync(ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("x-", StringComparison.Ordinal)))
        {
            (entry.Key.StartsWith(TrailerPrefix, StringComparison.Ordinal) ? context.ResponseTrailers : headers).Add(entry);
        }

        if (headers.Count > 0)
        {
            await context.WriteResponseHeadersAsync(headers);
        }
    }
}
