using CustomerGrains.GrpcFallback.Wire;
using Grpc.Core;

namespace CustomerGrains.GrpcFallback.Tests;

/// <summary>The texts of headers, where a case is easier shown without a call. The only tests that reach inside the library.</summary>
public sealed class WireTests
{
    [Theory]
    [InlineData("AQI", new byte[] { 1, 2 })]
    [InlineData("AQI=", new byte[] { 1, 2 })]
    [InlineData("", new byte[0])]
    public void Bytes_are_read_with_and_without_padding(string text, byte[] expected)
    {
        var metadata = new Metadata();
        MetadataText.Add(metadata, "X-Bin", text);
        Assert.Equal(expected, metadata.GetValueBytes("x-bin"));
    }

    [Fact]
    public void Bytes_joined_by_commas_are_several_entries_and_text_is_one()
    {
        var metadata = new Metadata();
        MetadataText.Add(metadata, "x-bin", "AQ, Ag==,Aw");
        MetadataText.Add(metadata, "x", "a, b");
        Assert.Equal([1, 2, 3], metadata.GetAll("x-bin").Select(entry => entry.ValueBytes.Single()));
        Assert.Equal("a, b", Assert.Single(metadata.GetAll("x")).Value);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("50%", "50%25")]
    [InlineData("ü\r\n", "%C3%BC%0D%0A")]
    public void Text_is_percent_encoded(string text, string encoded)
    {
        Assert.Equal(encoded, StatusMessage.Encode(text));
        Assert.Equal(text, StatusMessage.Decode(encoded));
    }

    [Theory]
    [InlineData("100% sure", "100% sure")]
    [InlineData("%zz%", "%zz%")]
    public void Text_that_is_encoded_wrongly_is_kept(string encoded, string text) => Assert.Equal(text, StatusMessage.Decode(encoded));

    [Theory]
    [InlineData("1H", 3600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("3S", 3000)]
    [InlineData("4m", 4)]
    [InlineData("5000u", 5)]
    [InlineData("6000000n", 6)]
    [InlineData("00000007m", 7)]
    public void Timeout_is_read_in_every_unit(string text, long milliseconds)
    {
        Assert.True(TimeoutText.TryParse(text, out var timeout));
        Assert.Equal(milliseconds, timeout.TotalMilliseconds);
    }

    [Theory]
    [InlineData(1, "1m")]
    [InlineData(10_000, "1m")]
    [InlineData(10_001, "2m")]
    [InlineData(99_999_999L * 10_000, "99999999m")]
    [InlineData(99_999_999L * 10_000 + 1, "100000S")]
    [InlineData(-5, "1m")]
    public void Timeout_is_rounded_up_to_what_eight_digits_hold(long ticks, string text) => Assert.Equal(text, TimeoutText.Format(new TimeSpan(ticks)));

    [Theory]
    [InlineData("application/grpc", true)]
    [InlineData("application/grpc+proto", true)]
    [InlineData("application/grpc; charset=utf-8", true)]
    [InlineData("Application/GRPC", true)]
    [InlineData("application/grpc-web", false)]
    [InlineData("application/grpcx", false)]
    [InlineData("application/json", false)]
    [InlineData(null, false)]
    public void Content_types_of_gRPC_are_told_from_others(string? contentType, bool expected) =>
        Assert.Equal(expected, HeaderNames.IsGrpcContentType(contentType));
}
