using System.Text;

namespace CustomerGrains.GrpcFallback.Wire;

/// <summary>The text of <c>grpc-message</c>: UTF-8, with every byte outside printable ASCII, and the percent sign, as <c>%XX</c>.</summary>
internal static class StatusMessage
{
    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            if (value is >= (byte)' ' and <= (byte)'~' and not (byte)'%')
            {
                encoded.Append((char)value);
            }
            else
            {
                encoded.Append('%').Append(Convert.ToHexString([value]));
            }
        }

        return encoded.ToString();
    }

    /// <summary>Never fails: what is not percent-encoded correctly stays as it is.</summary>
    public static string Decode(string encoded) => Uri.UnescapeDataString(encoded);
}
