using Microsoft.AspNetCore.Http;

namespace CustomerGrains.Portal.Rendering;

/// <summary>Headers of every answer of the portal.</summary>
internal static class PageHeaders
{
    // Nothing may run, and nothing may be loaded but the portal's own sheet and icon. The pages hold personal data: no cache keeps them, and no other
    // site learns an address from a link that was followed.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["X-Robots-Tag"] = "noindex";
        headers.CacheControl = "no-store";
    }
}
