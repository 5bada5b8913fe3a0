using System.Collections.Frozen;
using CustomerGrains.Matching.Features;
using CustomerGrains.Matching.Standardising.Text;

namespace CustomerGrains.Matching.Standardising.Contacts;

/// <summary>Reads e-mail addresses.</summary>
internal static class EmailReader
{
    /// <summary>Characters of an address that are read: the longest that mail can carry (RFC 5321) and a name before it.</summary>
    public const int LengthMax = 384;

    private static readonly FrozenSet<string> RoleLocals = Set(
        "info office admin administrator sales contact contactus support enquiries enquiry inquiries inquiry hello mail email post postmaster webmaster hostmaster "
        + "reception accounts accounting billing invoices hr jobs careers help helpdesk service services customerservice customercare team manager marketing press media "
        + "finance secretary abuse security privacy feedback general shop orders booking bookings reservations school headoffice kontakt buero direction accueil");

    private static readonly FrozenSet<string> NoLocals = Set(
        "none noemail nomail noemailaddress noaddress noreply donotreply donotemail unknown null na test test1 test123 testing tester dummy fake invalid nobody no "
        + "notprovided notgiven notavailable notknown notapplicable declined refused anonymous anon example xxx nil blank");

    private static readonly FrozenSet<string> NoDomains = Set(
        "test.com test.test test.co.uk none.com none.none noemail.com no-email.com nomail.com invalid.com invalid localhost unknown.com noreply.com na.com donotemail.com "
        + "nowhere.com fake.com example example.com example.org example.net example.co.uk noemail.co.uk none.co.uk");

    /// <summary>The address, or null when there is none or it is a placeholder.</summary>
    public static EmailFeature? Read(string? text)
    {
        var ascii = TextFolding.ToAscii(text, LengthMax);
        var open = ascii.LastIndexOf('<');
        if (open >= 0)
        {
            var close = ascii[open..].IndexOf('>');
            ascii = close > 0 ? ascii[(open + 1)..(open + close)] : ascii[(open + 1)..];
        }

        if (ascii.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            ascii = ascii[7..];
        }

        var at = ascii.IndexOf('@');
        if (at <= 0)
        {
            return null;
        }

        var local = Clean(ascii[..at], ".-_+'&=/!#$%*?^{|}~");
        var domain = Clean(ascii[(at + 1)..], ".-").Trim('.').ToString();
        var plus = local.IndexOf('+');
        if (plus > 0)
        {
            local = local[..plus];
        }

        if (domain is "gmail.com" or "googlemail.com")
        {
            // Google delivers with and without dots to one mailbox.
            domain = "gmail.com";
            local = Without(local, ".");
        }

        local = local.Trim('.');
        return local.IsEmpty || domain.Length == 0 || IsPlaceholder(local, domain)
            ? null
            : new EmailFeature(local.ToString(), domain, RoleLocals.Contains(Without(local, ".-_").ToString()));
    }

    /// <remarks>A name under ".example", the domain set aside for made-up data (RFC 2606), is none: made-up people have addresses that tell them apart, too.</remarks>
    private static bool IsPlaceholder(ReadOnlySpan<char> local, string domain)
    {
        var bare = Without(local, ".-_").ToString();
        return NoLocals.Contains(bare) || NoDomains.Contains(domain) || Placeholders.IsFillerNumber(bare) && bare.Length > 2
            || domain.EndsWith(".invalid", StringComparison.Ordinal) || domain.EndsWith(".test", StringComparison.Ordinal) || domain.StartsWith("example.", StringComparison.Ordinal);
    }

    private static ReadOnlySpan<char> Clean(ReadOnlySpan<char> part, ReadOnlySpan<char> allowed)
    {
        var kept = new char[part.Length];
        var length = 0;
        foreach (var c in part)
        {
            if (char.IsAsciiLetterOrDigit(c) || allowed.Contains(c))
            {
                kept[length++] = char.ToLowerInvariant(c);
            }
        }

        return kept.AsSpan(0, length);
    }

    private static ReadOnlySpan<char> Without(ReadOnlySpan<char> text, ReadOnlySpan<char> signs)
    {
        if (!text.ContainsAny(signs))
        {
            return text;
        }

        var kept = new char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (!signs.Contains(c))
            {
                kept[length++] = c;
            }
        }

        return kept.AsSpan(0, length);
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
