using Grpc.Core;
using Grpc.Net.Client;

namespace CustomerGrains.GrpcFallback.Client;

/// <summary>Makes the calls of a channel.</summary>
internal sealed class ChannelCallInvoker(GrpcChannel channel) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        using var call = AsyncUnaryCall(method, host, options, request);
        return call.ResponseAsync.GetAwaiter().GetResult();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall(channel, method, host, options);
        var responses = new ResponseReader<TResponse>(call, method.ResponseMarshaller);
        call.Start(() => call.SingleRequest(method.RequestMarshaller, request));
        return new(responses.ReadOnlyAsync(), call.ResponseHeaders, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var call = new ClientCall(channel, method, host, options);
        var responses = new ResponseReader<TResponse>(call, method.ResponseMarshaller);
        call.Start(() => call.SingleRequest(method.RequestMarshaller, request));
        return new(responses, call.ResponseHeaders, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall(channel, method, host, options);
        var responses = new ResponseReader<TResponse>(call, method.ResponseMarshaller);
        var content = new RequestStreamContent(call.Cancellation);
        var requests = new RequestWriter<TRequest>(call, content.Input, method.RequestMarshaller);
        call.Start(() => content);
        return new(requests, responses.ReadOnlyAsync(), call.ResponseHeaders, call.GetStatus, call.GetTrailers, call.Dispose);
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
        Method<TRequest, TResponse> method, string? host, CallOptions options)
    {
        var call = new ClientCall(channel, method, host, options);
        var responses = new ResponseReader<TResponse>(call, method.ResponseMarshaller);
        var content = new RequestStreamContent(call.Cancellation);
        var requests = new RequestWriter<TRequest>(call, content.Input, method.RequestMarshaller);
        call.Start(() => content);
        return new(requests, responses, call.ResponseHeaders, call.GetStatus, call.GetTrailers, call.Dispose);
    }
}
