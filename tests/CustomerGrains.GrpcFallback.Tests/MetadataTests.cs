using CustomerGrains.GrpcFallback.Tests.Echo;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>Metadata in both directions, before and after the messages.</summary>
public sealed class MetadataTests : EchoTest
{
    private static readonly byte[] EveryByte = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

    private static readonly Metadata Sent = new()
    {
        { "X-Mixed-Case", "plain text, with a comma" },
        { "x-twice", "first" },
        { "x-twice", "second" },
        { "x-twice-bin", [1, 2] },
        { "x-twice-bin", [3] },
        { "x-bytes-bin", EveryByte },
        { "x-trailer-text", "after" },
        { "x-trailer-bytes-bin", new byte[] { 0xff } },
    };

    [Fact]
    public async Task Headers_and_trailers_come_back_from_a_unary_call()
    {
        using var call = Client.SayAsync(new Ping(), Sent);
        var headers = await call.ResponseHeadersAsync;
        await call;
        AssertEchoed(headers, call.GetTrailers());
    }

    [Fact]
    public async Task Headers_arrive_before_the_first_response_of_a_stream()
    {
        using var call = Client.Chat(Sent);
        var headers = await call.ResponseHeadersAsync.WaitAsync(Patience);
        await call.RequestStream.CompleteAsync();
        await ReadToEndAsync(call.ResponseStream);
        AssertEchoed(headers, call.GetTrailers());
    }

    [Fact]
    public async Task Service_knows_who_calls_what()
    {
        await Client.SayAsync(new Ping(), new Metadata { { "x-who", "me" }, { "x-empty-bin", [] } });
        var seen = await Server.Witness.Call;
        Assert.Equal("/customergrains.fallback.test.Echo/Say", seen.Method);
        Assert.Equal(Server.Authority, seen.Host);
        Assert.StartsWith("ipv4:127.0.0.1:", seen.Peer, StringComparison.Ordinal);
        Assert.Equal(DateTime.MaxValue, seen.Deadline);
        Assert.Equal("me", Assert.Single(seen.Headers, entry => entry.Key == "x-who").Value);
        Assert.Empty(Assert.Single(seen.Headers, entry => entry.Key == "x-empty-bin").ValueBytes);
        Assert.Contains(seen.Headers, entry => entry.Key == "user-agent" && entry.Value.StartsWith("grpc-csharp-", StringComparison.Ordinal));
        Assert.DoesNotContain(seen.Headers, entry => entry.Key is "te" or "content-type" or "grpc-accept-encoding" or "host" || entry.Key.StartsWith(':'));
    }

    [Fact]
    public async Task Another_host_is_named_when_the_client_says_so()
    {
        await Client.WithHost("index.example").SayAsync(new Ping());
        Assert.Equal("index.example", (await Server.Witness.Call).Host);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("")]
    [InlineData("a:b")]
    public void Key_that_no_header_can_have_is_refused(string key) => Assert.Throws<ArgumentException>(() => new Metadata { { key, "value" } });

    [Theory]
    [InlineData("Müller")]
    [InlineData("two\nlines")]
    public void Text_that_no_header_can_have_is_refused(string value) => Assert.Throws<ArgumentException>(() => new Metadata { { "x-name", value } });

    [Fact]
    public void Text_and_bytes_are_kept_apart_by_the_key()
    {
        Assert.Throws<ArgumentException>(() => new Metadata { { "x-bin", "text" } });
        Assert.Throws<ArgumentException>(() => new Metadata { { "x", [1] } });
        Assert.Throws<InvalidOperationException>(() => new Metadata { { "x-bin", [1] } }.GetValue("x-bin"));
    }

    [Fact]
    public void Last_entry_of_a_key_counts_and_the_key_has_no_case()
    {
        Assert.Equal("second", Sent.GetValue("X-TWICE"));
        Assert.Null(Sent.GetValue("x-absent"));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("x", "y"));
    }

    private static void AssertEchoed(Metadata headers, Metadata trailers)
    {
        Assert.Equal("plain text, with a comma", headers.GetValue("x-mixed-case"));
        // HttpClient joins what has one name, as HTTP allows; bytes can be told apart again, text cannot.
        Assert.Equal("first, second", headers.GetValue("x-twice"));
        Assert.Equal<byte[]>([[1, 2], [3]], headers.GetAll("x-twice-bin").Select(entry => entry.ValueBytes));
        Assert.Equal(EveryByte, headers.GetValueBytes("x-bytes-bin"));
        Assert.Equal("after", trailers.GetValue("x-trailer-text"));
        Assert.Equal<byte[]>([0xff], trailers.GetValueBytes("x-trailer-bytes-bin"));
        Assert.DoesNotContain(trailers, entry => entry.Key.StartsWith("grpc-", StringComparison.Ordinal));
    }
}
