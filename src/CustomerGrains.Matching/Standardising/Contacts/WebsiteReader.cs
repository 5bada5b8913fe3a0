using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising.Contacts;

/// <summary>Reads the host of a website.</summary>
internal static class WebsiteReader
{
    /// <summary>Characters of an address that are read.</summary>
    public const int LengthMax = 512;

    /// <summary>The host in lower case without "www.", or null when there is none.</summary>
    public static string? Read(string? text)
    {
        var ascii = TextFolding.ToAscii(text, LengthMax);
        var scheme = ascii.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            ascii = ascii[(scheme + 3)..];
        }

        var end = ascii.IndexOfAny("/?#:, ");
        var host = (end < 0 ? ascii : ascii[..end]).ToString().ToLowerInvariant();
        host = host[(host.LastIndexOf('@') + 1)..].Trim('.');
        if (host.StartsWith("www.", StringComparison.Ordinal))
        {
            host = host[4..];
        }

        var wellFormed = host.Contains('.', StringComparison.Ordinal) && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');
        return wellFormed && !host.StartsWith("example.", StringComparison.Ordinal) ? host : null;
    }
}
