using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace CustomerGrains.Portal.Rendering;

/// <summary>The portal's own sheet and icon, served from the assembly under names that change with their content.</summary>
internal static class PortalAssets
{
    public const string Folder = "/portal";

    private static readonly Asset Sheet = Load("portal.css", "text/css; charset=utf-8");
    private static readonly Asset Icon = Load("icon.svg", "image/svg+xml");

    public static string SheetAddress => Sheet.Address;

    public static string IconAddress => Icon.Address;

    public static IResult Serve(string name, HttpContext context)
    {
        var asset = name == Sheet.Name ? Sheet : name == Icon.Name ? Icon : null;
        if (asset is null)
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(asset.Content, asset.ContentType);
    }

    private static Asset Load(string file, string contentType)
    {
        using var stream = typeof(PortalAssets).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {file}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var version = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 6));
        return new Asset($"{Path.GetFileNameWithoutExtension(file)}.{version}{Path.GetExtension(file)}", contentType, content);
    }

    private sealed record Asset(string Name, string ContentType, byte[] Content)
    {
        public string Address { get; } = $"{Folder}/{Name}";
    }
}
