using System.Buffers.Binary;
using System.Net;
using CustomerGrains.GrpcFallback.Tests.Echo;
using Google.Protobuf;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>Calls made by hand over HTTP/2, for what no gRPC client would send and for what none would show.</summary>
internal static class RawCall
{
    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler { UseProxy = false });

    public static Task<HttpResponseMessage> SendAsync(EchoServer server, string method, IMessage request, params (string Name, string Value)[] headers) =>
        SendAsync(server, method, Frame(request), headers);

    /// <summary>Posts the bytes as they are and waits for the whole answer.</summary>
    public static async Task<HttpResponseMessage> SendAsync(EchoServer server, string method, byte[] body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{server.Address}/customergrains.fallback.test.Echo/{method}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", headers.FirstOrDefault(header => header.Name == "content-type").Value ?? "application/grpc");
        foreach (var (name, value) in headers.Where(header => header.Name != "content-type"))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await Http.SendAsync(request, CancellationToken.None);
        await response.Content.LoadIntoBufferAsync();
        return response;
    }

    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    public static byte[] Frame(byte[] payload, byte flag = 0)
    {
        var framed = new byte[5 + payload.Length];
        framed[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(framed.AsSpan(1), (uint)payload.Length);
        payload.CopyTo(framed, 5);
        return framed;
    }

    /// <summary>The status, wherever it was sent.</summary>
    public static string Status(HttpResponseMessage response) =>
        (response.TrailingHeaders.TryGetValues("grpc-status", out var values) ? values : response.Headers.GetValues("grpc-status")).Single();
}
